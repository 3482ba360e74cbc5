"""Accounts: where posts go, and connecting them again."""

from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from campaigns.admin.forms import SandboxAccountForm
from campaigns.admin.page_helpers import act, page, require
from campaigns.models import Account, Post
from campaigns.posts.edit import reconnect
from campaigns.sandbox.open_account import open_account
from cms.users.session import signed_in_user


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
            path("<int:pk>/", account_page, name="account"),
            path("<int:pk>/reconnect/", connect_again, name="reconnect"),
        ]


def trail() -> list[tuple[str, str]]:
    return [(reverse("accounts:index"), _("Accounts"))]


def add(request: HttpRequest) -> HttpResponse:
    """A new account on the sandbox network."""
    require(request, "campaigns.add_account")
    form = SandboxAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = open_account(form.cleaned_data["label"], form.cleaned_data["handle"])
        messages.success(request, _("“{account}” is ready to publish to.").format(account=account.label))
        return redirect("accounts:index")
    return page(request, "campaigns/admin/add_account.html", _("New account"), trail(), "user", form=form)


def account_page(request: HttpRequest, pk: int) -> HttpResponse:
    require(request, "campaigns.view_account")
    account = get_object_or_404(Account, pk=pk)
    return page(
        request,
        "campaigns/admin/account.html",
        account.label,
        trail(),
        "user",
        account=account,
        can_connect=request.user.has_perm("campaigns.change_account"),
    )


@require_POST
def connect_again(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(Account, pk=pk)

    def verb() -> str:
        reconnect(account, signed_in_user(request))
        return _("Connected. The posts that waited go out now.")

    return act(request, verb, reverse("accounts:index"))
