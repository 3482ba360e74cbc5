"""Accounts: where posts go, and connecting them again."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from campaigns.admin.forms import AccountForm, SandboxAccountForm
from campaigns.admin.page_helpers import act, page, require
from campaigns.models import Account, Credentials, Post
from campaigns.networks import network_named, networks
from campaigns.networks.base import Network, RefusedError
from campaigns.networks.connection import ConnectForm, NotConnectedError
from campaigns.networks.oauth import Pending
from campaigns.posts.budget import BILLED, PROMISED, cost_in_month, money
from campaigns.posts.edit import note_connection
from campaigns.publishing.outcomes import disconnect
from cms.core.absolute_urls import link_to
from cms.core.errors import CosechaError
from cms.core.http.public_address import is_public_address
from cms.users.session import signed_in_user

# The sandbox opens accounts of its own.
FORMS: dict[str, type[ConnectForm]] = {"sandbox": SandboxAccountForm}
# Under which a person's session keeps what a network was asked.
PENDING = "pending_account"


class AccountIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Account]:
        return Account.objects.annotate(
            published=Count("posts", filter=Q(posts__state=Post.State.PUBLISHED)),
            planned=Count("posts", filter=Q(posts__state__in=[Post.State.APPROVED, Post.State.WAITING])),
        )

    def get_list_more_buttons(self, instance: Account) -> list[Any]:
        return []

    def get_edit_url(self, instance: Account) -> str | None:
        return None if instance.is_connected else reverse("accounts:account", args=[instance.pk])


class AccountViewSet(ModelViewSet):
    model = Account
    icon = "user"
    menu_label = gettext_lazy("Accounts")
    form_fields: ClassVar = ["label", "handle"]
    index_view_class = AccountIndexView
    copy_view_enabled = False
    list_display: ClassVar = [
        "label",
        Column("handle", label=gettext_lazy("User name")),
        Column("get_network_display", label=gettext_lazy("Network")),
        StatusTagColumn("get_state_display", label=gettext_lazy("State"), primary=lambda row: row.is_connected),
        Column("planned", label=gettext_lazy("Waiting to go out")),
        Column("published", label=gettext_lazy("Already published")),
    ]

    @property
    def add_view(self) -> Any:
        return add

    @property
    def edit_view(self) -> Any:
        return account_page

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", add, name="add"),
            path("connected/", connected, name="connected"),
            path("<int:pk>/", account_page, name="account"),
            path("<int:pk>/reconnect/", connect_again, name="reconnect"),
            path("<int:pk>/check/", check_connection, name="check"),
        ]


def trail() -> list[tuple[str, str]]:
    return [(reverse("accounts:index"), _("Accounts"))]


def add(request: HttpRequest) -> HttpResponse:
    """A new account: first the network, then what that one needs."""
    require(request, "campaigns.add_account")
    is_public = is_public_address(settings.BASE_URL)
    offered = [one for one in networks() if is_public or not one.fetches_cards]
    not_here = [str(one.label) for one in networks() if one not in offered]
    network = next((one for one in offered if one.name == request.GET.get("network")), None)
    title = _("New account")
    if network is None:
        template = "campaigns/admin/choose_network.html"
        return page(request, template, title, trail(), "user", networks=offered, not_here=not_here)
    return connection_page(request, network, None, title)


def connection_page(request: HttpRequest, network: Network, renewed: Account | None, title: str) -> HttpResponse:
    """What connecting an account of `network` needs, step by step."""
    form_class = FORMS.get(network.name) or network.connect_form
    form = form_class(request.POST or None, initial=form_class.values_of(renewed) if renewed else {})
    if request.method == "POST" and form.is_valid():
        try:
            account = form.connect(renewed)
            if account is None:
                return ask_network(request, network, form.server, renewed)
        except CosechaError as error:
            form.add_error(None, str(error))
        else:
            return welcome(request, account)
    return page(request, "campaigns/admin/connect_account.html", title, trail(), "user", form=form, network=network)


def welcome(request: HttpRequest, account: Account) -> HttpResponse:
    note_connection(account, signed_in_user(request))
    messages.success(request, _("“{account}” is ready to publish to.").format(account=account.label))
    return redirect("accounts:account", account.pk)


def ask_network(request: HttpRequest, network: Network, server: str, account: Account | None) -> HttpResponse:
    """Send the person to the network's own page, which sends them back to `connected`."""
    if network.connector is None:
        raise Http404
    pending = Pending.new(network.name, server, link_to("accounts:connected"), account.pk if account else None)
    address = network.connector.address(pending)
    request.session[PENDING] = pending.as_kept()
    host = urlsplit(address).hostname
    return page(
        request, "campaigns/admin/go_to_network.html", str(network.label), trail(), "user", address=address, host=host
    )


def connected(request: HttpRequest) -> HttpResponse:
    """Where the network's page sends the person back to, with its answer."""
    require(request, "campaigns.add_account")
    pending = Pending.kept(request.session.pop(PENDING, None))
    try:
        if pending is None:
            raise NotConnectedError
        pending.check_state(request.GET.get("state", ""))
        connector, code = network_named(pending.network).connector, request.GET.get("code", "")
        if connector is None or not code:
            raise NotConnectedError
        account = connector.connect(pending, code)
    except CosechaError as error:
        messages.error(request, str(error))
        return redirect("accounts:index")
    return welcome(request, account)


def account_page(request: HttpRequest, pk: int) -> HttpResponse:
    """An account: its state, its limits, and what staff decide of it."""
    require(request, "campaigns.view_account")
    account = get_object_or_404(Account, pk=pk)
    network, may_change = network_named(account.network), request.user.has_perm("campaigns.change_account")
    form = AccountForm(request.POST or None, instance=account)
    if request.method == "POST":
        require(request, "campaigns.change_account")
        if form.is_valid():
            form.save()
            log(account, "wagtail.edit", user=signed_in_user(request))
            messages.success(request, _("Saved."))
            return redirect("accounts:account", account.pk)
    return page(
        request,
        "campaigns/admin/account.html",
        account.label,
        trail(),
        "user",
        account=account,
        network=network,
        limits=network.limits(account),
        expires_at=Credentials.objects.filter(account=account).values_list("expires_at", flat=True).first(),
        billed=money(cost_in_month(account, timezone.now(), BILLED)) if network.is_billed else "",
        promised=money(cost_in_month(account, timezone.now(), PROMISED)) if network.is_billed else "",
        can_connect=may_change,
        form=form if may_change else None,
    )


def connect_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Renew the keys of an account."""
    require(request, "campaigns.change_account")
    account = get_object_or_404(Account, pk=pk)
    return connection_page(request, network_named(account.network), account, _("Connect again"))


@require_POST
def check_connection(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the network whether the account may publish; nothing is posted."""
    require(request, "campaigns.change_account")
    account = get_object_or_404(Account, pk=pk)
    network = network_named(account.network)

    def verb() -> str:
        try:
            network.check(account)
        except RefusedError as error:
            if error.needs_reconnect:
                disconnect(account, error)
            raise
        return _("It works: the network knows this account and accepts what we send. Nothing was posted.")

    return act(request, verb, reverse("accounts:account", args=[account.pk]))
