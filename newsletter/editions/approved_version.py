"""What an edition's approval stands on: kept when it is approved, and compared when something changes."""

from django.conf import settings
from django.db import transaction
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone

from cms.consent.approvals import digest_of
from cms.consent.approved_version import (
    PageParts,
    Version,
    addresses_in,
    without_addresses,
)
from cms.consent.lost_approvals import LostApproval, lose, lost_of, take_stale, what_changed
from cms.models import Approval, ApprovedVersion
from media.models import Brand
from newsletter.frozen_renderings import RenderedEdition, render_languages
from newsletter.models import Edition
from newsletter.rendering.email import words_by_language

State = Edition.State
MOST_AT_ONCE = 20


def version_of(rendered: RenderedEdition) -> Version:
    """What is approved with `rendered`."""
    pages = {language: one.html for language, one in rendered.by_language.items()}
    return Version(parts_of(rendered), pages, basis=basis_of(rendered.edition))


def parts_of(rendered: RenderedEdition) -> dict[str, str]:
    """An edition in every language, in parts that are compared."""
    edition, found = rendered.edition, dict[str, list[str]](subject=[], words=[], picture=[], address=[], look=[])
    for language, one in rendered.by_language.items():
        page = PageParts(one.html)
        found["subject"] += [f"{language}: {one.subject}", f"{language}: {edition.preheader_in(language)}"]
        found["words"] += [without_addresses(line) for line in (*one.text.splitlines(), *page.texts)]
        found["picture"] += page.pictures
        found["address"] += [addresses_in(one.text, "\n".join(page.addresses))]
        found["look"].append(digest_of(page.frame))
    audience, send_at = edition.audience, edition.send_at
    return {
        **{name: "\n".join(lines) for name, lines in found.items()},
        "sender": f"{audience.from_name} <{audience.from_email}> {audience.reply_to} ({audience.pk})",
        "time": f"{timezone.localtime(send_at):%Y-%m-%d %H:%M}" if send_at else "",
    }


def basis_of(edition: Edition) -> str:
    """A digest of all that `edition` is rendered from by this program with these settings. Renders nothing."""
    brand = Brand.load()
    logo = brand.shown_logo
    audience = model_to_dict(edition.audience)
    return digest_of(
        [words_by_language(edition), model_to_dict(brand), logo.file_hash if logo else "", audience, edition.send_at]
    )


def compare_editions() -> bool:
    """Withdraw the approvals in doubt that are of something else. Whether there were any in doubt."""
    approvals = take_stale(Edition, MOST_AT_ONCE)
    for approval in approvals:
        edition = _edition_of(approval, State.APPROVED, State.DRAFT)
        if edition is not None:
            _compare(edition, approval)
    return bool(approvals)


def _compare(edition: Edition, approval: Approval) -> None:
    basis = basis_of(edition)
    if approval.version.basis == basis:
        return
    rendered = render_languages(edition)
    if rendered.digest == approval.digest:
        ApprovedVersion.objects.filter(approval=approval).update(basis=basis)
        return
    found = what_changed(approval, parts_of(rendered), rendered.digest)
    with transaction.atomic():
        if lose(approval, edition, found):
            Edition.objects.filter(pk=edition.pk, state=State.APPROVED).update(state=State.DRAFT)


def lost_editions(keys: set[int] | None = None) -> list[LostApproval]:
    """The editions that lost their approval, or those of them with these `keys`. Renders each."""
    approvals = [row for row in lost_of(Edition) if keys is None or row.object_id in keys]
    found = ((approval, _edition_of(approval, State.DRAFT, State.PAUSED, State.LATE)) for approval in approvals)
    return [_lost(edition, approval) for approval, edition in found if edition is not None]


def _lost(edition: Edition, approval: Approval) -> LostApproval:
    rendered = render_languages(edition)
    before = getattr(approval, "version", None)
    return LostApproval(
        approval=approval,
        label=str(edition),
        url=reverse("newsletter_edition", args=[edition.pk]),
        at=edition.send_at,
        seen=rendered.digest,
        differences=what_changed(approval, parts_of(rendered), rendered.digest),
        before=reverse("newsletter_approved_email", args=[edition.pk, settings.LANGUAGE_CODE]) if before else "",
        after=reverse("newsletter_edition_email", args=[edition.pk, settings.LANGUAGE_CODE]),
    )


def _edition_of(approval: Approval, *states: str) -> Edition | None:
    rows = Edition.objects.filter(pk=approval.object_id, state__in=states)
    return rows.select_related("audience", "recipe").first()
