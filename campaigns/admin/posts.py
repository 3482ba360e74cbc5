"""Posts: all of them by state, each with what can be done about it, and the form of a piece."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.core.validators import URLValidator
from django.db.models import BooleanField, Case, Count, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from campaigns.admin.forms import PieceForm, ReactionsForm
from campaigns.admin.page_helpers import act, page, require
from campaigns.admin.post_rows import shown_posts
from campaigns.errors import NoPostAddressError, NotReadyError, WrongNumbersError
from campaigns.models import Piece, Post
from campaigns.networks import network_named
from campaigns.networks.base import Reactions
from campaigns.posts.approve import approve_post
from campaigns.posts.card_image import picture_of
from campaigns.posts.edit import cancel_piece, edit_piece, publish_now
from campaigns.posts.prepare import prepare
from campaigns.posts.text import measure
from campaigns.publishing.measure import note_by_hand
from campaigns.publishing.reconcile import leave_undone, resolve
from campaigns.publishing.takedown import take_down, taken_down_by_hand
from cms.consent.lost_approvals import lost_of
from cms.core.errors import CosechaError
from cms.jobs.wake import wake
from cms.users.models import User
from cms.users.session import signed_in_user

PER_PAGE = 20
# Where a person says that a post is; none on a network whose posts have no address.
PostAddress = forms.CharField(required=False, max_length=500, validators=[URLValidator(schemes=["http", "https"])])


class PostViewSet(ViewSet):
    icon = "list-ul"
    menu_label = gettext_lazy("Posts")

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", index, name="index"),
            path("<int:pk>/", post_page, name="post"),
            path("<int:pk>/card.png", card, name="card"),
            path("<int:pk>/approved-card.png", approved_card, name="approved_card"),
            path("<int:pk>/do/<slug:action>/", do, name="do"),
            path("<int:pk>/count/", count, name="count"),
            path("<int:pk>/numbers/", note_numbers, name="numbers"),
            path("pieces/<int:pk>/", piece_page, name="piece"),
        ]


def index(request: HttpRequest) -> HttpResponse:
    require(request, "campaigns.view_post")
    posts = next_first(Post.objects.all())
    counts = dict(Post.objects.order_by().values_list("state").annotate(count=Count("pk")))
    state = request.GET.get("state", "")
    if state in Post.State.values:
        posts = posts.filter(state=state)
    found = Paginator(posts, PER_PAGE).get_page(request.GET.get("p"))
    return page(
        request,
        "campaigns/admin/posts.html",
        _("Posts"),
        [(reverse("campaigns:index"), _("Campaigns"))],
        "list-ul",
        rows=shown_posts(posts.filter(pk__in=[post.pk for post in found]), request.user),
        filters=[(one.value, one.label, counts[one.value]) for one in Post.State if one.value in counts],
        state=state if state in Post.State.values else "",
        total=sum(counts.values()),
        paginator_page=found,
        shows_campaign=True,
    )


def next_first(posts: QuerySet[Post]) -> QuerySet[Post]:
    """What is still to come, the next one first; then what is past, the latest first."""
    now = timezone.now()
    is_past = Case(When(piece__scheduled_at__lt=now, then=True), default=False, output_field=BooleanField())
    comes_at = Case(When(piece__scheduled_at__gte=now, then="piece__scheduled_at"))
    return posts.order_by(is_past, comes_at, "-piece__scheduled_at", "-pk")


def post_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One post, large, with what happened and what to do."""
    require(request, "campaigns.view_post")
    rows = shown_posts(Post.objects.filter(pk=pk), request.user)
    if not rows:
        raise Http404
    (row,) = rows
    return page(
        request,
        "campaigns/admin/post.html",
        _("Post"),
        trail_of(row.post.piece),
        "thumbtack",
        row=row,
        shows_campaign=True,
        measurements=list(row.post.measurements.all()),
        is_simulated=network_named(row.post.account.network).is_local,
        numbers=numbers_for(request, row.post),
    )


def numbers_for(request: HttpRequest, post: Post) -> ReactionsForm | None:
    """Where a person writes what they read on the network; None where the network tells it itself."""
    network = network_named(post.account.network)
    is_asked = post.state == Post.State.PUBLISHED and network.is_by_hand
    return ReactionsForm() if is_asked and request.user.has_perm("campaigns.change_piece") else None


@require_POST
def note_numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person read on a network that does not tell."""
    require(request, "campaigns.change_piece")
    post = get_object_or_404(Post.objects.select_related("account"), pk=pk)
    form = ReactionsForm(request.POST)

    def verb() -> str:
        if not form.is_valid():
            raise WrongNumbersError
        note_by_hand(post, Reactions(**form.cleaned_data), signed_in_user(request))
        return _("Noted.")

    return act(request, verb, reverse("posts:post", args=[post.pk]))


def trail_of(piece: Piece) -> list[tuple[str, str]]:
    campaign = piece.campaign
    return [
        (reverse("campaigns:index"), _("Campaigns")),
        (reverse("campaigns:campaign", args=[campaign.pk]), campaign.name),
    ]


def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card: as it was sent, or as it would be drawn now. Only staff see it."""
    require(request, "campaigns.view_post")
    post = get_object_or_404(Post.objects.select_related("payload"), pk=pk)
    frozen = getattr(post, "payload", None)
    try:
        picture = bytes(frozen.card) if frozen and not post.is_planned else picture_of(prepare(post))
        response = HttpResponse(picture, content_type="image/png")
        patch_cache_control(response, private=True, max_age=3600)
    except NotReadyError as error:
        lines = [(180 + 40 * number, line) for number, line in enumerate(split_lines(str(error), 34))]
        response = render(request, "campaigns/admin/no_card.svg", {"lines": lines}, content_type="image/svg+xml")
        patch_cache_control(response, private=True, no_cache=True)
    return response


def approved_card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card as it was approved before something changed."""
    require(request, "campaigns.view_post")
    approval = lost_of(Post).filter(object_id=pk, version__picture__isnull=False).first()
    if approval is None:
        raise Http404
    response = HttpResponse(bytes(approval.version.picture or b""), content_type="image/png")
    patch_cache_control(response, private=True, no_cache=True)
    return response


def split_lines(sentence: str, width: int) -> list[str]:
    """A sentence in lines for a picture that cannot break them itself."""
    lines = [""]
    for word in sentence.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@require_POST
def do(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One of the actions a row offers."""
    post = get_object_or_404(Post.objects.select_related("piece__campaign"), pk=pk)
    user, seen = signed_in_user(request), request.POST.get("seen", "")
    verbs: dict[str, tuple[Callable[[], None], str]] = {
        "approve": (lambda: approve_post(post, seen, user), _("Approved. It goes out at its time.")),
        "publish_now": (lambda: publish_now(post, seen, user), _("It goes out now.")),
        "cancel": (lambda: cancel_piece(post.piece, user), _("Cancelled. Its slot is free again.")),
        "take_down": (lambda: take_down(post, user), _("It is being taken down.")),
        "by_hand": (lambda: taken_down_by_hand(post, user), _("Noted: it is no longer on the network.")),
        "is_there": (lambda: found_by_hand(request, post, user), _("Noted: it is on the network.")),
        "published_by_hand": (lambda: found_by_hand(request, post, user), _("Noted: it is on the network.")),
        "leave_undone": (lambda: leave_undone(post, user), _("Noted: it was not published.")),
        "not_there": (lambda: resolve(post, user, is_there=False), _("It is tried again.")),
    }
    if action not in verbs:
        raise Http404
    verb, sentence = verbs[action]

    def done() -> str:
        verb()
        wake("campaigns.tasks.work")
        return sentence

    return act(request, done, reverse("posts:post", args=[post.pk]))


def found_by_hand(request: HttpRequest, post: Post, user: User) -> None:
    """Somebody published it, or saw it there. Raises NoPostAddressError for an address that cannot be one."""
    try:
        url = PostAddress.clean(request.POST.get("url", ""))
    except forms.ValidationError as error:
        raise NoPostAddressError from error
    remote_id = network_named(post.account.network).remote_id_of(post.account, url)
    resolve(post, user, is_there=True, url=url, remote_id=remote_id)


@require_POST
def count(request: HttpRequest, pk: int) -> JsonResponse:
    """How long a text or description that is being written is, as the post's network counts it."""
    require(request, "campaigns.change_piece")
    post = get_object_or_404(Post.objects.select_related("account", "piece__item"), pk=pk)
    network, text = network_named(post.account.network), request.POST.get("text", "").strip()
    limits, warning = network.limits(post.account), network.warning_apart(post.piece.item.content_warning)
    if request.POST.get("what") == "alt" and limits.alt is not None:
        size = limits.alt.size(text)
    else:
        size = measure(text, limits, warning, has_threads=network.has_threads).size
    problem = size.sentence if text and not size.fits else ""
    return JsonResponse({"used": size.used, "most": size.most, "problem": problem})


def piece_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a piece: its time, its excerpt, and its text for each account, beside what it looks like."""
    require(request, "campaigns.change_piece")
    piece = get_object_or_404(Piece.objects.select_related("campaign", "item"), pk=pk)
    rows = shown_posts(piece.posts.exclude(state=Post.State.CANCELLED), request.user)
    posts = [row.post for row in rows]
    content = piece.item.content_in(piece.campaign.language, live_only=True)
    form = PieceForm(piece, posts, content, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            edit_piece(piece, form.change(), signed_in_user(request))
        except CosechaError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved. What changed waits for approval."))
            return redirect(reverse("posts:piece", args=[piece.pk]))
    return page(
        request,
        "campaigns/admin/piece.html",
        _("Piece"),
        trail_of(piece),
        "edit",
        piece=piece,
        form=form,
        rows=rows,
        content=content,
        may_edit=bool(posts) and all(post.is_planned and post.state != Post.State.CLAIMED for post in posts),
        media=form.media,
    )
