"""The receipt of a withdrawal: what became of each copy, and what a person still has to take back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.content.covered_items import covered
from cms.channels import channels
from cms.core.errors import CosechaError
from cms.models import Receipt, TakeBack
from cms.terms.summary import in_words
from cms.users.session import signed_in_user
from cms.withdrawal.receipt_labels import labels_of
from cms.withdrawal.withdraw import settle_by_hand

INDEX = "wagtailsnippets_cms_takeback:list"


class ReceiptView(WagtailAdminTemplateMixin, TemplateView):
    """What became of each copy: on screen with what is left to do, on paper for the person."""

    template_name = "cms/admin/withdrawal/receipt.html"
    header_icon = "no-view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("cms.withdraw_item"):
            raise PermissionDenied
        rows = TakeBack.objects.select_related("consent", "contributor", "terms", "by")
        self.take_back = get_object_or_404(rows, pk=kwargs["pk"])
        if self.take_back.by_the_person and self.take_back.seen_at is None:
            # What a person did by themself waits on the home page until somebody has looked at it.
            TakeBack.objects.filter(pk=self.take_back.pk).update(seen_at=timezone.now())
        if request.headers.get("X-Requested-With") == "fetch":
            return render(request, "cms/admin/withdrawal/receipt_copies.html", self.copies())
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Receipt")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        take_backs = {"url": reverse(INDEX), "label": _("Withdrawals")}
        return [*self.breadcrumbs_items, take_backs, {"url": "", "label": _("Receipt %d") % self.take_back.pk}]

    def copies(self) -> dict[str, Any]:
        names = {channel.name: channel.label for channel in channels()}
        receipts = list(self.take_back.receipts.select_related("item"))
        labels = labels_of(receipts)
        states = [receipt.state for receipt in receipts]
        return {
            "take_back": self.take_back,
            "receipts": [(row, names.get(row.channel, row.channel), labels[row.pk]) for row in receipts],
            "pending": states.count(Receipt.State.PENDING),
            "failed": states.count(Receipt.State.FAILED),
            "done": states.count(Receipt.State.TAKEN_BACK),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        items = covered(self.take_back.items.all())
        terms = self.take_back.terms
        erasure = self.take_back.erasures.first()
        return (
            context
            | self.copies()
            | {
                "items": items,
                "now": in_words(terms) if terms else [],
                "erasure": erasure,
            }
        )


@require_POST
def taken_back_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    receipt = get_object_or_404(Receipt, pk=pk)
    try:
        settle_by_hand(receipt, signed_in_user(request))
    except CosechaError as error:
        messages.error(request, str(error))
    return redirect("withdrawals:receipt", receipt.take_back_id)
