"""Editions in the admin: the list, and the editor with its blocks and the email itself beside them.

An edition has no draft of its own: saving writes the row, and with it voids an approval of something else. So the
editor saves only when asked, never by itself.
"""

from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import CreateEditViewOptionalFeaturesMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
)

from cms.admin.chrome.language_texts import LanguageTextsForm, form_for, panels_for
from cms.admin.chrome.snippets import OurSnippetViewSet
from newsletter.editions.approve import EDITABLE, void_if_changed
from newsletter.editions.shown_state import shown_state, with_shown_state
from newsletter.models import Edition


def edition_url(edition: Edition) -> str:
    """Where an edition is looked at as a whole, approved, and followed."""
    return reverse("newsletter_edition", args=[edition.pk])


class EditionForm(LanguageTextsForm):
    def clean_month(self) -> Any:
        """Any day of the month will do."""
        return self.cleaned_data["month"].replace(day=1)


class SavedDeliberatelyMixin(CreateEditViewOptionalFeaturesMixin):
    """Saves on request only, remembers who wrote last, and says when an approval was voided by it."""

    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False

    def save_instance(self) -> Edition:
        self.form.instance.last_edited_by = self.request.user
        return super().save_instance()

    def get_success_url(self) -> str:
        return edition_url(self.object)


class EditionCreateView(SavedDeliberatelyMixin, CreateView):
    pass


# What the machine writes while somebody has the form open: never undone by saving it.
MACHINE_FIELDS = ("state", "sent_at", "frozen_at", "audience_size", "leased_by", "lease_ends_at")


class EditionEditView(SavedDeliberatelyMixin, EditView):
    def save_instance(self) -> Edition:
        with transaction.atomic():
            stored = Edition.objects.select_for_update().get(pk=self.object.pk)
            for name in MACHINE_FIELDS:
                setattr(self.form.instance, name, getattr(stored, name))
            return super().save_instance()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.state not in EDITABLE:
            messages.warning(
                request,
                _("This edition can no longer be edited: %(state)s.") % {"state": self.object.get_state_display()},
            )
            return redirect(edition_url(self.object))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if void_if_changed(self.object):
            messages.warning(
                self.request, _("This edition was approved, and what you changed voids it. It must be approved again.")
            )
        return response

    @property
    def header_buttons(self) -> list[Button]:
        review = HeaderButton(_("Review and approve"), url=edition_url(self.object), icon_name="view", priority=5)
        return [*super().header_buttons, review]


class EditionDeleteView(DeleteView):
    """Only what was never on its way is deleted; the rest is cancelled and kept."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.state != Edition.State.DRAFT or self.object.deliveries.exists():
            messages.warning(
                request, _("Only a draft is deleted. Cancel the edition instead: what was sent stays known.")
            )
            return redirect(edition_url(self.object))
        return super().dispatch(request, *args, **kwargs)


class EditionIndexView(IndexView):
    def get_queryset(self) -> QuerySet[Edition]:
        """Titles name the audience, and Wagtail asks for nothing but its own columns."""
        return super().get_queryset().select_related("audience")

    def _get_title_column(self, *args: Any, **kwargs: Any) -> Column:
        column = super()._get_title_column(*args, **kwargs)
        column._get_url_func = edition_url
        return column


def moment_of(edition: Edition) -> str:
    """The day and hour itself: most of them are still to come, and "ago" says nothing about those."""
    return date_format(timezone.localtime(edition.send_at), "SHORT_DATETIME_FORMAT") if edition.send_at else "–"


def editions(request: HttpRequest) -> QuerySet[Edition]:
    """What the list shows, in one query."""
    return with_shown_state(Edition.objects.select_related("audience").annotate(item_count=Count("edition_items")))


class EditionViewSet(OurSnippetViewSet):
    model = Edition
    icon = "mail"
    menu_label = gettext_lazy("Editions")
    add_to_reference_index = False
    list_per_page = 20
    list_display = (
        "__str__",
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=shown_state,
            primary=lambda edition: edition.state in ("approved", "sending", "sent"),
        ),
        Column("send_at", label=gettext_lazy("Send at"), accessor=moment_of, sort_key="send_at"),
        Column("items", label=gettext_lazy("Items"), accessor="item_count"),
        Column("readers", label=gettext_lazy("Readers"), accessor=lambda edition: edition.audience_size or "–"),
    )
    list_filter = ("state", "audience")
    index_view_class = EditionIndexView
    add_view_class = EditionCreateView
    edit_view_class = EditionEditView
    delete_view_class = EditionDeleteView
    edit_handler = ObjectList(
        [
            FieldPanel("subject"),
            FieldPanel("preheader"),
            FieldPanel("body"),
            MultiFieldPanel(
                [FieldPanel("audience"), FieldRowPanel([FieldPanel("month"), FieldPanel("send_at")])],
                heading=gettext_lazy("To whom and when"),
            ),
            MultiFieldPanel(
                panels_for("subject", "preheader"),
                heading=gettext_lazy("Subject in other languages"),
                classname="collapsed",
                icon="globe",
            ),
        ],
        base_form_class=form_for(EditionForm, Edition, subject="subjects", preheader="preheaders"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return editions(request)
