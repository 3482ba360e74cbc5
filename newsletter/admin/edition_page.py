"""One edition as a whole: the email as readers get it, why each item was picked, its approval, and its sending."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.admin.chrome.csp import under_policy
from cms.consent.approvals import approval_of
from cms.consent.lost_approvals import lost_of
from cms.core.errors import CosechaError
from cms.users.session import signed_in_user
from newsletter.admin.editions import edition_url
from newsletter.blocks.item_chooser import describe
from newsletter.channel.channel import web_version_of
from newsletter.editions.approve import EDITABLE, approve_and_send_now, approve_edition, unapprove_edition
from newsletter.editions.send_test_email import send_test_email
from newsletter.editions.shown_state import shown_state, with_shown_state
from newsletter.editions.warnings import warnings_of
from newsletter.frozen_renderings import render_languages
from newsletter.models import Delivery, Edition
from newsletter.rendering.preview import MODES, POLICY, email_view, filled
from newsletter.sending.staff_actions import cancel_edition, pause_edition, resume_edition
from newsletter.sending.states import may_follow
from newsletter.sending.summary import summary_of

State = Edition.State


def edition_page(request: HttpRequest, pk: int) -> HttpResponse:
    edition = _edition(request, pk)
    return TemplateResponse(request, "newsletter/admin/edition.html", page_context(edition, request.user))


def page_context(edition: Any, user: Any) -> dict[str, Any]:
    """All that the page shows. What is approved from it is bound to `digest`."""
    rendered = render_languages(edition)
    digest = rendered.digest
    may_approve = user.has_perm("newsletter.approve_edition")
    is_past = edition.send_at is not None and edition.send_at < timezone.now()
    same_hands = bool(edition.recipe and edition.recipe.asks_four_eyes and edition.last_edited_by_id == user.pk)
    approval = approval_of(edition, digest)
    has_lost_approval = approval is None and edition.has_lost_approval
    counts = counts_of(edition)
    return {
        "edition": edition,
        "digest": digest,
        "approval": approval,
        "has_lost_approval": has_lost_approval,
        "state": shown_state(edition),
        "is_past": is_past,
        "is_held": bool(edition.held_at) and edition.state in Edition.WOULD_GO_OUT,
        "may_be_out": bool(edition.held_at) and edition.state in (State.DRAFT, State.LATE),
        "same_hands": same_hands,
        "may_approve": may_approve,
        "may_edit": user.has_perm("newsletter.change_edition") and edition.state in EDITABLE,
        "can_approve": may_approve
        and not same_hands
        and (edition.state in (State.DRAFT, State.LATE) or (edition.state == State.PAUSED and approval is None)),
        "can_cancel": may_approve and may_follow(edition, State.CANCELLED),
        "failures": summary_of(edition).sentence() if edition.state == State.SENT else "",
        "languages": [(code, label) for code, label in MODES if code in settings.READER_LANGUAGES],
        "modes": MODES,
        "subjects": [(code, edition.subject_in(code)) for code in settings.READER_LANGUAGES],
        "sizes": [code for code, one in rendered.by_language.items() if one.is_too_long],
        "warnings": warnings_of(edition, rendered.by_language[settings.LANGUAGE_CODE].words),
        "rows": rows_of(edition),
        "counts": counts,
        "web_url": web_version_of(edition),
        "edit_url": reverse("wagtailsnippets_newsletter_edition:edit", args=[edition.pk]),
        "deliveries_url": reverse("newsletter_deliveries", args=[edition.pk]) if counts else "",
        "email_url": reverse("newsletter_edition_email", args=[edition.pk, "es"]),
        "header_title": str(edition),
        "page_title": str(edition),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("wagtailsnippets_newsletter_edition:list"), "label": _("Editions")},
            {"url": "", "label": str(edition)},
        ],
    }


def rows_of(edition: Edition) -> list[Any]:
    """The edition's items with headline, credit, topics and the reason why each was picked."""
    rows = list(
        edition.edition_items.select_related("item__consent__contributor__organisation")
        .prefetch_related("item__consent__terms")
        .order_by("pk")
    )
    for kind in {row.item.kind for row in rows}:
        describe([row.item for row in rows if row.item.kind == kind], kind)
    return rows


def counts_of(edition: Edition) -> list[tuple[str, int]]:
    """How many deliveries are in each state, the states in their own order."""
    found = dict(edition.deliveries.values_list("state").annotate(count=Count("pk")).order_by())
    return [(str(state.label), found[state.value]) for state in Delivery.State if state.value in found]


@xframe_options_sameorigin
def edition_email(request: HttpRequest, pk: int, mode: str) -> HttpResponse:
    """The email alone, as the page's frame shows it."""
    edition = _edition(request, pk)
    return email_view(edition, mode if mode in dict(MODES) else "es")


@xframe_options_sameorigin
def approved_email(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The email as it was approved before something changed."""
    edition = _edition(request, pk)
    approval = lost_of(Edition).filter(object_id=edition.pk, version__isnull=False).first()
    if approval is None or language not in approval.version.pages:
        raise Http404
    return under_policy(HttpResponse(filled(approval.version.pages[language], language)), POLICY)


def _test(edition: Edition, request: HttpRequest) -> str:
    language = request.POST.get("language", "es")
    address = send_test_email(edition, request.user, language if language in settings.READER_LANGUAGES else "es")
    return _("A test is on its way to %(address)s.") % {"address": address}


def _approve(edition: Edition, request: HttpRequest) -> str:
    approve_edition(edition, request.POST.get("seen", ""), signed_in_user(request))
    return _("Approved. It goes out at its hour, exactly as you saw it.")


def _approve_now(edition: Edition, request: HttpRequest) -> str:
    approve_and_send_now(edition, request.POST.get("seen", ""), signed_in_user(request))
    return _("Approved. It starts to go out within a minute.")


def _unapprove(edition: Edition, request: HttpRequest) -> str:
    unapprove_edition(edition, signed_in_user(request))
    return _("The approval was taken back: it is a draft again, and will not be sent.")


def _pause(edition: Edition, request: HttpRequest) -> str:
    pause_edition(edition, signed_in_user(request))
    return _("Paused. What has left is gone; the others wait.")


def _resume(edition: Edition, request: HttpRequest) -> str:
    resume_edition(edition, signed_in_user(request))
    return _("The sending goes on.")


def _cancel(edition: Edition, request: HttpRequest) -> str:
    cancel_edition(edition, signed_in_user(request))
    return _("Cancelled. Nobody else will get it.")


ACTIONS: dict[str, Callable[[Edition, HttpRequest], str]] = {
    "test": _test,
    "approve": _approve,
    "approve-now": _approve_now,
    "unapprove": _unapprove,
    "pause": _pause,
    "resume": _resume,
    "cancel": _cancel,
}


@require_POST
def edition_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out what a button of the page asks for; say what happened, or why it cannot be."""
    edition = _edition(request, pk)
    action = ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        raise PermissionDenied
    try:
        messages.success(request, action(edition, request))
    except CosechaError as error:
        messages.error(request, str(error))
    return redirect(edition_url(edition))


def _edition(request: HttpRequest, pk: int) -> Edition:
    if not request.user.has_perm("newsletter.view_edition"):
        raise PermissionDenied
    rows = with_shown_state(Edition.objects.select_related("audience", "recipe", "last_edited_by"))
    return get_object_or_404(rows, pk=pk)
