"""The form in which staff record what a person allows."""

from typing import Any, cast

from django import forms
from django.core import signing
from django.core.validators import FileExtensionValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.admin.chrome.snippets import Chooser
from cms.channels import networks
from cms.consent.gate import Use
from cms.core.errors import ConsentTermsError
from cms.models import Consent, ConsentTerms, Contributor, Credit
from cms.terms.evidence import EXTENSIONS, keep_evidence
from cms.terms.record import check
from cms.users.models import User
from media.models import CustomDocument

SHOWN = [("face", _("Their face")), ("place", _("The place")), ("organisation", _("Their organisation"))]
PLAIN = ("credit", "begins_on", "expires_on", "is_minor", "guardian", "how", "explained_in", "note")
LARGEST = 20 * 1024 * 1024


class TermsForm(forms.Form):
    """Terms of a consent. `terms()` gives them as `cms.terms.record.record_terms` takes them."""

    uses = forms.MultipleChoiceField(
        label=_("It may appear on"),
        choices=Use.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick only what the person said yes to."),
    )
    networks = forms.MultipleChoiceField(
        label=_("Only on these social networks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all of them."),
    )
    credit = forms.ChoiceField(
        label=_("How the person is named"),
        choices=Credit.choices,
        widget=forms.RadioSelect,
        initial=Credit.ANONYMOUS,
    )
    shown = forms.MultipleChoiceField(
        label=_("May also be shown"), choices=SHOWN, required=False, widget=forms.CheckboxSelectMultiple
    )
    begins_on = forms.DateField(label=_("Given on"), widget=AdminDateInput, initial=timezone.localdate)
    expires_on = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Last day included. Empty means no end date."),
    )
    is_minor = forms.BooleanField(
        label=_("Is under age"),
        required=False,
        help_text=_("A guardian decides with them, and a second person approves."),
    )
    guardian = forms.CharField(
        label=_("Guardian"),
        required=False,
        max_length=160,
        help_text=_("Who decides with them. Shown to nobody outside."),
    )
    how = forms.ChoiceField(label=_("How it was given"), choices=ConsentTerms.How.choices)
    explained_in = forms.CharField(
        label=_("Explained in"), required=False, max_length=60, help_text=_("Language or languages.")
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        validators=[FileExtensionValidator(EXTENSIONS)],
        help_text=_("The signed form or the recording. Only permitted staff can open it."),
    )
    kept_evidence = forms.CharField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = networks()
        cast(forms.MultipleChoiceField, self.fields["networks"]).choices = known
        if not known:
            del self.fields["networks"]

    @classmethod
    def initial_from(cls, terms: ConsentTerms | None) -> dict[str, Any]:
        """The current terms, to start from. How, when and with what proof are left empty."""
        if terms is None or terms.is_withdrawal:
            return {}
        return {
            "uses": [use.value for use in Use if getattr(terms, f"allows_{use.value}")],
            "networks": list(terms.networks),
            "credit": terms.credit,
            "shown": [part for part, _label in SHOWN if getattr(terms, f"shows_{part}")],
            "expires_on": terms.expires_on,
            "explained_in": terms.explained_in,
            "is_minor": terms.is_minor,
            "guardian": terms.guardian,
        }

    def clean_evidence(self) -> Any:
        file = self.cleaned_data["evidence"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 20 MB. Choose a smaller one."))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                check(ConsentTerms(**self.terms()), timezone.localdate())
            except ConsentTermsError as error:
                self.add_error(None, str(error))
        return data

    def terms(self) -> dict[str, Any]:
        """What was entered, without the evidence."""
        data = self.cleaned_data
        chosen = data.get("networks", []) if Use.SOCIAL.value in data["uses"] else []
        return {
            **{f"allows_{use.value}": use.value in data["uses"] for use in Use},
            **{f"shows_{part}": part in data["shown"] for part, _label in SHOWN},
            "allows_all_networks": Use.SOCIAL.value in data["uses"] and not chosen,
            "networks": chosen,
            **{name: data[name] for name in PLAIN},
        }

    def stored_evidence(self, by: User) -> CustomDocument | None:
        """The evidence as a document: stored now, or kept when the effect was shown before confirming."""
        if file := self.cleaned_data["evidence"]:
            return keep_evidence(file, by)
        if token := self.cleaned_data["kept_evidence"]:
            return CustomDocument.objects.filter(pk=signing.loads(token, salt="evidence", max_age=86_400)).first()
        return None

    def clean_kept_evidence(self) -> str:
        token: str = self.cleaned_data["kept_evidence"]
        if token:
            try:
                signing.loads(token, salt="evidence", max_age=86_400)
            except signing.BadSignature:
                raise forms.ValidationError(_("Choose the evidence again.")) from None
        return token

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields as the page groups them."""
        groups: list[tuple[Any, list[str]]] = [
            ("", ["contributor", "label"]),
            (_("What the person allows"), ["uses", "networks", "credit", "shown", "begins_on", "expires_on"]),
            (_("How it was given"), ["is_minor", "guardian", "how", "explained_in", "evidence", "note"]),
        ]
        return [
            (heading, [self[name] for name in names if name in self.fields])
            for heading, names in groups
            if any(name in self.fields for name in names)
        ]


class NewConsentForm(TermsForm):
    """A consent with its first terms."""

    contributor = forms.ModelChoiceField(label=_("Whose words"), queryset=Contributor.objects.all())
    label = forms.CharField(
        label=_("What it covers"),
        max_length=Consent._meta.get_field("label").max_length,
        help_text=_("For example: what she said at the October workshop."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contributor"].widget = Chooser(model=Contributor, icon="user")
