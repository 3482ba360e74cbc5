"""A resource's file is its reader's for as long as the gate says so, and by no other address."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cms.consent.gate import Refusal, Use, clearance
from cms.models import Item, Voice
from cms.users.sync_groups import grant_roles
from cms.withdrawal.withdraw import withdraw_item
from tests.cms.refused import GONE, REFUSED, SECRET
from tests.factories import make_consent, make_contributor, make_document, make_resource, make_user

pytestmark = pytest.mark.django_db
DATA = b"%PDF-1.4 paso a paso"


def file_in_api(client, content) -> str:
    return client.get(f"/api/v1/resources/{content.translation_key}").json()["file"]["url"]


def test_the_file_is_handed_over_under_the_name_of_its_resource(client):
    resource = make_resource("Guía de riego", file=make_document("borrador-final-2.pdf", DATA))
    answer = client.get(file_in_api(client, resource))
    assert b"".join(answer.streaming_content) == DATA
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="guia-de-riego-')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "borrador" not in str(answer.headers)
    assert client.get(file_in_api(client, resource), headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_withdrawn_file_is_gone_wherever_it_was(client, admin):
    resource = make_resource(voice="person", file=make_document("guia.pdf", DATA))
    url, own = file_in_api(client, resource), resource.file.url
    withdraw_item(Item.objects.get(pk=resource.item.pk), admin)
    assert client.get(url).status_code == 410
    assert client.get(own).status_code == 404
    assert client.get(f"/uploads/{resource.file.file.name}").status_code == 404


def test_the_documents_own_address_is_for_the_team_alone(client):
    grant_roles()
    resource = make_resource(file=make_document("guia.pdf", DATA))
    assert client.get(resource.file.url).status_code == 404
    client.force_login(make_user())
    assert client.get(resource.file.url).status_code == 404
    client.force_login(make_user(groups=("Editor",)))
    assert b"".join(client.get(resource.file.url).streaming_content) == DATA


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_is_refused_hands_no_file_over(client, make):
    content = make("resource")
    slug = Item.objects.get(pk=content.item.pk).slug or content.translation_key.hex[:8]
    answer = client.get(f"/es/recursos/{slug}/archivo.pdf")
    assert answer.status_code == (410 if make in GONE else 404)
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("file", {"file": "Guia_JuanaQuispe_v2.pdf"}),
        ("link", {"link": "https://videos.example.org/juana-quispe"}),
        ("authors", {"authors": "Juana Quispe y su equipo"}),
        ("document", {"document_title": "La guía de Juana Quispe"}),
    ],
)
def test_a_hidden_name_is_found_wherever_a_resource_says_it(where, told):
    consent = make_consent(make_contributor("Juana Quispe"), credit="anonymous")
    name, title = told.pop("file", "guia.pdf"), told.pop("document_title", "Guía")
    document = make_document(name, title=title)
    resource = make_resource(voice="person", consent=consent, file=document, **told)
    item = Item.objects.get(pk=resource.item.pk)
    assert clearance(item, Use.WEB, timezone.now()).refusal == Refusal.REVEALS_TOO_MUCH
    assert {finding["where"] for finding in item.disclosure_findings} == {f"es.{where}"}


def test_another_name_of_the_document_is_read_again():
    consent = make_consent(make_contributor("Juana Quispe"), credit="anonymous")
    document = make_document()
    item = make_resource(voice="person", consent=consent, file=document).item
    document.title = "De Juana Quispe"
    document.save()
    assert not Item.objects.get(pk=item.pk).disclosure_is_clean


def test_a_resource_with_nothing_to_open_is_not_published(admin):
    from cms.content.publish_checks import IncompleteError

    resource = make_resource(voice=Voice.NOBODY, live=False, link="")
    with pytest.raises(IncompleteError):
        resource.save_revision(user=admin).publish(user=admin)
