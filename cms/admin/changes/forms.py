"""Forms of what content shows: who may not publish is told where readers see it, and may ask for the change.

What readers do not see (a note, a telephone, a tag) is saved at once, whoever edits it.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import Panel

from cms.admin.chrome.language_texts import LanguageTextsForm
from cms.content.shown.change_requests import ask_for_change
from cms.content.shown.fields import FILE, changed_fields, field_of, shown_fields, stored, value_of
from cms.content.shown.places import ShownIn, edit_url, may_change, may_change_wherever, shown_in
from cms.users.session import acting_user
from media.forms import DocumentForm, PictureForm

ASK, REASON = "ask_for_change", "change_reason"


class AsksForChange:
    """Mixin for a model form. Where the person may not change what readers see, it has two more fields."""

    instance: Any
    fields: dict[str, Any]
    cleaned_data: dict[str, Any]
    changed_data: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        # Before the form takes it: Wagtail's forms of panels and of files call it differently.
        self.acting: Any = options.get("for_user") or options.get("user") or acting_user()
        super().__init__(*args, **options)
        self.shown = self._shown()
        self.wanted: list[str] = []
        if self.shown:
            self.fields |= fields_for(self.shown)
            self.order_fields([ASK, REASON])  # type: ignore[attr-defined]  # a mixin for forms

    def _shown(self) -> ShownIn:
        """Where readers see it, if this person may not change that."""
        if self.acting is None or may_change_wherever(self.acting, self.instance):
            return ShownIn()
        seen = shown_in(self.instance)
        return ShownIn() if may_change(self.acting, seen) else seen

    def _post_clean(self) -> None:
        """Only now the instance has what was typed."""
        super()._post_clean()  # type: ignore[misc]
        if not self.shown:
            return
        self.wanted = [*changed_fields(self.instance), *self._changed_relations()]
        if self.wanted and not self.cleaned_data.get(ASK):
            self.add_error(ASK, refusal_of(self.instance, self.wanted))  # type: ignore[attr-defined]

    def _changed_relations(self) -> list[str]:
        return [
            name
            for name in shown_fields(self.instance)
            if field_of(self.instance, name).many_to_many
            and name in self.cleaned_data
            and _keys(self.cleaned_data[name]) != value_of(stored(self.instance), name)
        ]

    def save(self, commit: bool = True) -> Any:
        """Save what readers do not see; ask for the rest."""
        if not self.wanted:
            return super().save(commit=commit)  # type: ignore[misc]
        before = stored(self.instance)
        proposed = {name: self._proposed(name) for name in self.wanted if name != FILE}
        file = self.cleaned_data[FILE] if FILE in self.wanted else None
        for name in self.wanted:
            self._take_back(name, before)
        self.changed_data = [name for name in self.changed_data if name not in self.wanted]
        saved = super().save(commit=commit)  # type: ignore[misc]
        reason = self.cleaned_data.get(REASON, "")
        self.acting.asked_for = ask_for_change(self.instance, proposed, self.acting, reason, file)
        return saved

    def _proposed(self, name: str) -> Any:
        is_list = field_of(self.instance, name).many_to_many
        return _keys(self.cleaned_data[name]) if is_list else value_of(self.instance, name)

    def _take_back(self, name: str, before: Any) -> None:
        if field_of(self.instance, name).many_to_many:
            self.cleaned_data[name] = getattr(before, name).all()
        else:
            setattr(self.instance, name, getattr(before, name))


def fields_for(seen: ShownIn) -> dict[str, forms.Field]:
    """The two fields, the first with what shows it."""
    return {
        ASK: forms.BooleanField(
            required=False, label=_("Ask somebody who may publish to make this change"), help_text=told(seen)
        ),
        REASON: forms.CharField(
            required=False,
            max_length=400,
            label=_("Why (optional)"),
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }


def told(seen: ShownIn) -> SafeString:
    """Where readers see it, with a link to each."""
    links = format_html_join(
        "", '<li><a href="{}">{}</a></li>', ((edit_url(content), content.headline) for content in seen.contents)
    )
    if seen.is_logo:
        links += format_html("<li>{}</li>", _("The brand, as its logo"))
    if seen.others > 0:
        more = ngettext("%(count)d more", "%(count)d more", seen.others) % {"count": seen.others}
        links += format_html("<li>{}</li>", more)
    sentence = _("Readers see this now. If you change it, nothing changes for them until somebody agrees. It is in:")
    return format_html('{}<ul class="cosecha-shown">{}</ul>', sentence, links)


def refusal_of(row: Any, names: Iterable[str]) -> str:
    """What is refused, by the names of the fields."""
    labels = ", ".join(str(field_of(row, name).verbose_name) for name in names)
    return _("Readers would see this at once: %(fields)s. Tick the box to ask for it, or put it back as it was.") % {
        "fields": labels
    }


def _keys(rows: Iterable[Any]) -> list[int]:
    return sorted(row.pk for row in rows)


class ShownForm(AsksForChange, WagtailAdminModelForm):
    """People, workshops, organisations."""


class ShownTextsForm(AsksForChange, LanguageTextsForm):
    """What has a name in several languages."""


class ShownImageForm(AsksForChange, PictureForm):
    """Pictures: the file, the alternative text and what stays in sight when it is cut."""


class ShownDocumentForm(AsksForChange, DocumentForm):
    """Files that readers can open."""


class AskPanel(Panel):
    """The two fields, in forms that are made of panels. Without them it is not shown."""

    heading: str | Promise = gettext_lazy("Readers see this")

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/changes/ask_panel.html"

        def is_shown(self) -> bool:
            return self.form is not None and ASK in self.form.fields

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"fields": [self.form[ASK], self.form[REASON]]}
