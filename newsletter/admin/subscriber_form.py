"""The forms in which staff record that somebody asked for our mail, with the proof."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from cms.core.errors import CosechaError
from newsletter.addresses import address_hash, normalised_address
from newsletter.models import Audience, OptIn, Subscriber
from newsletter.subscribers.subscriptions import SuppressedError, add_subscriber
from newsletter.subscribers.suppressions import suppressions_of

BY_HAND = [(how.value, how.label) for how in (OptIn.How.PAPER, OptIn.How.STAFF, OptIn.How.IMPORT)]


class NewSubscriberForm(WagtailAdminModelForm):
    """Somebody who is a reader of another audience already is only added to this one."""

    email = forms.EmailField(label=_("Email"))
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))
    audience = forms.ModelChoiceField(Audience.objects.all(), label=_("Audience"))
    how = forms.ChoiceField(choices=BY_HAND, label=_("How they asked for it"))
    text_shown = forms.CharField(
        label=_("What they agreed to"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The exact words of the sheet they signed or of their message. It is the proof."),
    )

    class Meta:
        model = Subscriber
        fields = ("email", "name", "language")

    def validate_unique(self) -> None:
        """An address that is known already is no mistake."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("email") and cleaned.get("audience"):
            try:
                hashed = address_hash(normalised_address(cleaned["email"]))
                if suppressions_of([hashed], cleaned["audience"].pk):
                    raise SuppressedError
            except CosechaError as error:
                self.add_error("email", str(error))
        return cleaned

    def save(self, commit: bool = True) -> Subscriber:
        given = self.cleaned_data
        opt_in = add_subscriber(
            given["email"],
            given["audience"],
            how=OptIn.How(given["how"]),
            text_shown=given["text_shown"],
            by=self.for_user,
            name=given["name"],
            language=given["language"],
        )
        self.instance = opt_in.subscriber
        return opt_in.subscriber


class SubscriberForm(WagtailAdminModelForm):
    """What may change in a reader; whether they get our mail is decided by what they asked for."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))

    class Meta:
        model = Subscriber
        fields = ("email", "name", "language")

    def clean_email(self) -> str:
        try:
            return normalised_address(self.cleaned_data["email"])
        except CosechaError as error:
            raise forms.ValidationError(str(error)) from error
