"""What a person allowed, in plain words: the same on a consent's page, in its history and on a receipt."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.channels import networks
from cms.consent.gate import Use
from cms.models import ConsentTerms, Credit


def in_words(terms: ConsentTerms) -> list[str]:
    """One sentence a line, in the language that is active."""
    if terms.is_withdrawal:
        return [_("Nothing: the person withdrew it.")]
    uses = used_where(terms)
    return [
        _("May appear on: %s.") % ", ".join(uses) if uses else _("May not appear anywhere."),
        _("Named as: %s.") % _lower(Credit(terms.credit).label),
        *_shown(terms),
        *([_("Is under age: a guardian decides with them, and a second person approves.")] if terms.is_minor else []),
        _("Valid until %s.") % date_format(terms.expires_on, "DATE_FORMAT") if terms.expires_on else _("No end date."),
    ]


def used_where(terms: ConsentTerms) -> list[str]:
    """The uses allowed, in words, with the networks where the person chose some."""
    words = []
    for use in Use:
        if not getattr(terms, f"allows_{use.value}"):
            continue
        label = _lower(use.label)
        if use == Use.SOCIAL and not terms.allows_all_networks:
            labels = dict(networks())
            chosen = ", ".join(str(labels.get(name, name)) for name in terms.networks)
            label = _("%(uses)s (only %(networks)s)") % {"uses": label, "networks": chosen}
        words.append(label)
    return words


def _shown(terms: ConsentTerms) -> list[str]:
    parts = {"face": terms.shows_face, "place": terms.shows_place, "organisation": terms.shows_organisation}
    labels = {"face": _("the face"), "place": _("the place"), "organisation": _("the organisation")}
    shown = [labels[part] for part, is_shown in parts.items() if is_shown]
    hidden = [labels[part] for part, is_shown in parts.items() if not is_shown]
    lines = [_("May be shown: %s.") % ", ".join(shown)] if shown else []
    return [*lines, _("Not to be shown: %s.") % ", ".join(hidden)] if hidden else lines


def _lower(label: object) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]
