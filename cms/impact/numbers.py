"""Counting what came of items. Plain values in, plain values out; what nobody told stays None, which is not 0."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from cms.channels import Mailing, SharedPost

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class ImpactItem:
    """What a report counts of an item. `published_on` is None where that was not in its period. `organisations` are
    those that may be named beside it."""

    key: int
    kind: str
    published_on: date | None = None
    topics: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Harvest:
    """Everything a report counts. `accepted` are the passages, each as its report and the item it became, if any."""

    reports: int = 0
    accepted: Collection[tuple[int, int | None]] = ()
    items: dict[int, ImpactItem] = field(default_factory=dict)
    mailings: list[Mailing] = field(default_factory=list)
    posts: list[SharedPost] = field(default_factory=list)

    @property
    def is_made_up(self) -> bool:
        """Whether its posts are those of a simulation."""
        return any(post.is_made_up for post in self.posts)


@dataclass(frozen=True)
class Tally:
    """`mails` are mails that readers got; `measured` are the posts whose network was asked what came of them."""

    published: int = 0
    mails: int = 0
    posts: int = 0
    measured: int = 0
    likes: int | None = None
    shares: int | None = None
    replies: int | None = None
    views: int | None = None
    clicks: int | None = None

    @property
    def reactions(self) -> int | None:
        return add_known([self.likes, self.shares, self.replies])


def add_known(values: Iterable[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def without_made_up(posts: Collection[SharedPost]) -> list[SharedPost]:
    """The posts on real networks; where there are none, those of the simulation."""
    real = [post for post in posts if not post.is_made_up]
    return real or list(posts)


def narrow(harvest: Harvest, keep: Callable[[ImpactItem], bool]) -> Harvest:
    """Only what is about the items to `keep`; the reports are those from which some of them came."""
    items = {key: item for key, item in harvest.items.items() if keep(item)}
    accepted = [row for row in harvest.accepted if row[1] in items]
    return Harvest(
        reports=len({report for report, _item in accepted}),
        accepted=accepted,
        items=items,
        mailings=[mailing for mailing in harvest.mailings if mailing.items & items.keys()],
        posts=[post for post in harvest.posts if post.item in items],
    )


def only_campaign(harvest: Harvest, campaign: int) -> Harvest:
    """Only the posts of a campaign, and what they are about."""
    posts = [post for post in harvest.posts if post.campaign == campaign]
    shared = {post.item for post in posts}
    return Harvest(items={key: item for key, item in harvest.items.items() if key in shared}, posts=posts)


def tally(harvest: Harvest) -> Tally:
    """All of it together."""
    return _add(harvest.items.values(), harvest.mailings, harvest.posts)


def tally_by(harvest: Harvest, groups_of: Callable[[ImpactItem], Iterable[Key]]) -> dict[Key, Tally]:
    """By group. An item of several groups counts in each; a mail counts once in each group of which it has an item."""
    items: dict[Key, list[ImpactItem]] = defaultdict(list)
    mailings: dict[Key, list[Mailing]] = defaultdict(list)
    posts: dict[Key, list[SharedPost]] = defaultdict(list)
    groups = {item.key: list(groups_of(item)) for item in harvest.items.values()}
    for item in harvest.items.values():
        for group in groups[item.key]:
            items[group].append(item)
    for mailing in harvest.mailings:
        for group in {group for item in mailing.items if item in groups for group in groups[item]}:
            mailings[group].append(mailing)
    for post in harvest.posts:
        for group in groups[post.item]:
            posts[group].append(post)
    tallies = {group: _add(items[group], mailings[group], posts[group]) for group in items}
    return {group: found for group, found in tallies.items() if found.published or found.mails or found.posts}


def tally_by_network(harvest: Harvest) -> dict[str, Tally]:
    """By the name that people know a network by."""
    posts: dict[str, list[SharedPost]] = defaultdict(list)
    for post in harvest.posts:
        posts[post.network_label].append(post)
    return {label: _add((), (), found) for label, found in posts.items()}


def reactions_of(post: SharedPost) -> int | None:
    return add_known([post.likes, post.shares, post.replies])


def best_posts(posts: Iterable[SharedPost]) -> list[SharedPost]:
    """Those with the most reactions first, then the most views; those of which nothing is known are left out."""
    known = [post for post in posts if reactions_of(post) is not None or post.views is not None]
    return sorted(known, key=lambda post: (reactions_of(post) or 0, post.views or 0), reverse=True)


def _add(items: Iterable[ImpactItem], mailings: Iterable[Mailing], posts: Collection[SharedPost]) -> Tally:
    return Tally(
        published=sum(item.published_on is not None for item in items),
        mails=sum(mailing.readers for mailing in mailings),
        posts=len(posts),
        measured=sum(post.hours is not None for post in posts),
        likes=add_known(post.likes for post in posts),
        shares=add_known(post.shares for post in posts),
        replies=add_known(post.replies for post in posts),
        views=add_known(post.views for post in posts),
        clicks=add_known(post.clicks for post in posts),
    )
