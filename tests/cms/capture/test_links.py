"""Opening and closing a workshop's link: who may, for how long, what is logged, and what staff see of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.admin.home.todo import waiting_for
from cms.capture.links import BadPeriodError, close_link, open_link, reopen_link
from cms.core.errors import NotPermittedError
from cms.models import CaptureLink, Quote
from cms.users.roles import EDITOR
from cms.users.sync_groups import grant_roles
from tests.cms.capture.entries import answers, make_link
from tests.factories import make_quote, make_user, make_workshop

pytestmark = pytest.mark.django_db


def soon(**later: int):
    return timezone.now() + timedelta(**(later or {"days": 1}))


def page_of(workshop) -> str:
    return reverse("wagtailsnippets_cms_workshop:capture", args=[workshop.pk])


def test_only_permitted_staff_open_and_close_links():
    stranger, link = make_user(), make_link()
    with pytest.raises(NotPermittedError):
        open_link(link.workshop, stranger, soon(), ["es"])
    with pytest.raises(NotPermittedError):
        close_link(link, stranger)
    with pytest.raises(NotPermittedError):
        reopen_link(link, stranger, soon())


@pytest.mark.parametrize("until", [{"seconds": -1}, {"days": 32}])
def test_a_link_is_never_open_for_ever_nor_for_the_past(admin, until):
    with pytest.raises(BadPeriodError):
        open_link(make_workshop(), admin, soon(**until), ["es"])
    assert not CaptureLink.objects.exists()


def test_opening_closing_and_opening_again_are_written_down(admin):
    link = open_link(make_workshop(), admin, soon(), ["qu", "es", "klingon"])
    assert (link.languages, link.made_by) == (["es", "qu"], admin)
    close_link(link, admin)
    close_link(link, admin)
    reopen_link(link, admin, soon())
    link.refresh_from_db()
    assert link.is_open(timezone.now())
    logged = ModelLogEntry.objects.filter(action__contains="capture").order_by("pk").values_list("action", flat=True)
    assert list(logged) == ["cosecha.open_capture", "cosecha.close_capture", "cosecha.open_capture"]


def test_an_editor_makes_a_link_passes_it_on_and_closes_it(client):
    grant_roles()
    client.force_login(make_user(groups=(EDITOR,)))
    workshop = make_workshop("Encuentro de semillas")
    url = page_of(workshop)
    client.post(url, {"open": "1", "link-days": "0", "link-languages": ["es", "qu"]})
    link = CaptureLink.objects.get()
    page = client.get(url).content.decode()
    assert f"/recoger/{link.token}/" in page
    assert "Cuéntanos algo de «Encuentro de semillas»" in page
    assert 'class="people-code" src="data:image/svg+xml' in page
    client.post(url, {"close": str(link.pk)})
    assert client.get(f"/recoger/{link.token}/").status_code == 410
    client.post(url, {"reopen": str(link.pk)})
    assert client.get(f"/recoger/{link.token}/").status_code == 200


def test_nobody_else_sees_the_page_and_no_link_of_another_workshop_is_closed_from_it(client, admin_client):
    link, other = make_link(), make_workshop()
    assert admin_client.post(page_of(other), {"close": str(link.pk)}).status_code == 404
    client.logout()
    client.force_login(make_user())
    assert client.get(page_of(link.workshop)).status_code in (302, 403)


def test_what_arrived_waits_on_the_home_page_until_somebody_works_on_it(client, admin):
    link = make_link()
    client.post(f"/recoger/{link.token}/", answers())
    (waiting,) = [line for line in waiting_for(admin) if "taller" in line.label]
    quote = Quote.objects.get()
    assert (waiting.count, waiting.url) == (1, reverse("wagtailsnippets_cms_quote:edit", args=[quote.pk]))
    client.post(f"/recoger/{link.token}/", answers())
    (waiting,) = [line for line in waiting_for(admin) if "taller" in line.label]
    client.force_login(admin)
    make_quote("Esto no vino de un teléfono.", live=False)
    page = client.get(waiting.url).content.decode()
    assert (waiting.count, "El agua tiene memoria" in page, "vino de un teléfono" in page) == (2, True, False)
    for quote in Quote.objects.filter(item__captured__isnull=False):
        quote.save_revision(user=admin)
    assert not [line for line in waiting_for(admin) if "taller" in line.label]


def test_the_workshops_page_and_list_lead_there(admin_client):
    workshop = make_workshop()
    for name, arguments in (("edit", [workshop.pk]), ("list", [])):
        page = admin_client.get(reverse(f"wagtailsnippets_cms_workshop:{name}", args=arguments)).content.decode()
        assert page_of(workshop) in page


def test_the_form_names_each_of_its_scripts_so_that_all_are_kept_for_lack_of_a_signal(client):
    folder = Path(finders.find("cms/capture/capture.js")).parent
    page = client.get(f"/recoger/{make_link().token}/").content.decode()
    for script in folder.glob("*.js"):
        assert f"cms/capture/{script.name}" in page or script.name == "worker.js"
