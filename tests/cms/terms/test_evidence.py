"""If these fail, the signed form behind a consent is read, replaced or thrown away by whoever works with documents."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Collection

from cms.terms.evidence import collection, keep_evidence
from cms.users.roles import ADMINISTRATOR, EDITOR, EVIDENCE, REVIEWER
from media.models import CustomDocument
from tests.factories import make_consent, make_document, make_user
from tests.media.in_process import in_process  # noqa: F401  # a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_process")]

NAMESPACES = ("wagtaildocs", "wagtaildocs_chooser")
WORDS = b"%PDF-1.4 firmado por Rosa"


@pytest.fixture(params=[EDITOR, REVIEWER, ADMINISTRATOR, "superuser"])
def user(request, client):
    """Whoever brought the evidence in themself."""
    is_superuser = request.param == "superuser"
    user = make_user(is_superuser=is_superuser, groups=() if is_superuser else (request.param,))
    client.force_login(user)
    return user


@pytest.fixture(params=["recorded", "in the collection", "recorded and moved"])
def document(request, user):
    document = keep_evidence(SimpleUploadedFile("firma.pdf", WORDS), user)
    CustomDocument.objects.filter(pk=document.pk).update(title="Constancia firmada")
    if request.param != "in the collection":
        make_consent(evidence=document)
    if request.param == "recorded and moved":
        CustomDocument.objects.filter(pk=document.pk).update(collection=Collection.get_first_root_node())
    return CustomDocument.objects.get(pk=document.pk)


def addresses(document: CustomDocument) -> list[str]:
    """Every address of the admin that Wagtail has for documents, with the evidence where one is asked for."""
    found = []
    for namespace in NAMESPACES:
        _prefix, resolver = get_resolver().namespace_dict[namespace]
        names = {name for name in resolver.reverse_dict if isinstance(name, str)}
        assert names
        for name in names:
            found += [
                address
                for address in (named(f"{namespace}:{name}"), named(f"{namespace}:{name}", document.pk))
                if address
            ]
    for action in bulk_action_registry.get_bulk_actions_for_model("media", "customdocument"):
        path = reverse("wagtail_bulk_action", args=["media", "customdocument", action.action_type])
        found += [f"{path}?id={document.pk}", f"{path}?id=all"]
    for name in ("listing", "find"):
        found.append(reverse(f"wagtailadmin_api:documents:{name}") + f"?id={document.pk}")
    found.append(reverse("wagtailadmin_api:documents:listing"))
    found.append(reverse("wagtailadmin_api:documents:detail", args=[document.pk]))
    found += [f"{address}?q=Constancia&id={document.pk}&ids={document.pk}" for address in found if "?" not in address]
    return found


def named(name: str, *arguments: int) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def test_no_address_for_documents_shows_or_changes_it(client, document, user):
    before = CustomDocument.objects.filter(pk=document.pk).values().get()
    walked = addresses(document)
    assert len(walked) > 30
    for address in walked:
        replacement = {
            **{f"{prefix}title": "Otra" for prefix in ("", f"doc-{document.pk}-")},
            **{f"{prefix}collection": Collection.get_first_root_node().pk for prefix in ("", f"doc-{document.pk}-")},
            "tags": "x",
            "collection": Collection.get_first_root_node().pk,
        }
        for method in ("get", "post"):
            files = {name: SimpleUploadedFile("otra.pdf", b"%PDF-1.4 otra") for name in ("file", "files[]")}
            data = {} if method == "get" else replacement | files
            headers = {"X-Requested-With": "XMLHttpRequest"}
            answer = getattr(client, method)(address, data or None, headers=headers)
            shown = b"".join(answer.streaming_content) if answer.streaming else answer.content
            for secret in (document.title.encode(), document.filename.encode(), WORDS):
                assert secret not in shown, (method, address, answer.status_code)
        assert CustomDocument.objects.filter(pk=document.pk).values().get() == before, address
        assert document.file.storage.open(document.file.name).read() == WORDS, address


def test_other_documents_are_listed_chosen_and_replaced_as_ever(client, user):
    document = make_document(title="Guía")
    document.uploaded_by_user = user
    document.save()
    assert "Guía" in client.get(reverse("wagtaildocs:index")).content.decode()
    assert "Guía" in client.get(reverse("wagtaildocs_chooser:choose")).json()["html"]
    edit = reverse("wagtaildocs:edit", args=[document.pk])
    client.post(edit, {"title": "Guía nueva", "file": SimpleUploadedFile("b.txt", b"nueva"), "tags": ""})
    document.refresh_from_db()
    assert document.title == "Guía nueva"


@pytest.mark.parametrize(
    "address", ["wagtaildocs:add", "wagtaildocs:index", "wagtailimages:add", "wagtailimages:index"]
)
def test_nobody_puts_a_file_into_its_collection_by_hand(client, user, address):
    collection()
    Collection.get_first_root_node().add_child(name="Fotos de talleres")
    page = client.get(reverse(address)).content.decode()
    assert "Fotos de talleres" in page
    assert EVIDENCE not in page


def test_who_may_open_it_opens_it_from_the_consent(client, document, user):
    may = user.has_perm("cms.open_evidence")
    assert client.get(document.url).status_code == (200 if may else 404)
