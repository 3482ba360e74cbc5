"""The content form, with the fields that say whose words they are. These belong to the item, not to the `Content`."""

import json
from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.admin.chrome.snippets import Chooser
from cms.content.attribution import (
    Attribution,
    ConcurrentChangeError,
    ForeignConsentError,
    StaysSensitiveError,
    StaysSomebodysError,
    StaysTheirsError,
    attribute,
    check_attribution,
)
from cms.content.publish_checks import missing_for_publishing
from cms.content.shared_fields import original_of, shared_values
from cms.core.errors import CosechaError, FourEyesError, WithdrawnError
from cms.models import Consent, Contributor, Item, Voice, Workshop
from cms.users.models import User

# Where the form shows what the domain refuses; at its top otherwise.
FIELD_OF = {
    ForeignConsentError: "consent",
    FourEyesError: "is_sensitive",
    StaysSensitiveError: "is_sensitive",
    StaysSomebodysError: "voice",
    StaysTheirsError: "contributor",
}


def label_of(name: str) -> Any:
    return capfirst(Item.field_label(name))


class ContentForm(WagtailAdminModelForm):
    """`is_going_out` and `is_autosave` are set by the view, which alone knows which button was pressed."""

    voice = forms.ChoiceField(label=label_of("voice"), choices=Voice.choices, widget=forms.RadioSelect)
    contributor = forms.ModelChoiceField(
        label=label_of("contributor"),
        queryset=Contributor.objects.all(),
        required=False,
        widget=Chooser(model=Contributor),
        help_text=_("Leave it empty and choose the consent: the person comes with it."),
    )
    consent = forms.ModelChoiceField(
        label=label_of("consent"),
        queryset=Consent.objects.select_related("contributor"),
        required=False,
        widget=Chooser(model=Consent),
        help_text=_("A draft can wait for it. Review and publication cannot."),
    )
    workshop = forms.ModelChoiceField(
        label=label_of("workshop"),
        queryset=Workshop.objects.all(),
        required=False,
        widget=Chooser(model=Workshop),
    )
    is_sensitive = forms.BooleanField(
        label=label_of("is_sensitive"),
        required=False,
        help_text=Item._meta.get_field("is_sensitive").help_text,
    )
    content_warning = forms.CharField(
        label=label_of("content_warning"),
        required=False,
        max_length=160,
        help_text=Item._meta.get_field("content_warning").help_text,
    )
    # What the form showed: against it we tell what this person changed from what somebody else did meanwhile.
    item_as_seen = forms.CharField(widget=forms.HiddenInput, required=False)

    data: Any
    is_going_out = False
    is_autosave = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = Item.objects.filter(translation_key=self.instance.translation_key).first()
        self.waits_for_save = False
        self.current = Attribution.of(self.item) if self.item else self.blank()
        for name, value in asdict(self.current).items():
            self.initial[name] = value
        self.initial["item_as_seen"] = json.dumps(asdict(self.current))
        voices = [(value, self.instance.nobodys if value == Voice.NOBODY else name) for value, name in Voice.choices]
        self.fields["voice"].choices = voices
        self._show_what_is_shared()

    def _show_what_is_shared(self) -> None:
        """A translation shows what its original says in every language, and is not the place to change it."""
        original = original_of(self.instance) if self.instance.pk else self.instance
        if original.pk == self.instance.pk:
            return
        for name, value in shared_values(original).items():
            if name in self.fields:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("The same in every language: change it in the original.")
                self.initial[name] = getattr(value, "pk", value)

    def blank(self) -> Attribution:
        """The initial values of a new `Content`."""
        return Attribution(self.instance.usual_voice)

    @property
    def seen(self) -> Attribution:
        try:
            return Attribution(**json.loads(self.cleaned_data.get("item_as_seen") or ""))
        except (ValueError, TypeError):
            return self.current

    @property
    def wanted(self) -> Attribution:
        data = self.cleaned_data
        if data.get("voice") == Voice.NOBODY:
            # Whose they were taken for stays on record: withdrawing all of a person's words still finds them.
            return replace(
                self.seen,
                voice=Voice.NOBODY,
                workshop=_pk(data.get("workshop")),
                is_sensitive=data["is_sensitive"],
                content_warning=data["content_warning"],
            )
        return Attribution(
            data.get("voice") or self.current.voice,
            _pk(data.get("contributor")),
            _pk(data.get("consent")),
            _pk(data.get("workshop")),
            data["is_sensitive"],
            data["content_warning"],
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("consent") and not data.get("contributor") and "contributor" not in self.errors:
            data["contributor"] = data["consent"].contributor
        if {"contributor", "consent", "workshop", "content_warning"} & self.errors.keys():
            return data
        self._check_attribution()
        if self.is_going_out:
            self._check_going_out()
        return data

    def _post_clean(self) -> None:
        """Check what the kind itself needs once the typed values are on the instance, which is only now."""
        super()._post_clean()
        if not self.is_going_out:
            return
        has_person = self.cleaned_data.get("voice") == Voice.PERSON
        for field, sentence in self.instance.lacking(has_person=has_person).items():
            if field not in self.errors:
                self.add_error(field, sentence)

    def _check_attribution(self) -> None:
        item = self.item or Item(voice=self.current.voice)
        try:
            changes = check_attribution(item, self.wanted, self.seen, self.for_user)
        except ConcurrentChangeError as error:
            self.add_error(None, str(error))
            self._show_what_is_there_now()
        except CosechaError as error:
            self.add_error(FIELD_OF.get(type(error)), str(error))
        else:
            if changes and self.is_autosave and self.item and self.item.contents(live_only=True):
                self.waits_for_save = True
                self.add_error(None, WAITS_FOR_SAVE)

    def _check_going_out(self) -> None:
        if self.item and self.item.is_withdrawn:
            self.add_error(None, str(WithdrawnError()))
            return
        wanted = self.wanted
        for field, sentence in missing_for_publishing(wanted.voice, wanted.contributor, wanted.consent).items():
            if field not in self.errors:
                self.add_error(field, sentence)

    def _show_what_is_there_now(self) -> None:
        """The next save of this page is made in knowledge of what the other person did."""
        if not self.is_autosave:
            self.data = self.data.copy()
            self.data["item_as_seen"] = json.dumps(asdict(self.current))

    def save_attribution(self, by: User) -> None:
        """Write what was changed to the item. Called by the view: previews save the form too, and must not."""
        item = Item.objects.get(translation_key=self.instance.translation_key)
        attribute(item, self.wanted, self.seen if self.item else Attribution.of(item), by)
        item.refresh_from_db()
        self.item, self.current = item, Attribution.of(item)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        updates = super().get_field_updates_for_resave()
        return [*updates, ("item_as_seen", json.dumps(asdict(self.current)))]


WAITS_FOR_SAVE = _("What you changed under “Whose words these are” acts at once. Press Save when it is right.")


def _pk(instance: Any) -> int | None:
    return instance.pk if instance else None
