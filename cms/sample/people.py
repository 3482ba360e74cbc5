"""The sample's organisations, people and their consents."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cms.models import Consent, ConsentTerms, Contributor, Organisation
from cms.users.models import User

USES = ("web", "newsletter", "social")


def make_people(rows: list[dict[str, Any]], organisations: list[dict[str, Any]], by: User) -> dict[str, Consent]:
    """Each person's consent, by the key that the content refers to."""
    known = {row["name"]: Organisation.objects.create(**row) for row in organisations}
    return {row["key"]: _make_consent(row, known[row["organisation"]], by) for row in rows}


def _make_consent(row: dict[str, Any], organisation: Organisation, by: User) -> Consent:
    contributor = Contributor.objects.create(
        full_name=row["full_name"],
        first_name=row["first_name"],
        role=row["role"],
        region=row["region"],
        organisation=organisation,
        email=f"{row['key']}@participantes.example.org",
    )
    consent = Consent.objects.create(contributor=contributor, label="Lo dicho en el Encuentro de Saberes")
    today = timezone.localdate()
    ConsentTerms.objects.create(
        consent=consent,
        **{f"allows_{use}": use in row["consent"] for use in USES},
        allows_all_networks="social" in row["consent"],
        credit=row["credit"],
        **{f"shows_{what}": what in row["shows"] for what in ("face", "place", "organisation")},
        begins_on=today - timedelta(days=60),
        expires_on=today + timedelta(days=row["days"]),
        how=ConsentTerms.How.SIGNED_FORM,
        explained_in="castellano y quechua",
        recorded_by=by,
    )
    return consent
