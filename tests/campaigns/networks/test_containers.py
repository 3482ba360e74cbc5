"""What a post carries to Instagram and Threads, what becomes of a container, and how accounts are connected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Account, Credentials
from campaigns.networks import network_named
from campaigns.networks.base import CannotTakeDownError, NotSentError, Reactions, RefusedError
from campaigns.networks.credentials import credentials_of
from campaigns.networks.graph.containers import CONTAINER, ContainerNetwork
from campaigns.networks.threads.network import count_for_threads
from campaigns.publishing.connections import watch_connections
from tests.campaigns.networks.cases.containers import connect, post_with_address
from tests.campaigns.networks.cases.words import TEXT
from tests.campaigns.networks.standins.client import RemoteState
from tests.campaigns.networks.standins.containers import RENEWED_TOKEN, THREADS_TOKEN
from tests.campaigns.networks.standins.graph import APP, TOKEN, USER_TOKEN

pytestmark = pytest.mark.django_db
ADDRESSES = ("graph.page_form.GRAPH", "instagram.connect.GRAPH", "threads.connect.API")


@pytest.fixture(params=["instagram", "threads"])
def name(request) -> str:
    return str(request.param)


@pytest.fixture
def server(name, stand_ins, proxy_to, monkeypatch, settings) -> RemoteState:
    settings.BASE_URL = "https://cosecha.ejemplo.org"
    found: RemoteState = stand_ins.named(name)
    found.reset()
    found.proxy = proxy_to(found)
    for place in ADDRESSES:
        monkeypatch.setattr(f"campaigns.networks.{place}", found.proxy.url)
    return found


@pytest.fixture
def account(name, server) -> Account:
    return connect(name, server.proxy.url)


@pytest.fixture
def network(name) -> ContainerNetwork:
    found = network_named(name)
    assert isinstance(found, ContainerNetwork)
    return found


def test_a_post_has_its_card_its_text_and_its_description(server, account, network):
    post = post_with_address()
    live = network.publish(account, post)
    [row] = server.read()["posts"]
    assert (row[network.text_field], row["alt_text"], row["image_url"]) == (TEXT, post.alt_text, post.card_address)
    assert (live.remote_id, live.url, live.notice) == (row["id"], row["permalink"], "")
    assert network.find(account, post) == live
    shares, views = (3, 90) if network.name == "threads" else (None, None)
    assert network.measure(account, live.remote_id) == Reactions(likes=7, replies=1, shares=shares, views=views)


def test_an_image_that_lost_its_description_is_told(server, account, network):
    server.set(drops_alt_text=True)
    assert "sin su descripción" in network.publish(account, post_with_address()).notice


def test_a_container_that_was_made_before_a_crash_is_used(server, account, network):
    post = post_with_address()
    made = network._create(account, network.fields_of(post.text, post.card_address, post.alt_text))
    post.steps.keep(CONTAINER, made)
    assert network.find(account, post) is None
    network.publish(account, post)
    assert server.read()["calls"].count("contain") == 1
    server.set(containers={})
    assert network.find(account, post) is not None


@pytest.mark.parametrize("status", ["ERROR", "EXPIRED", "FORGOTTEN"])
def test_a_container_that_came_to_nothing_is_made_anew(server, account, network, status):
    post = post_with_address()
    server.set(status=status)
    if status == "FORGOTTEN":
        post.steps.keep(CONTAINER, "7100")
    with pytest.raises(NotSentError):
        network.publish(account, post)
    assert (post.steps.get(CONTAINER), network.find(account, post)) == ("", None)
    server.set(status="FINISHED")
    network.publish(account, post)
    assert len(server.read()["posts"]) == 1


def test_a_card_that_takes_long_to_read_waits(server, account, network):
    server.set(status="IN_PROGRESS")
    post = post_with_address()
    with pytest.raises(NotSentError, match="procesar la imagen"):
        network.publish(account, post)
    assert post.steps.get(CONTAINER)


def test_what_a_key_may_not_remove_is_a_persons(server, account, network):
    live = network.publish(account, post_with_address())
    server.set(may_delete=False)
    with pytest.raises(CannotTakeDownError):
        network.take_down(account, live.remote_id)
    server.set(may_delete=True, error=[400, 100, 33, {}])
    with pytest.raises(CannotTakeDownError):
        network.take_down(account, live.remote_id)
    assert network.take_down(account, live.remote_id) is True
    assert network.take_down(account, live.remote_id) is False


@pytest.mark.parametrize("name", ["instagram"], indirect=True)
def test_instagram_takes_no_bare_text_and_few_hashtags(server, account, network):
    with pytest.raises(RefusedError, match="imagen"):
        network.fields_of("agua", "", "")
    with pytest.raises(RefusedError, match="30"):
        network.fields_of(" ".join(f"#agua{n}" for n in range(31)), "https://ejemplo.org/una.jpg", "")
    assert network.fields_of("#agua " * 30, "https://ejemplo.org/una.jpg", "")


@pytest.mark.parametrize(
    ("text", "size"), [("ñandú", 5), ("🌱", 4), ("❤️", 6), ("👩‍🌾", 11), ("🇵🇪 agua", 13), ("1️⃣", 7), ("«—…»", 4)]
)
def test_threads_counts_an_emoji_as_its_bytes(text, size):
    assert count_for_threads(text) == size


def connect_by_form(client, name: str, **values: str):
    page = {"page": "redsemillas", "app_id": APP["client_id"], "app_secret": APP["client_secret"]}
    filled = {"token": THREADS_TOKEN} if name == "threads" else {**page, "token": USER_TOKEN}
    return client.post(f"{reverse('accounts:add')}?network={name}", {**filled, **values})


def test_an_account_is_connected_and_its_key_is_shown_to_nobody(admin_client, server, name):
    shown = admin_client.get(connect_by_form(admin_client, name)["Location"]).content.decode()
    account, token = Account.objects.get(), TOKEN if name == "instagram" else THREADS_TOKEN
    assert (account.handle, account.label) == ("@red_semillas", "Red Semillas")
    assert credentials_of(account) == {"access_token": token}
    again = admin_client.get(reverse("accounts:reconnect", args=[account.pk])).content.decode()
    assert token not in shown + again


@pytest.mark.parametrize("name", ["instagram"], indirect=True)
def test_a_page_without_an_instagram_account_is_told(admin_client, server, name):
    server.set(has_account=False)
    answer = connect_by_form(admin_client, name)
    assert "Instagram" in str(answer.context["form"].errors)
    assert not Account.objects.exists()


@pytest.mark.parametrize("name", ["threads"], indirect=True)
def test_a_key_of_threads_is_renewed_in_time(server, account):
    Credentials.objects.update(expires_at=timezone.now() + timedelta(days=3))
    watch_connections()
    assert credentials_of(account) == {"access_token": RENEWED_TOKEN}
    assert Credentials.objects.get().expires_at > timezone.now() + timedelta(days=59)


def test_without_a_public_address_neither_is_offered(admin_client, server, account, network, name, settings):
    offered = f"?network={name}"
    assert offered in admin_client.get(reverse("accounts:add")).content.decode()
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert offered not in admin_client.get(reverse("accounts:add")).content.decode()
    answer = admin_client.post(reverse("accounts:check", args=[account.pk]), follow=True)
    assert "BASE_URL" in answer.content.decode()
    assert server.read()["calls"] == []


def test_a_connection_is_tried_with_a_container_that_is_never_published(server, account, network):
    network.check(account)
    state = server.read()
    [container] = state["containers"].values()
    assert container["sent"]["image_url"].startswith("https://cosecha.ejemplo.org/tarjetas/trial.")
    assert state["posts"] == []
    server.set(revoked=True)
    with pytest.raises(RefusedError) as caught:
        network.check(account)
    assert caught.value.needs_reconnect
