"""What was taken back, in the admin: the list, and every address where words are taken back."""

from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView

from cms.admin.chrome.snippets import OurSnippetViewSet
from cms.admin.withdrawal import erase  # noqa: F401  # its addresses
from cms.admin.withdrawal.receipts import ReceiptView, taken_back_by_hand
from cms.admin.withdrawal.withdraw import WithdrawConsentView, WithdrawContributorView, WithdrawItemView
from cms.models import CONTENT_MODELS, Receipt, TakeBack


class RecordPolicy(ModelPermissionPolicy):
    """A withdrawal is made by withdrawing, and then stands: it is looked at, never added, edited or deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and user.has_perm("cms.withdraw_item")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and self.user_has_permission(user, "view")


class TakeBackIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        state = Receipt.State
        return (
            TakeBack.objects.select_related("contributor", "consent", "by")
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
            TakeBackStateColumn("state", label=_("Copies")),
        ]


class TakeBackStateColumn(BaseColumn):
    cell_template_name = "cms/admin/withdrawal/withdrawal_state_cell.html"


def receipt_url(take_back: TakeBack) -> str:
    return reverse("withdrawals:receipt", args=[take_back.pk])


def whose(take_back: TakeBack) -> str:
    return str(take_back.contributor or _("Nobody's words"))


def what(take_back: TakeBack) -> str:
    if take_back.is_narrowing:
        return take_back.get_cause_display()
    if take_back.consent:
        return _("A consent: %s") % take_back.consent.label
    return _("Withdrawal")


class TakeBackViewSet(OurSnippetViewSet):
    model = TakeBack
    url_prefix = "snippets/cms/withdrawal"
    icon = "no-view"
    index_view_class = TakeBackIndexView
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
    """The one button, in the menu of every `Content`."""
    if isinstance(snippet, CONTENT_MODELS) and user.has_perm("cms.withdraw_item"):
        url = reverse("withdrawals:item", args=[snippet.translation_key])
        yield Button(_("Withdraw"), url=url, icon_name="no-view", priority=60)
