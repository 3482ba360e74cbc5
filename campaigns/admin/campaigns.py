"""Campaigns: the list, the form, and the page where a campaign's pieces are looked at, approved and paused."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from campaigns.admin.page_helpers import act, page, require
from campaigns.admin.post_rows import by_week, shown_posts
from campaigns.models import Campaign, Pause, Post
from campaigns.planning.plan_campaign import moment, plan_campaign
from campaigns.posts.approve import approve_all
from campaigns.posts.budget import money
from campaigns.posts.edit import pause_campaign, pause_everything, resume_everything
from campaigns.publishing.takedown import take_down_campaign
from cms.core.http.row_keys import key_in
from cms.jobs.wake import wake
from cms.users.session import signed_in_user

PER_PAGE = 24


class CampaignIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Campaign]:
        planned = Q(pieces__posts__state__in=[Post.State.APPROVED, Post.State.WAITING, Post.State.DRAFT])
        return Campaign.objects.annotate(
            to_approve=Count("pieces__posts", filter=Q(pieces__posts__state=Post.State.DRAFT), distinct=True),
            published=Count("pieces__posts", filter=Q(pieces__posts__state=Post.State.PUBLISHED), distinct=True),
            next_at=Min("pieces__scheduled_at", filter=planned & Q(pieces__scheduled_at__gte=timezone.now())),
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, **kwargs) | {"everything_is_paused": Pause.is_on()}


class CreateView(generic.CreateView):
    def get_success_url(self) -> str:
        return reverse("campaigns:campaign", args=[self.object.pk])


class EditView(generic.EditView):
    def get_success_url(self) -> str:
        return reverse("campaigns:campaign", args=[self.object.pk])


class CampaignViewSet(ModelViewSet):
    model = Campaign
    icon = "calendar-alt"
    # Wagtail 8.0 binds the form for a copy to the row that is copied, and saves over it.
    copy_view_enabled = False
    add_to_admin_menu = False
    menu_label = gettext_lazy("Campaigns and calendar")
    index_view_class = CampaignIndexView
    add_view_class = CreateView
    edit_view_class = EditView
    index_template_name = "campaigns/admin/campaigns.html"
    search_fields: ClassVar = ["name"]
    list_display: ClassVar = [
        TitleColumn("name", label=gettext_lazy("Campaign"), url_name="campaigns:campaign"),
        Column("starts_on", label=gettext_lazy("First day")),
        Column("ends_on", label=gettext_lazy("Last day")),
        Column("to_approve", label=gettext_lazy("To approve")),
        Column("published", label=gettext_lazy("Already published")),
        Column(
            "next_at", accessor=lambda row: row.next_at and moment(row.next_at, row), label=gettext_lazy("Next post")
        ),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", campaign_page, name="campaign"),
            path("<int:pk>/plan/", plan, name="plan"),
            path("<int:pk>/approve/", approve, name="approve"),
            path("<int:pk>/pause/", pause, name="pause"),
            path("<int:pk>/take-down/", take_down_all, name="take_down"),
            path("pause/", pause_all, name="pause_all"),
        ]


def address_of_page(campaign: Campaign) -> str:
    return reverse("campaigns:campaign", args=[campaign.pk])


def campaign_page(request: HttpRequest, pk: int) -> HttpResponse:
    require(request, "campaigns.view_campaign")
    campaign = get_object_or_404(Campaign, pk=pk)
    posts = Post.objects.filter(piece__campaign=campaign).order_by("piece__scheduled_at", "account__label", "pk")
    if "all" not in request.GET:
        posts = posts.exclude(state=Post.State.CANCELLED)
    found = Paginator(posts, PER_PAGE).get_page(request.GET.get("p"))
    rows = shown_posts(posts.filter(pk__in=[post.pk for post in found]), request.user)
    return page(
        request,
        "campaigns/admin/campaign.html",
        campaign.name,
        [(reverse("campaigns:index"), _("Campaigns"))],
        "calendar-alt",
        campaign=campaign,
        slots=list(campaign.slots.all()),
        accounts=list(campaign.accounts.all()),
        topics=list(campaign.topics.all()),
        weeks=by_week(rows),
        to_approve=[row for row in rows if "approve" in row.actions],
        cost=money(cost) if (cost := sum((row.cost for row in rows if row.post.is_planned), Decimal(0))) else "",
        cancelled=Post.objects.filter(piece__campaign=campaign, state=Post.State.CANCELLED).count(),
        shows_all="all" in request.GET,
        paginator_page=found,
        everything_is_paused=Pause.is_on(),
        can_plan=request.user.has_perm("campaigns.add_piece"),
        can_pause=request.user.has_perm("campaigns.pause_posts"),
        can_take_down=request.user.has_perm("campaigns.take_down_post") and is_out(campaign),
        can_edit=request.user.has_perm("campaigns.change_campaign"),
    )


@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)

    def verb() -> str:
        filled = plan_campaign(campaign, signed_in_user(request))
        if filled.empty:
            sentence = ngettext(
                "For one slot there is nothing that may go out then: {when}.",
                "For {count} slots there is nothing that may go out then. The first: {when}.",
                len(filled.empty),
            )
            messages.warning(request, sentence.format(count=len(filled.empty), when=moment(filled.empty[0], campaign)))
        sentence = ngettext("One piece was planned.", "{count} pieces were planned.", len(filled.pieces))
        return sentence.format(count=len(filled.pieces)) + " " + _("Look at them and approve them.")

    return act(request, verb, address_of_page(campaign))


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve everything that was on the page, each exactly as it was shown."""
    campaign = get_object_or_404(Campaign, pk=pk)
    seen = {
        key: str(digest)
        for name, digest in request.POST.items()
        if name.startswith("seen-") and (key := key_in(name.removeprefix("seen-"))) is not None
    }

    def verb() -> str:
        count, left = approve_all(seen, signed_in_user(request))
        for prepared, reason in left[:5]:
            messages.warning(request, f"{moment(prepared.post.piece.scheduled_at, campaign)}: {reason}")
        return ngettext("One post is approved.", "{count} posts are approved.", count).format(count=count)

    return act(request, verb, address_of_page(campaign))


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    paused = not campaign.is_paused

    def verb() -> str:
        pause_campaign(campaign, signed_in_user(request), paused=paused)
        return _("This campaign is paused.") if paused else _("This campaign goes on.")

    return act(request, verb, address_of_page(campaign))


def is_out(campaign: Campaign) -> bool:
    """Whether something of it can be taken down."""
    out = [Post.State.PUBLISHED, Post.State.TAKE_DOWN_FAILED, *Post.IN_DOUBT]
    return Post.objects.filter(piece__campaign=campaign, state__in=out).exists()


@require_POST
def take_down_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Take down all that the campaign has out."""
    require(request, "campaigns.take_down_post")
    campaign = get_object_or_404(Campaign, pk=pk)

    def verb() -> str:
        count = take_down_campaign(campaign, signed_in_user(request))
        wake("campaigns.tasks.work")
        sentence = ngettext(
            "One post is being taken down, and the campaign is paused. Each post says here what came of it.",
            "{count} posts are being taken down, and the campaign is paused. Each post says here what came of it.",
            count,
        )
        return sentence.format(count=count)

    return act(request, verb, reverse("campaigns:campaign", args=[campaign.pk]))


@require_POST
def pause_all(request: HttpRequest) -> HttpResponse:
    def verb() -> str:
        if Pause.is_on():
            resume_everything(signed_in_user(request))
            return _("Publishing goes on. What became due meanwhile goes out now.")
        pause_everything(signed_in_user(request))
        return _("Everything is paused: nothing is published until you resume. Take-downs go on.")

    return act(request, verb, reverse("campaigns:index"))
