"""Asking networks what came of posts: an hour, a day, a week and four weeks after they were published."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from campaigns.models import Account, Measurement, Post
from campaigns.networks import network_named
from campaigns.networks.base import NetworkError, Reactions, RefusedError, WaitUntilError
from campaigns.publishing.transitions import MEASURED_AFTER
from cms.core.errors import NotPermittedError
from cms.users.models import User

HOUR = timedelta(hours=1)
# When a network that did not answer is asked again; a worker that dies gives its post back after as long.
AGAIN = timedelta(minutes=15)
# What an integer of the database holds.
MOST = 2**31 - 1


def due_measurements(now: datetime) -> QuerySet[Post]:
    """What is published and old enough to be asked about once more."""
    return Post.objects.filter(
        state=Post.State.PUBLISHED, measure_at__lte=now, account__state=Account.State.CONNECTED
    ).order_by("measure_at")


def measure_due(limit: int) -> int:
    """Ask about up to `limit` posts; how many were asked about."""
    done = 0
    for post in due_measurements(timezone.now()).select_related("account")[:limit]:
        mine = Post.objects.filter(pk=post.pk, measure_at=post.measure_at)
        if mine.update(measure_at=timezone.now() + AGAIN):
            measure(post)
            done += 1
    return done


def measure(post: Post) -> None:
    """Ask about one post. One that cannot be asked about now is asked about later; at its next age at the latest."""
    network = network_named(post.account.network)
    try:
        reactions = network.measure(post.account, post.remote_id)
    except WaitUntilError as error:
        Post.objects.filter(pk=post.pk).update(measure_at=error.until)
    except RefusedError:
        # It is gone there, or may not be asked about.
        Post.objects.filter(pk=post.pk).update(measure_at=next_measurement(post))
    except NetworkError:
        return
    else:
        note(post, reactions, age_of(post))
        Post.objects.filter(pk=post.pk).update(measure_at=next_measurement(post))


def age_of(post: Post) -> int:
    """For how many hours it has been out, as one of the ages at which posts are compared."""
    age = timezone.now() - (post.published_at or timezone.now())
    reached = [one for one in MEASURED_AFTER if one <= age] or [MEASURED_AFTER[0]]
    return reached[-1] // HOUR


def next_measurement(post: Post) -> datetime | None:
    """When it is old enough again; never after the last age."""
    published = post.published_at or timezone.now()
    return next((published + age for age in MEASURED_AFTER if published + age > timezone.now()), None)


@transaction.atomic
def note(post: Post, reactions: Reactions, hours: int) -> None:
    """Keep what came of it; nothing of one that is not out any more."""
    if not Post.objects.select_for_update().filter(pk=post.pk, state=Post.State.PUBLISHED).exists():
        return
    Measurement.objects.update_or_create(
        post=post,
        hours=hours,
        defaults={
            "measured_at": timezone.now(),
            **{name: count for name, count in asdict(reactions).items() if is_count(count)},
        },
    )


def is_count(count: int | None) -> bool:
    """Whether it can be one: a number that a network made up is none."""
    return count is not None and 0 <= count <= MOST


def note_by_hand(post: Post, reactions: Reactions, by: User) -> None:
    """What a person read on a network that does not tell."""
    if not by.has_perm("campaigns.change_piece"):
        raise NotPermittedError
    note(post, reactions, age_of(post))
