"""The forms in which staff record that somebody asked for our mail, with the proof."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from cms.core.errors import CosechaError
from media.text.email_fields import EmailAddressFormField
from newsletter.models import Audience, OptIn, Subscriber
from newsletter.subscribers.asks import ask_to_move
from newsletter.subscribers.steps import record_change
from newsletter.subscribers.subscriptions import SuppressedError, add_subscriber
from newsletter.subscribers.suppressions import suppressions_by_address

BY_HAND = [(how.value, how.label) for how in (OptIn.How.PAPER, OptIn.How.STAFF, OptIn.How.IMPORT)]


class NewSubscriberForm(WagtailAdminModelForm):
    """Somebody who is a reader of another audience already is only added to this one."""

    email = EmailAddressFormField(label=_("Email"))
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
                if suppressions_by_address([cleaned["email"]], cleaned["audience"].pk):
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

    email = EmailAddressFormField(
        label=_("Email"),
        help_text=_("We write to a new address, and the subscription moves there once it is confirmed from it."),
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))

    class Meta:
        model = Subscriber
        fields = ("email", "name", "language")

    def save(self, commit: bool = True) -> Subscriber:
        """A subscription never moves with an address: the new one is asked, and the present one stays until it agrees.

        Where nothing is subscribed, nothing can move, and the address is simply corrected.
        """
        before = Subscriber.objects.get(pk=self.instance.pk)
        changed = [name for name in self.changed_data if name in self.Meta.fields]
        if "email" in changed and before.opt_ins.filter(ended_at=None).exclude(confirmed_at=None).exists():
            ask_to_move(before, self.cleaned_data["email"], source="staff", by=self.for_user)
            self.instance.email = before.email
            changed.remove("email")
        saved: Subscriber = super().save(commit)
        if changed:
            record_change(saved, " ".join(changed), source="staff", recorded_by=self.for_user)
        return saved
