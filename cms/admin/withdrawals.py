"""Taking words back, in the admin: the effect before it is done, the deed, and the receipt."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from cms.admin.consents import sentences
from cms.admin.covered import covered
from cms.channels import channels
from cms.errors import CosechaError
from cms.models import CONTENT_MODELS, Consent, Contributor, Item, Receipt, Withdrawal
from cms.terms_in_words import in_words
from cms.withdrawal import (
    effect_of_withdrawing,
    items_of,
    settle_by_hand,
    withdraw_consent,
    withdraw_contributor,
    withdraw_item,
)

INDEX = "wagtailsnippets_cms_withdrawal:list"


class RecordPolicy(ModelPermissionPolicy):
    """A withdrawal is made by withdrawing, and then stands: it is looked at, never added, edited or deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and user.has_perm("cms.withdraw_item")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and self.user_has_permission(user, "view")


class WithdrawView(WagtailAdminTemplateMixin, TemplateView):
    """The effect of withdrawing, in plain sentences, and the button that does it."""

    template_name = "people/withdraw.html"
    header_icon = "no-view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("cms.withdraw_item"):
            raise PermissionDenied
        self.target = self.find_target()
        return super().dispatch(request, *args, **kwargs)

    def find_target(self) -> Any:
        raise NotImplementedError

    def items(self) -> QuerySet[Item]:
        raise NotImplementedError

    def withdraw(self, reason: str) -> Withdrawal:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            withdrawal = self.withdraw(request.POST.get("reason", "").strip())
        except CosechaError as error:
            messages.error(request, str(error))
            return redirect(request.get_full_path())
        return redirect("withdrawals:receipt", withdrawal.pk)

    def get_page_title(self) -> str:
        return _("Withdraw")

    def get_page_subtitle(self) -> str:
        return str(self.target)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(INDEX), "label": _("Withdrawals")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = list(self.items())
        fresh = [item for item in items if not item.is_withdrawn]
        effect = effect_of_withdrawing(fresh)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "target": self.target,
            "items": covered(fresh),
            "earlier": Withdrawal.objects.filter(items__in=items, terms__isnull=True).first() if not fresh else None,
            "sentences": sentences(effect),
            "copies": [(channel.label, copy) for _item, channel, copy in effect],
            "question": self.question(),
        }

    def question(self) -> str:
        raise NotImplementedError


class WithdrawItemView(WithdrawView):
    """Addressed by translation key, so that a list of wordings makes its buttons without a query each."""

    def find_target(self) -> Item:
        return get_object_or_404(Item, translation_key=self.kwargs["key"])

    def items(self) -> QuerySet[Item]:
        return Item.objects.filter(pk=self.target.pk)

    def withdraw(self, reason: str) -> Withdrawal:
        return withdraw_item(self.target, self.request.user, reason)

    def question(self) -> str:
        return _("You are about to take these words back from everywhere, in every language.")


class WithdrawConsentView(WithdrawView):
    def find_target(self) -> Consent:
        return get_object_or_404(Consent.objects.select_related("contributor"), pk=self.kwargs["pk"])

    def items(self) -> QuerySet[Item]:
        return self.target.items.all()

    def withdraw(self, reason: str) -> Withdrawal:
        return withdraw_consent(self.target, self.request.user, reason)

    def question(self) -> str:
        return _("You are about to withdraw this consent, and to take back from everywhere all that it covers.")


class WithdrawContributorView(WithdrawView):
    def find_target(self) -> Contributor:
        return get_object_or_404(Contributor, pk=self.kwargs["pk"])

    def items(self) -> QuerySet[Item]:
        return items_of(self.target)

    def withdraw(self, reason: str) -> Withdrawal:
        return withdraw_contributor(self.target, self.request.user, reason)

    def question(self) -> str:
        return _("You are about to withdraw all of this person's consents, and to take back everything of theirs.")


class ReceiptView(WagtailAdminTemplateMixin, TemplateView):
    """What became of each copy: on screen with what is left to do, on paper for the person."""

    template_name = "people/receipt.html"
    header_icon = "no-view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("cms.withdraw_item"):
            raise PermissionDenied
        rows = Withdrawal.objects.select_related("consent", "contributor", "terms", "by")
        self.withdrawal = get_object_or_404(rows, pk=kwargs["pk"])
        if request.headers.get("X-Requested-With") == "fetch":
            return render(request, "people/receipt_copies.html", self.copies())
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Receipt")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        withdrawals = {"url": reverse(INDEX), "label": _("Withdrawals")}
        return [*self.breadcrumbs_items, withdrawals, {"url": "", "label": _("Receipt %d") % self.withdrawal.pk}]

    def copies(self) -> dict[str, Any]:
        labels = {channel.name: channel.label for channel in channels()}
        receipts = list(self.withdrawal.receipts.select_related("item"))
        states = [receipt.state for receipt in receipts]
        return {
            "withdrawal": self.withdrawal,
            "receipts": [(receipt, labels.get(receipt.channel, receipt.channel)) for receipt in receipts],
            "pending": states.count(Receipt.State.PENDING),
            "failed": states.count(Receipt.State.FAILED),
            "done": states.count(Receipt.State.TAKEN_BACK),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        items = covered(self.withdrawal.items.all())
        terms = self.withdrawal.terms
        return context | self.copies() | {"items": items, "now": in_words(terms) if terms else []}


@require_POST
def taken_back_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    receipt = get_object_or_404(Receipt, pk=pk)
    try:
        settle_by_hand(receipt, request.user)
    except CosechaError as error:
        messages.error(request, str(error))
    return redirect("withdrawals:receipt", receipt.withdrawal_id)


class WithdrawalIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        state = Receipt.State
        return (
            Withdrawal.objects.select_related("contributor", "consent", "by")
            .annotate(
                copies=Count("receipts"),
                pending=Count("receipts", filter=Q(receipts__state=state.PENDING)),
                failed=Count("receipts", filter=Q(receipts__state=state.FAILED)),
            )
            .order_by("-at")
        )

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn("contributor", label=_("Person"), accessor=whose, get_url=receipt_url),
            Column("kind", label=_("What"), accessor=what),
            DateColumn("at", label=_("When"), sort_key="at"),
            Column("by", label=_("Done by")),
            WithdrawalStateColumn("state", label=_("Copies")),
        ]


class WithdrawalStateColumn(BaseColumn):
    cell_template_name = "people/withdrawal_state_cell.html"


def receipt_url(withdrawal: Withdrawal) -> str:
    return reverse("withdrawals:receipt", args=[withdrawal.pk])


def whose(withdrawal: Withdrawal) -> str:
    return str(withdrawal.contributor or _("Nobody's words"))


def what(withdrawal: Withdrawal) -> str:
    if withdrawal.is_narrowing:
        return _("Narrower terms")
    if withdrawal.consent:
        return _("A consent: %s") % withdrawal.consent.label
    return _("Withdrawal")


class WithdrawalViewSet(SnippetViewSet):
    model = Withdrawal
    icon = "no-view"
    index_view_class = WithdrawalIndexView
    copy_view_enabled = False
    list_per_page = 30
    list_display: ClassVar = ["contributor"]
    panels: ClassVar[list[Any]] = []
    menu_label = gettext_lazy("Withdrawals")


urls = [
    path("item/<uuid:key>/", WithdrawItemView.as_view(), name="item"),
    path("consent/<int:pk>/", WithdrawConsentView.as_view(), name="consent"),
    path("contributor/<int:pk>/", WithdrawContributorView.as_view(), name="contributor"),
    path("receipt/<int:pk>/", ReceiptView.as_view(), name="receipt"),
    path("receipt/copy/<int:pk>/", taken_back_by_hand, name="by_hand"),
]


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [path("withdrawals/", include((urls, "withdrawals")))]


@hooks.register("register_snippet_listing_buttons")
def withdraw_button(snippet: Any, user: Any, next_url: str | None = None) -> Any:
    """The one button, in the menu of every wording."""
    if isinstance(snippet, CONTENT_MODELS) and user.has_perm("cms.withdraw_item"):
        url = reverse("withdrawals:item", args=[snippet.translation_key])
        yield Button(_("Withdraw"), url=url, icon_name="no-view", priority=60)
