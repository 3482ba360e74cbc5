"""Subscribers in the admin: who they are, what they asked for, and what they got."""

from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from cms.core.csv_escape import harmless
from cms.core.text.skeleton_search import SearchByName
from cms.users.session import signed_in_user
from newsletter.admin.subscriber_form import NewSubscriberForm, SubscriberForm
from newsletter.admin.subscriber_history import history_of
from newsletter.models import Audience, OptIn, Subscriber
from newsletter.sending.reasons import reason_label
from newsletter.subscribers.subscriptions import unsubscribe
from newsletter.subscribers.suppressions import suppressions_by_address
from newsletter.subscribers.tokens import Reader

LATEST_DELIVERIES = 24
LANGUAGE_NAMES = dict(settings.LANGUAGES)


def language_name(reader: Subscriber) -> Any:
    return LANGUAGE_NAMES.get(reader.language, reader.language)


class SubscriberFilterSet(WagtailFilterSet):
    """Readers of one audience, or of one language."""

    audience = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Audience"), queryset=Audience.objects.all(), method="reading"
    )
    language = django_filters.ChoiceFilter(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Subscriber
        fields = ("audience", "language")

    def reading(self, rows: QuerySet[Subscriber], _name: str, audience: Audience) -> QuerySet[Subscriber]:
        standing = OptIn.objects.filter(audience=audience, ended_at=None, confirmed_at__isnull=False)
        return rows.filter(pk__in=standing.values("subscriber"))


class SubscriberIndexView(SearchByName, IndexView):
    """The list, with what each of them gets. Everybody's addresses leave in a file only with who may change them."""

    custom_field_preprocess: ClassVar = {
        field: {IndexView.FORMAT_CSV: harmless, IndexView.FORMAT_XLSX: harmless} for field in ("name", "email")
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export and not request.user.has_perm("newsletter.change_subscriber"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def show_export_buttons(self) -> bool:
        return self.request.user.has_perm("newsletter.change_subscriber")

    def get_base_queryset(self) -> QuerySet[Subscriber]:
        standing = OptIn.objects.filter(ended_at=None).select_related("audience")
        return Subscriber.objects.prefetch_related(Prefetch("opt_ins", queryset=standing, to_attr="standing"))

    def get_edit_url(self, instance: Subscriber) -> str:
        """A click on a reader shows what is known of them; changing it is one step further."""
        return reverse("subscribers:inspect", args=[instance.pk])


class SubscriberInspectView(InspectView):
    """What somebody asked for, with the proof, and what was sent to them."""

    template_name = "newsletter/admin/subscriber.html"
    page_title = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        opt_ins = list(self.object.opt_ins.select_related("audience", "recorded_by"))
        excluded = [
            (opt_in.audience, reason_label(reason))
            for opt_in in opt_ins
            if (reason := suppressions_by_address([self.object.email], opt_in.audience_id).get(self.object.email))
        ]
        deliveries = self.object.deliveries.select_related("edition__audience").order_by("-pk")[:LATEST_DELIVERIES]
        return super().get_context_data(**kwargs) | {
            "reader": self.object,
            "language": language_name(self.object),
            "opt_ins": opt_ins,
            "excluded": dict(excluded),
            "history": history_of(self.object),
            "deliveries": [(row, reason_label(row.reason)) for row in deliveries],
            "may_unsubscribe": self.request.user.has_perm("newsletter.change_subscriber"),
        }


class SubscriberViewSet(ModelViewSet):
    """The readers."""

    model = Subscriber
    icon = "user"
    name = "subscribers"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = SubscriberIndexView
    inspect_view_class = SubscriberInspectView
    list_display = (
        Column("shown_email", label=gettext_lazy("Email"), sort_key="email"),
        "name",
        Column(
            "language",
            label=gettext_lazy("Language"),
            accessor=language_name,
            sort_key="language",
        ),
        Column(
            "standing",
            label=gettext_lazy("Gets"),
            accessor=lambda reader: ", ".join(label_of(opt_in) for opt_in in reader.standing) or "—",
        ),
        DateColumn("created_at", label=gettext_lazy("Since"), sort_key="created_at"),
    )
    filterset_class = SubscriberFilterSet
    search_fields = ("email", "name")
    search_backend_name = None
    list_export = ("email", "name", "language", "created_at")

    def get_form_class(self, for_update: bool = False) -> type:
        return SubscriberForm if for_update else NewSubscriberForm


def label_of(opt_in: OptIn) -> str:
    """The audience, and whether they still have to confirm."""
    return (
        str(opt_in.audience)
        if opt_in.confirmed_at
        else _("%(audience)s (not confirmed)") % {"audience": opt_in.audience}
    )


@require_POST
def unsubscribe_by_staff(request: HttpRequest, pk: int, audience: int) -> HttpResponse:
    """Somebody asked us, by any way, not to write to them any more."""
    if not request.user.has_perm("newsletter.change_subscriber"):
        raise PermissionDenied
    subscriber = get_object_or_404(Subscriber, pk=pk)
    left = get_object_or_404(Audience, pk=audience)
    unsubscribe(Reader(subscriber.pk, left.pk, subscriber.address_hash), source="staff", by=signed_in_user(request))
    log(left, "cosecha.suppress", user=request.user, data={"subscriber": subscriber.pk})
    messages.success(request, _("Done: no more mail from “%(audience)s” goes there.") % {"audience": left})
    return redirect("subscribers:inspect", pk)


@hooks.register("register_admin_urls")
def register_unsubscribe_url() -> list[Any]:
    address = "newsletter/subscribers/<int:pk>/unsubscribe/<int:audience>/"
    return [path(address, unsubscribe_by_staff, name="newsletter_unsubscribe_by_staff")]
