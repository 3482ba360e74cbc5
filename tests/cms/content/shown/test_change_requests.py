"""If these fail, somebody who may not publish changes what readers see, or a request changes what nobody looked at."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from PIL import Image
from wagtail.log_actions import LogContext
from wagtail.models import ModelLogEntry

from cms.admin.home.decisions import decisions_for
from cms.content.shown.change_requests import (
    ChangedMeanwhileError,
    apply_change,
    ask_for_change,
    decline_change,
    waiting_requests,
)
from cms.content.shown.fields import shown_fields, shown_models, value_of, values_of
from cms.content.shown.guard import ShownToReadersError
from cms.content.shown.places import shown_in
from cms.core.errors import NotPermittedError, WrongMomentError
from cms.models import ChangeRequest, Contributor, Organisation, Topic, Workshop
from cms.users.roles import EDITOR, REVIEWER
from cms.withdrawal.erase_steps import forget_person
from media.clean_file import CleanFile
from media.models import Brand, CustomDocument, CustomImage
from tests.factories import (
    make_commitment,
    make_consent,
    make_contributor,
    make_document,
    make_organisation,
    make_picture,
    make_resource,
    make_testimony,
    make_topic,
    make_user,
    make_workshop,
)
from tests.media.in_process import in_process  # noqa: F401  # a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_process")]

OTHER = {
    "organisation": None,
    "organisations": [],
    "names": {"en": "Water"},
    "starts_on": "2026-01-02",
    "ends_on": "2026-01-03",
    "website": "https://otra.example.org",
}


def picture(colour: str = "#b5633a", name: str = "asamblea.png") -> CleanFile:
    file = BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "PNG")
    return CleanFile(file.getvalue(), name)


def make_image() -> CustomImage:
    return make_picture(picture().read(), "asamblea.png", title="Asamblea", description="Una mujer habla")


def other_file(row: Any) -> CleanFile | None:
    """Another file for a picture or a document, as it is once it was cleaned."""
    if isinstance(row, CustomImage):
        return picture("#000000")
    return CleanFile("Otra guía".encode(), "otra.txt") if isinstance(row, CustomDocument) else None


@pytest.fixture
def shown(uploads) -> dict[type, Any]:
    """One row of every model that content shows, each shown by something live."""
    organisation, topic, image, document = make_organisation(), make_topic("Agua"), make_image(), make_document()
    workshop = make_workshop("Taller de octubre", place="Cusco")
    workshop.organisations.set([organisation])
    workshop.save()
    person = make_contributor("Rosa Quispe Mamani", role="dirigenta", organisation=organisation)
    make_testimony("El agua", photo=image, topics=(topic,), workshop=workshop, consent=make_consent(person))
    make_resource(file=document)
    make_commitment(organisation=organisation)
    return {type(row): row for row in (organisation, topic, image, document, workshop, person)}


@pytest.fixture
def unused(uploads) -> dict[type, Any]:
    rows = (make_organisation(), make_topic(), make_image(), make_document(), make_workshop(), make_contributor())
    return {type(row): row for row in rows}


def another(row: Any, name: str) -> Any:
    """A value for this field that it does not have."""
    if name in OTHER:
        return OTHER[name]
    return 7 if name.startswith("focal") else f"{value_of(row, name)} B"


def write(row: Any, name: str) -> None:
    row = type(row)._default_manager.get(pk=row.pk)
    if name == "file":
        row.file = other_file(row)
    elif name == "organisations":
        row.organisations.set([make_organisation()])
    else:
        setattr(row, name, another(row, name))
    row.save()


def test_every_field_that_readers_see_is_refused_to_an_editor_and_open_to_a_reviewer(shown, unused):
    assert set(shown) == set(shown_models())
    editor, reviewer = make_user(groups=(EDITOR,)), make_user(groups=(REVIEWER,))
    for row in shown.values():
        assert shown_in(row), row
        for name in shown_fields(row):
            with LogContext(user=editor), pytest.raises(ShownToReadersError), transaction.atomic():
                write(row, name)
            with LogContext(user=reviewer):
                write(row, name)
        with LogContext(user=editor), pytest.raises((ShownToReadersError, ProtectedError)), transaction.atomic():
            row.delete()
    with LogContext(user=editor):
        for row in unused.values():
            assert not shown_in(row)
            for name in shown_fields(row):
                write(row, name)
            row.delete()


def test_what_readers_do_not_see_stays_open_to_editors(shown):
    person = shown[Contributor]
    person.email, person.notes = "rosa@example.org", "Llamar por la tarde"
    with LogContext(user=make_user(groups=(EDITOR,))):
        person.save()


def test_a_draft_and_what_was_withdrawn_show_nothing():
    topic = make_topic()
    make_testimony(live=False, topics=(topic,))
    gone = make_testimony(topics=(topic,))
    type(gone.item).objects.filter(pk=gone.item.pk).update(withdrawn_at="2026-01-01T00:00Z")
    assert not shown_in(topic)


def test_the_logo_is_the_administrators(uploads):
    logo = make_image()
    Brand.objects.create(logo=logo)
    with LogContext(user=make_user(groups=(REVIEWER,))), pytest.raises(ShownToReadersError):
        write(logo, "file")
    with LogContext(user=make_user(groups=("Administrador",))):
        write(logo, "file")


def test_every_field_is_asked_for_and_applied_with_one_call(shown):
    editor, reviewer = make_user(groups=(EDITOR,)), make_user(groups=(REVIEWER,))
    for row in shown.values():
        before = values_of(row)
        proposed = {name: another(row, name) for name in before if name != "file"}
        request = ask_for_change(row, proposed, editor, "Se lee mejor", other_file(row))
        assert values_of(type(row)._default_manager.get(pk=row.pk)) == before
        assert (waiting_requests(reviewer), waiting_requests(editor)) == ([request], [])
        with LogContext(user=editor), pytest.raises(NotPermittedError):
            apply_change(request, editor)
        with LogContext(user=reviewer):
            apply_change(request, reviewer)
        after = values_of(type(row)._default_manager.get(pk=row.pk))
        assert {name: after[name] for name in proposed} == proposed
        assert not [name for name in before if after[name] == before[name]]
        with pytest.raises(WrongMomentError):
            decline_change(request, reviewer)
    assert len(decisions_for(editor)) == len(shown)
    noted = ModelLogEntry.objects.filter(action="cosecha.shown_change")
    assert {entry.content_type.model for entry in noted} == {"testimony", "resource", "commitment"}
    # A person's name stands in no history but their own.
    assert not [entry for entry in noted if "Rosa" in str(entry.data)]
    # What held the proposed files is gone, and the earlier files with it.
    assert CustomImage.objects.count() == CustomDocument.objects.count() == 1


def test_what_changed_meanwhile_is_not_overwritten(shown):
    topic, editor, reviewer = shown[Topic], make_user(groups=(EDITOR,)), make_user(groups=(REVIEWER,))
    request = ask_for_change(topic, {"name": "Agua y tierra"}, editor)
    Topic.objects.filter(pk=topic.pk).update(name="Aguas")
    with pytest.raises(ChangedMeanwhileError):
        apply_change(request, reviewer)
    decline_change(request, reviewer, "Ya se llama de otro modo")
    topic.refresh_from_db()
    assert topic.name == "Aguas"
    [decision] = decisions_for(editor)
    assert decision.comment == "Ya se llama de otro modo"


def test_a_name_that_is_taken_cannot_be_applied_and_nothing_is_half_done(client, shown):
    make_topic("Tierra")
    request = ask_for_change(shown[Topic], {"name": "Tierra"}, make_user(groups=(EDITOR,)))
    client.force_login(make_user(groups=(REVIEWER,)))
    page = client.post(reverse("change_apply", args=[request.pk]), follow=True).content.decode()
    assert "ya no es posible" in page
    request.refresh_from_db()
    assert request.state == ChangeRequest.State.OPEN


def test_nothing_of_a_request_outlives_who_is_erased(shown):
    person = shown[Contributor]
    ask_for_change(person, {"full_name": "Rosa Q."}, make_user(groups=(EDITOR,)), "Así firma")
    forget_person(person, "Persona 1")
    assert not ChangeRequest.objects.exists()


def edit_form(row: Any, **typed: Any) -> dict[str, Any]:
    forms = {
        Topic: {"name": "Agua"},
        Contributor: {"full_name": "Rosa Quispe Mamani", "first_name": "Rosa", "role": "dirigenta"},
        Organisation: {"name": getattr(row, "name", "")},
        Workshop: {"title": "Taller de octubre", "place": "Cusco"},
        CustomImage: {"title": "Asamblea", "description": "Una mujer habla", "collection": 1, "tags": ""},
        CustomDocument: {"title": "Guía", "collection": 1, "tags": ""},
    }
    organisation = getattr(row, "organisation_id", None)
    held = {"organisation": organisation} if organisation else {}
    if isinstance(row, Workshop):
        held = {"organisations": [one.pk for one in row.organisations.all()]}
    return forms[type(row)] | held | typed


def address(row: Any) -> str:
    if isinstance(row, CustomImage):
        return reverse("wagtailimages:edit", args=[row.pk])
    if isinstance(row, CustomDocument):
        return reverse("wagtaildocs:edit", args=[row.pk])
    return reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk])


def typed_for(row: Any) -> dict[str, Any]:
    png = SimpleUploadedFile("nueva.png", picture("#000000").read(), "image/png")
    return {
        Topic: {"name": "Agua y tierra"},
        Contributor: {"role": "presidenta", "notes": "Llamar"},
        Organisation: {"name": "Otra red"},
        Workshop: {"organisations": []},
        CustomImage: {"file": png},
        CustomDocument: {"file": SimpleUploadedFile("nueva.txt", b"Una nueva")},
    }[type(row)]


def test_each_form_refuses_names_what_shows_it_and_asks_for_the_change(client, shown):
    editor, reviewer = make_user(groups=(EDITOR,)), make_user(groups=(REVIEWER,))
    for row in shown.values():
        before = values_of(row)
        client.force_login(editor)
        refused = client.post(address(row), edit_form(row, **typed_for(row))).content.decode()
        assert "Quienes leen ven esto ahora" in refused, row
        assert "Marca la casilla" in refused, row
        assert not ChangeRequest.objects.exists()
        asked = client.post(address(row), edit_form(row, **typed_for(row), ask_for_change="on", change_reason="Así"))
        assert asked.status_code == 302, row
        row = type(row)._default_manager.get(pk=row.pk)
        assert values_of(row) == before
        if isinstance(row, CustomImage | CustomDocument):
            assert row.file.storage.exists(row.file.name)
        assert ChangeRequest.objects.get().target == row
        if isinstance(row, CustomImage):
            client.force_login(reviewer)
            assert "Así" in client.get(reverse("wagtailadmin_home")).content.decode()
            assert client.post(reverse("change_apply", args=[ChangeRequest.objects.get().pk])).status_code == 302
            assert values_of(type(row)._default_manager.get(pk=row.pk)) != before, row
        ChangeRequest.objects.all().delete()
    # What readers do not see was saved at once.
    assert Contributor.objects.get().notes == "Llamar"


def test_a_date_is_told_as_people_write_it(client, shown):
    ask_for_change(shown[Workshop], {"starts_on": date(2026, 1, 2).isoformat()}, make_user(groups=(EDITOR,)))
    client.force_login(make_user(groups=(REVIEWER,)))
    assert "2 de enero de 2026" in client.get(reverse("changes")).content.decode()
