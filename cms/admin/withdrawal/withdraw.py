"""Taking words back, in the admin: the effect before it is done, and the deed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.content.covered_items import covered
from cms.admin.withdrawal.receipts import INDEX
from cms.core.errors import CosechaError
from cms.models import Consent, Contributor, Item, TakeBack
from cms.users.session import signed_in_user
from cms.withdrawal.withdraw import (
    effect_of_withdrawing,
    in_sentences,
    items_of,
    withdraw_consent,
    withdraw_contributor,
    withdraw_item,
)


class WithdrawView(WagtailAdminTemplateMixin, TemplateView):
    """The effect of withdrawing, in plain sentences, and the button that does it."""

    template_name = "cms/admin/withdrawal/withdraw.html"
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

    def withdraw(self, reason: str) -> TakeBack:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            take_back = self.withdraw(request.POST.get("reason", "").strip())
        except CosechaError as error:
            messages.error(request, str(error))
            return redirect(request.get_full_path())
        return redirect("withdrawals:receipt", take_back.pk)

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
            "earlier": TakeBack.objects.filter(items__in=items, cause=TakeBack.Cause.WITHDRAWN).first()
            if not fresh
            else None,
            "sentences": in_sentences(effect),
            "copies": [(channel.label, copy) for _item, channel, copy in effect],
            "question": self.question(),
        }

    def question(self) -> str:
        raise NotImplementedError


class WithdrawItemView(WithdrawView):
    """Addressed by translation key, so that a list of content makes its buttons without a query each."""

    def find_target(self) -> Item:
        return get_object_or_404(Item, translation_key=self.kwargs["key"])

    def items(self) -> QuerySet[Item]:
        return Item.objects.filter(pk=self.target.pk)

    def withdraw(self, reason: str) -> TakeBack:
        return withdraw_item(self.target, signed_in_user(self.request), reason)

    def question(self) -> str:
        return _("You are about to take these words back from everywhere, in every language.")


class WithdrawConsentView(WithdrawView):
    def find_target(self) -> Consent:
        return get_object_or_404(Consent.objects.select_related("contributor"), pk=self.kwargs["pk"])

    def items(self) -> QuerySet[Item]:
        return self.target.items.all()

    def withdraw(self, reason: str) -> TakeBack:
        return withdraw_consent(self.target, signed_in_user(self.request), reason)

    def question(self) -> str:
        return _("You are about to withdraw this consent, and to take back from everywhere all that it covers.")


class WithdrawContributorView(WithdrawView):
    def find_target(self) -> Contributor:
        return get_object_or_404(Contributor, pk=self.kwargs["pk"])

    def items(self) -> QuerySet[Item]:
        return items_of(self.target)

    def withdraw(self, reason: str) -> TakeBack:
        return withdraw_contributor(self.target, signed_in_user(self.request), reason)

    def question(self) -> str:
        return _("You are about to withdraw all of this person's consents, and to take back everything of theirs.")
