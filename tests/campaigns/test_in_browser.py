"""An account connected, a post seen live and taken back; and a post by hand on a phone: in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from campaigns.models import Account, Post
from campaigns.publishing.publish import publish_due
from campaigns.publishing.takedown import take_down_due
from tests.campaigns.factories import approve, make_campaign, make_post
from tests.factories import make_consent, make_quote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "El agua no se vende ni se compra."
PHONE = {"width": 390, "height": 844}


def due_post(account: Account) -> Post:
    """Approved, and its hour has come."""
    quote = make_quote(WORDS, consent=make_consent())
    post = make_post(content=quote, campaign=make_campaign(accounts=[account]), approved=False)
    approve(post)
    return post


def test_a_mastodon_account_is_connected_a_post_is_seen_there_and_gone_once_its_consent_is_withdrawn(
    admin_page, stand_ins, proxy_to, settings
):
    server = stand_ins.named("mastodon")
    server.reset()
    proxy = proxy_to(server)
    admin_page.goto("/admin/accounts/new/")
    admin_page.get_by_role("link", name="Mastodon").click()
    admin_page.get_by_label("Servidor").fill(proxy.url)
    admin_page.get_by_role("button", name="Ir al servidor").click()
    admin_page.get_by_role("link", name="Autorizar").click()
    admin_page.get_by_text("«Red Semillas» ya puede recibir publicaciones.").wait_for()
    admin_page.get_by_role("button", name="Probar la conexión").click()
    admin_page.get_by_text("No se publicó nada").wait_for()

    settings.BASE_URL = "https://cosecha.red.ngo"
    post = due_post(Account.objects.get())
    assert publish_due(limit=5) == 1
    admin_page.goto(f"/admin/posts/{post.pk}/")
    admin_page.get_by_role("link", name="Verla en la red").click()
    expect(admin_page.get_by_text(WORDS)).to_be_visible()
    assert WORDS in (admin_page.get_by_role("img").get_attribute("alt") or "")
    there = admin_page.url

    admin_page.goto(f"/admin/withdrawals/consent/{post.piece.item.consent_id}/")
    expect(admin_page.get_by_text("Red Semillas").first).to_be_attached()
    admin_page.get_by_role("button", name="Retirar de todas partes").click()
    admin_page.wait_for_url("**/receipt/**")
    assert take_down_due(limit=5) == 1
    admin_page.reload()
    receipt = admin_page.locator(".people-paper").inner_text()
    assert "Red Semillas · Mastodon" in receipt
    assert "3 retiradas" in receipt
    admin_page.goto(there)
    expect(admin_page.get_by_text("ya no existe")).to_be_visible()


def test_on_a_phone_a_post_is_shared_by_hand_and_its_address_pasted_back(admin_page, settings):
    admin_page.set_viewport_size(PHONE)
    admin_page.add_init_script(
        "navigator.canShare = () => true; navigator.share = async (what) => {"
        " window.shared = what; document.documentElement.dataset.shared = 'yes'; };"
    )
    admin_page.goto("/admin/accounts/new/")
    admin_page.get_by_role("link", name="A mano").click()
    admin_page.get_by_label("Nombre").fill("WhatsApp de la red")
    admin_page.get_by_role("button", name="Agregar cuenta").click()
    admin_page.get_by_text("WhatsApp de la red").first.wait_for()

    settings.BASE_URL = "https://cosecha.red.ngo"
    post = due_post(Account.objects.get())
    publish_due(limit=5)
    admin_page.goto(f"/admin/posts/{post.pk}/")
    admin_page.get_by_role("button", name="Compartir").click()
    admin_page.locator("html[data-shared]").wait_for()
    shared = admin_page.evaluate("[window.shared.text, window.shared.files.map((file) => file.type)]")
    assert WORDS in shared[0]
    assert shared[1] == ["image/png"]
    assert admin_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    admin_page.get_by_label("Su dirección en la red").fill("https://whatsapp.com/channel/7")
    admin_page.get_by_role("button", name="Ya la publiqué").click()
    expect(admin_page.get_by_role("link", name="Verla en la red")).to_have_attribute(
        "href", "https://whatsapp.com/channel/7"
    )
    admin_page.get_by_label("Vistas").fill("120")
    admin_page.get_by_role("button", name="Anotar estos números").click()
    expect(admin_page.get_by_role("cell", name="120")).to_be_visible()
    assert Post.objects.get().state == Post.State.PUBLISHED
