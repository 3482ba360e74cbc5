"""The deliveries of an edition: what happened to each reader's copy, and what a person has to decide."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.errors import CosechaError, WrongMomentError
from cms.core.http.row_keys import key_in
from newsletter.editions.shown_state import shown_state, with_shown_state
from newsletter.models import Delivery, Edition
from newsletter.sending import staff_actions
from newsletter.sending.reasons import reason_label
from newsletter.sending.states import may_follow
from newsletter.sending.summary import summary_of

PER_PAGE = 50
State = Delivery.State
# In the order in which a reader of the page wants to know.
SHOWN = (
    State.SENT,
    State.QUEUED,
    State.CLAIMED,
    State.SENDING,
    State.DEFERRED,
    State.UNSURE,
    State.REJECTED,
    State.SKIPPED,
    State.CANCELLED,
)


class DeliveriesView(WagtailAdminTemplateMixin, TemplateView):
    """Counts that add up to the frozen audience, each delivery, and the decisions that are open."""

    template_name = "newsletter/admin/deliveries.html"
    page_title = gettext_lazy("Deliveries")
    header_icon = "mail"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("newsletter.view_delivery"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def edition(self) -> Any:
        return get_object_or_404(with_shown_state(Edition.objects.select_related("audience")), pk=self.kwargs["pk"])

    @property
    def here(self) -> str:
        return reverse("newsletter_deliveries", args=[self.edition.pk])

    def get_page_subtitle(self) -> str:
        return str(self.edition)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": "", "label": str(self.edition)},
            {"url": "", "label": _("Deliveries")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("state", "")
        rows = Delivery.objects.filter(edition=self.edition).select_related("subscriber").order_by("pk")
        if chosen in State.values:
            rows = rows.filter(state=chosen)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        may_decide = self.request.user.has_perm("newsletter.change_delivery")
        may_approve = self.request.user.has_perm("newsletter.approve_edition")
        return super().get_context_data(**kwargs) | {
            "edition": self.edition,
            "counts": (counts := counts_of(self.edition, self.here)),
            "total": sum(count["number"] for count in counts),
            "unsure": next(count["number"] for count in counts if count["state"] == State.UNSURE),
            "chosen": chosen,
            "page": page,
            "rows": [(row, reason_label(row.reason)) for row in page.object_list],
            "may_decide": may_decide,
            "may_pause": self.edition.state == Edition.State.SENDING
            and self.request.user.has_perm("newsletter.change_edition"),
            "state": shown_state(self.edition),
            "may_resume": self.edition.state == Edition.State.PAUSED and may_approve,
            "may_cancel": may_follow(self.edition, Edition.State.CANCELLED) and may_approve,
            "failures": summary_of(self.edition).sentence() if self.edition.state == Edition.State.SENT else "",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self._decide(request))
        except CosechaError as error:
            messages.error(request, str(error))
        return redirect(self.here)

    def _decide(self, request: HttpRequest) -> str:
        """Do what the button said; the sentence that tells it is done."""
        action = request.POST.get("action", "")
        if action in EDITION_ACTIONS:
            verb, done = EDITION_ACTIONS[action]
            verb(self.edition, request.user)
            return str(done)
        if action not in DELIVERY_ACTIONS:
            raise WrongMomentError
        unsure = Delivery.objects.filter(edition=self.edition, state=State.UNSURE).select_related("edition")
        if (one := key_in(request.POST.get("delivery", ""))) is not None:
            unsure = unsure.filter(pk=one)
        count = DELIVERY_ACTIONS[action](list(unsure), request.user)
        return ngettext("%(count)d mail decided.", "%(count)d mails decided.", count) % {"count": count}


EDITION_ACTIONS: dict[str, tuple[Callable[[Edition, Any], Any], Any]] = {
    "pause": (staff_actions.pause_edition, gettext_lazy("Paused. Nobody else gets it until you go on.")),
    "resume": (staff_actions.resume_edition, gettext_lazy("It is being sent again.")),
    "cancel": (staff_actions.cancel_edition, gettext_lazy("Cancelled. Whoever has not got it will not.")),
}
DELIVERY_ACTIONS: dict[str, Callable[[list[Delivery], Any], int]] = {
    "say_sent": staff_actions.say_sent,
    "send_again": staff_actions.send_again,
}


def counts_of(edition: Edition, address: str) -> list[dict[str, Any]]:
    """How many deliveries are in each state, those that are none included. One query."""
    found = dict(Delivery.objects.filter(edition=edition).order_by().values_list("state").annotate(number=Count("pk")))
    return [
        {"state": state, "label": state.label, "number": found.get(state, 0), "url": f"{address}?state={state}"}
        for state in SHOWN
    ]


@hooks.register("register_admin_urls")
def register_deliveries_url() -> list[Any]:
    return [path("newsletter/editions/<int:pk>/deliveries/", DeliveriesView.as_view(), name="newsletter_deliveries")]
