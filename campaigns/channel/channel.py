"""What campaigns answer to the rest of Cosecha: copies, withdrawal, what waits, what goes out, previews, the sample."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.channel import drill, erase, withdrawal_effect
from campaigns.channel.copy_labels import copy_label, facts_of
from campaigns.channel.sample import load_sample
from campaigns.channel.shared_posts import shared_posts
from campaigns.models import Account, Campaign, Piece, Post
from campaigns.models.account import network_choices
from campaigns.networks.by_hand import ByHand
from campaigns.planning.kinds import CARRIED
from campaigns.posts.approve import approve_post
from campaigns.posts.approved_version import COMPARED, compare_posts, lost_posts
from campaigns.posts.edit import cancel
from campaigns.posts.preview import card_preview_of, preview_of
from campaigns.posts.shown_state import shown_state
from campaigns.publishing.held_posts import doubt_held
from campaigns.publishing.transitions import CHANNEL, reference_of
from cms.channels import Appointment, Channel, Copy, Preview, Sample, SearchPlace, SharedPost, Waiting
from cms.consent.approvals import forget_versions
from cms.consent.gate import Use
from cms.consent.lost_approvals import LostApproval, lost_of
from cms.jobs.wake import wake
from cms.models import Item
from cms.users.models import User

State = Post.State
GONE = (State.CANCELLED, State.TAKEN_DOWN)


class CampaignsChannel(Channel):
    name = CHANNEL
    label = gettext_lazy("Campaigns")
    use = Use.SOCIAL
    kinds = CARRIED
    approve_permission = "campaigns.approve_post"

    def networks(self) -> list[tuple[str, Any]]:
        return network_choices()

    def copies_of(self, item: Item) -> list[Copy]:
        return self.copies_of_all([item]).get(item.pk, [])

    def copies_of_all(self, items: Sequence[Item], at: datetime | None = None) -> dict[int, list[Copy]]:
        rows = Post.objects.filter(piece__item__in=items).exclude(state__in=GONE)
        return by_item(rows.select_related("account", "piece__campaign"))

    def take_back(self, item: Item) -> list[Copy]:
        """Planned posts are cancelled here and now; live ones, and those in doubt, become rows for a worker."""
        return self.take_back_all([item]).get(item.pk, [])

    def take_back_from(self, item: Item, networks: Collection[str]) -> list[Copy]:
        return self.take_back_all([item], networks).get(item.pk, [])

    def take_back_all(self, items: Sequence[Item], networks: Collection[str] | None = None) -> dict[int, list[Copy]]:
        mine = Post.objects.filter(piece__item__in=items)
        if networks is not None:
            mine = mine.filter(account__network__in=networks)
        rows = mine.exclude(state__in=GONE).select_for_update(of=("self",))
        posts = list(rows.select_related("account", "piece__campaign").order_by("pk"))
        cancel([post for post in posts if not post.may_be_out])
        doubt_held([post for post in posts if post.is_planned and post.may_be_out])
        keys = [post.pk for post in posts]
        forget_versions(Post, keys)
        Post.objects.filter(pk__in=keys, state__in=[State.PUBLISHED, State.TAKE_DOWN_FAILED]).update(
            state=State.TAKE_DOWN_DUE, attempts=0, next_try_at=None, problem="", must_come_down=True
        )
        Post.objects.filter(pk__in=keys, state__in=Post.IN_DOUBT).update(must_come_down=True)
        untouched = Post.objects.exclude(state=State.CANCELLED).values("piece")
        Piece.objects.filter(item__in=items).exclude(pk__in=untouched).update(is_cancelled=True)
        wake("campaigns.tasks.work")
        return by_item(posts)

    def forget(self, items: Collection[Item]) -> None:
        erase.forget(items)

    def forget_addresses(self, items: Collection[Item]) -> None:
        erase.forget_addresses(items)

    def label_of(self, facts: Mapping[str, str], headline: str = "") -> str:
        return copy_label(facts)

    def effect(self, taken: Sequence[tuple[Item, Copy]]) -> list[str]:
        return withdrawal_effect.sentences(
            withdrawal_effect.tally({int(copy.reference.removeprefix("post:")) for _item, copy in taken})
        )

    def ever_out(self) -> QuerySet[Any, Any]:
        return Post.objects.filter(published_at__isnull=False).values("piece__item")

    def waiting_for(self, user: Any) -> list[Waiting]:
        asked, by_hand = Q(state=State.UNSURE, needs_person=True), Q(account__network=ByHand.name)
        counts = Post.objects.filter(piece__is_cancelled=False).aggregate(
            # Those that were approved before are told as lost approvals.
            drafts=Count("pk", filter=Q(state=State.DRAFT) & ~Q(pk__in=lost_of(Post).values("object_id"))),
            unsure=Count("pk", filter=asked & ~by_hand),
            by_hand=Count("pk", filter=asked & by_hand),
            refused=Count("pk", filter=Q(state=State.REFUSED)),
            late=Count("pk", filter=Q(state=State.LATE)),
            stuck=Count("pk", filter=Q(state=State.TAKE_DOWN_FAILED)),
        )
        url = reverse("posts:index")
        lines = []
        if user.has_perm("campaigns.approve_post"):
            lines += [
                Waiting(_("Posts to approve"), counts["drafts"], f"{url}?state=draft", "tick"),
                Waiting(_("Posts for you to publish by hand"), counts["by_hand"], f"{url}?state=unsure", "user", True),
                Waiting(_("Posts that may have appeared: look"), counts["unsure"], f"{url}?state=unsure", "help", True),
                Waiting(
                    _("Posts that the network refused"), counts["refused"], f"{url}?state=refused", "warning", True
                ),
                Waiting(_("Posts that are too late: decide"), counts["late"], f"{url}?state=late", "time", True),
            ]
        if user.has_perm("campaigns.take_down_post"):
            stuck = f"{url}?state=take_down_failed"
            lines.append(Waiting(_("Posts that could not be taken down"), counts["stuck"], stuck, "warning", True))
        if user.has_perm("campaigns.change_account"):
            broken = Account.objects.filter(state=Account.State.NEEDS_RECONNECT).count()
            lines.append(Waiting(_("Accounts to connect again"), broken, reverse("accounts:index"), "link", True))
        return [line for line in lines if line.count]

    def compare_approvals(self) -> bool:
        return compare_posts()

    def count_lost_approvals(self) -> int:
        return Post.objects.filter(state__in=COMPARED, pk__in=lost_of(Post).values("object_id")).count()

    def lost_approvals(self, keys: set[int] | None = None) -> list[LostApproval]:
        return lost_posts(keys)

    def approve_again(self, key: int, seen: str, by: User) -> None:
        approve_post(Post.objects.get(pk=key), seen, by)

    def agenda(self, start: datetime, end: datetime) -> list[Appointment]:
        lost = set(lost_of(Post).values_list("object_id", flat=True))
        pieces = (
            Piece.objects.filter(is_cancelled=False, scheduled_at__gte=start, scheduled_at__lt=end)
            .select_related("campaign")
            .prefetch_related("posts")
            .order_by("scheduled_at")
        )
        return [
            Appointment(
                at=piece.scheduled_at,
                label=_("Posts of “{campaign}”").format(campaign=piece.campaign),
                url=reverse("posts:piece", args=[piece.pk]),
                icon="thumbtack",
                state=state_of(list(piece.posts.all()), lost),
            )
            for piece in pieces
        ]

    def shared_posts(self, start: datetime, end: datetime) -> list[SharedPost]:
        return shared_posts(start, end)

    def campaigns(self) -> list[tuple[int, str]]:
        return list(Campaign.objects.values_list("pk", "name"))

    def previews(self, kind: str) -> list[Preview]:
        return [
            Preview("post_sandbox", _("As a post on a network"), preview_of),
            Preview("card", _("As its card"), card_preview_of),
        ]

    def rehearse(self, items: list[Item], by: User) -> None:
        drill.rehearse(items, by)

    def places(self, items: list[Item]) -> list[SearchPlace]:
        return drill.post_places(items)

    def load_sample(self, sample: Sample) -> None:
        load_sample(sample)


def by_item(posts: Iterable[Post]) -> dict[int, list[Copy]]:
    """Posts as copies, by the key of their item."""
    found: dict[int, list[Copy]] = defaultdict(list)
    for post in posts:
        found[post.piece.item_id].append(copy_of(post))
    return found


def copy_of(post: Post) -> Copy:
    """A post as one appearance of its item. One in doubt counts as out."""
    is_out = post.may_be_out
    facts = facts_of(post, is_out=is_out)
    return Copy(
        reference_of(post),
        copy_label(facts),
        post.url,
        is_pending=is_out,
        network=post.account.network,
        facts=facts,
        since=post.published_at,
    )


def state_of(posts: list[Post], lost: Collection[int] = ()) -> str:
    """The states of a piece's posts, each once; `lost` are the keys of those that were approved before."""
    return ", ".join(dict.fromkeys(shown_state(post, has_lost_approval=post.pk in lost) for post in posts))
