"""The form that a person fills in at the workshop: what it accepts, and the entry that comes of it."""

import hashlib
from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.capture.entry import Proof, Submission, SubmittedPerson, last_day
from cms.capture.public import phrases
from cms.capture.public.steps import STEPS
from cms.consent.gate import Use
from cms.core.text import make_one_line
from cms.models import CaptureLink, ConsentTerms, Kind, Topic
from cms.public.pages.languages import interface_language, own_name
from media.text.email_address import canonical_address
from media.text.kept import kept

LONGEST_WORDS = 12_000


def choice(label: Any, choices: list[Any], *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=forms.RadioSelect)


class LineField(forms.CharField):
    """One line, whatever was pasted: no line breaks and no invisible signs."""

    def to_python(self, value: Any) -> str:
        return make_one_line(super().to_python(value) or "")


class WordsField(forms.CharField):
    """Words as they were written, with their paragraphs and nothing invisible."""

    widget = forms.Textarea(attrs={"rows": 7})

    def to_python(self, value: Any) -> str:
        text = kept(super().to_python(value) or "")
        return "\n".join(line.rstrip() for line in text.split("\n")).strip()


class TopicField(forms.ModelChoiceField):
    """The topics as a reader of the page's language knows them."""

    def label_from_instance(self, topic: Any) -> str:
        return cast(str, topic.name_in(get_language() or ""))


class CaptureForm(forms.Form):
    """One person's words and what they allow. No answer is given beforehand."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    filled_on = forms.DateField(required=False, widget=forms.HiddenInput)
    kind = choice(_("What do you want to leave us?"), phrases.KINDS)
    language = choice(_("In which language do you write?"), [])
    words = WordsField(label=_("Your words"), max_length=LONGEST_WORDS)
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    )
    name = LineField(label=_("Your full name"), max_length=160)
    role = LineField(label=_("What you do"), max_length=120, required=False)
    region = LineField(label=_("Where you are from"), max_length=120, required=False)
    organisation = LineField(label=_("Name of the organisation"), max_length=160, required=False)
    contact = LineField(label=_("Phone or email"), max_length=120, required=False)
    topic = TopicField(
        label=_("What is it about?"), queryset=Topic.objects.all(), required=False, widget=forms.RadioSelect
    )
    web = choice(_("May it be on our website?"), phrases.YES_NO)
    newsletter = choice(_("May it be in our monthly email?"), phrases.YES_NO)
    social = choice(_("May it be on social networks?"), phrases.YES_NO)
    credit = choice(_("What do we put next to your words?"), phrases.CREDITS)
    face = choice(_("May your face be seen?"), phrases.YES_NO, required=False)
    place = choice(_("May we say where you are from?"), phrases.YES_NO)
    shows_organisation = choice(_("May we name your organisation?"), phrases.YES_NO, required=False)
    until = choice(_("How long do you give us permission?"), phrases.UNTIL)
    minor = choice(_("Are you under 18?"), phrases.YES_NO)
    guardian = LineField(label=_("Name of the adult who decides with you"), max_length=160, required=False)
    proof = choice(_("How do you want to say yes?"), phrases.PROOFS, required=False)
    typed_name = LineField(label=_("Your name, as a signature"), max_length=160, required=False)
    witness = LineField(label=_("Name of who is with you"), max_length=160, required=False)
    signature = forms.FileField(required=False)
    voice = forms.FileField(required=False)

    def __init__(self, link: CaptureLink, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.link = link
        languages = [(code, own_name(code)) for code in link.languages]
        cast(forms.ChoiceField, self.fields["language"]).choices = languages
        if len(languages) == 1:
            del self.fields["language"]
        topics = cast(forms.ModelChoiceField, self.fields["topic"])
        topics.empty_label = None
        if not self.is_bound:
            self.initial["key"] = uuid4()
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_photo(data)
        if data.get("organisation") and not data.get("shows_organisation"):
            self.add_error("shows_organisation", phrases.answer_this())
        if data.get("minor") == "yes" and not data.get("guardian"):
            self.add_error("guardian", phrases.guardian_missing())
        self._check_proof(data)
        return data

    def _check_photo(self, data: dict[str, Any]) -> None:
        if not data.get("photo"):
            return
        if data.get("kind") == Kind.QUOTE:
            self.add_error("photo", phrases.photo_needs_story())
        if not data.get("face"):
            self.add_error("face", phrases.answer_this())

    def _check_proof(self, data: dict[str, Any]) -> None:
        how = data.get("proof") or ConsentTerms.How.WITNESSED
        if how == ConsentTerms.How.SIGNED_FORM and not data.get("signature"):
            self.add_error("proof", phrases.refusal("bad_signature"))
        elif how == ConsentTerms.How.RECORDED_VOICE and not data.get("voice"):
            self.add_error("proof", phrases.refusal("bad_voice"))
        elif how == ConsentTerms.How.WITNESSED and not (data.get("typed_name") and data.get("witness")):
            self.add_error("witness", phrases.name_and_witness())

    def entry(self) -> Submission:
        """What was sent, once it is valid. Two entries that differ in anything have different digests."""
        data = self.cleaned_data
        files = {name: data[name].read() if data.get(name) else b"" for name in ("photo", "signature", "voice")}
        how = ConsentTerms.How(data["proof"] or ConsentTerms.How.WITNESSED)
        return Submission(
            key=data["key"],
            digest=self._digest(files),
            kind=Kind(data["kind"]),
            words=data["words"],
            language=data.get("language") or self.link.languages[0],
            person=self._person(),
            proof=Proof(
                how,
                signature=files["signature"] if how == ConsentTerms.How.SIGNED_FORM else b"",
                voice=files["voice"] if how == ConsentTerms.How.RECORDED_VOICE else b"",
            ),
            terms=self._terms(how, is_photo=bool(files["photo"])),
            photo=files["photo"],
            topic=data.get("topic"),
            answers=self._answers(),
        )

    def _digest(self, files: dict[str, bytes]) -> str:
        digest = hashlib.sha256()
        for name in sorted(self.fields):
            value = files[name] if name in files else str(self.cleaned_data.get(name, "")).encode()
            digest.update(b"%s:%d:" % (name.encode(), len(value)) + value)
        return digest.hexdigest()

    def _person(self) -> SubmittedPerson:
        data = self.cleaned_data
        try:
            reached = {"email": canonical_address(data["contact"])}
        except ValidationError:
            reached = {"phone": data["contact"][:40]}
        return SubmittedPerson(data["name"], data["role"], data["region"], data["organisation"], **reached)

    def _terms(self, how: ConsentTerms.How, *, is_photo: bool) -> dict[str, Any]:
        """Exactly what they said yes to: a question that was not answered is a no."""
        data = self.cleaned_data
        begins_on = self._begins_on()
        is_minor = data["minor"] == "yes"
        return {
            **{f"allows_{use.value}": data[use.value] == "yes" for use in Use},
            "allows_all_networks": data[Use.SOCIAL.value] == "yes",
            "credit": data["credit"],
            "shows_face": is_photo and data["face"] == "yes",
            "shows_place": data["place"] == "yes",
            "shows_organisation": bool(data["organisation"]) and data["shows_organisation"] == "yes",
            "begins_on": begins_on,
            "expires_on": None if data["until"] == "always" else last_day(begins_on, int(data["until"])),
            "how": how,
            "explained_in": own_name(interface_language(get_language() or settings.LANGUAGE_CODE)),
            "is_minor": is_minor,
            "guardian": data["guardian"] if is_minor else "",
            "note": self._note(how),
        }

    def _note(self, how: ConsentTerms.How) -> str:
        """What the proof itself does not say: the questions behind a spoken yes, or who heard it."""
        if how == ConsentTerms.How.RECORDED_VOICE:
            asked = {name for step in STEPS if step.is_consent for name in step.fields}
            return "\n".join(f"{question} {answer}" for question, answer in self._answers(asked))
        return f"{self.fields['witness'].label}: {self.cleaned_data['witness']}" if how == how.WITNESSED else ""

    def _begins_on(self) -> date:
        """The day on the phone, which may have waited for a signal; never before the link was made, nor tomorrow."""
        today = timezone.localdate()
        return min(max(self.cleaned_data["filled_on"] or today, timezone.localdate(self.link.made_at)), today)

    def _answers(self, asked: set[str] | None = None) -> list[tuple[str, str]]:
        """Each question as it stood there, what it means included, with the answer in the same words."""
        answers = []
        for step in STEPS:
            for name in step.fields:
                value = self.cleaned_data.get(name)
                if not value or name not in self.fields or (asked is not None and name not in asked):
                    continue
                field = self.fields[name]
                if isinstance(field, forms.FileField):
                    continue
                labels = dict(cast(Any, field.choices)) if type(field) is forms.ChoiceField else {}
                meaning = f" ({step.help})" if step.is_consent and name == step.fields[0] else ""
                answers.append((f"{field.label}{meaning}", str(labels.get(value, value))))
        return answers
