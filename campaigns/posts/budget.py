"""What an account's posts cost in a month, on networks that bill them, and the most that they may."""

from datetime import datetime
from decimal import ROUND_UP, Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from campaigns.models import Account, Post

State = Post.State
# What is billed or may have been; and with it what somebody has approved.
BILLED = (*Post.IN_DOUBT, State.PUBLISHED, *Post.COMING_DOWN, State.TAKEN_DOWN, State.TAKE_DOWN_FAILED)
PROMISED = (*BILLED, State.APPROVED, State.CLAIMED, State.WAITING)
CENT = Decimal("0.01")


def cost_in_month(account: Account, at: datetime, states: tuple[State, ...], besides: Post | None = None) -> Decimal:
    """What the posts of `account` cost together that are in `states` and due in the month of `at`."""
    day = timezone.localtime(at)
    posts = Post.objects.filter(account=account, state__in=states, **month_of(day))
    if besides is not None:
        posts = posts.exclude(pk=besides.pk)
    return posts.aggregate(total=Sum("cost"))["total"] or Decimal(0)


def month_of(day: datetime) -> dict[str, datetime]:
    """The filter of posts that are due in the month of `day`."""
    first = day.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return {"piece__scheduled_at__gte": first, "piece__scheduled_at__lt": following}


def over_budget(post: Post, cost: Decimal, states: tuple[State, ...]) -> str:
    """Why `post` would cost too much beside those in `states`; empty where it does not."""
    if not cost:
        return ""
    account, at = post.account, post.piece.scheduled_at
    taken = cost_in_month(account, at, states, besides=post)
    if taken + cost <= account.monthly_budget:
        return ""
    sentence = _(
        "It costs {cost}. In {month}, {account} may cost {budget}, and {taken} of that are taken. Allow more on the "
        "account's page, or move it to another month."
    )
    return sentence.format(
        cost=money(cost),
        month=date_format(timezone.localtime(at), "YEAR_MONTH_FORMAT"),
        account=account.label,
        budget=money(account.monthly_budget),
        taken=money(taken),
    )


def money(amount: Decimal) -> str:
    """US dollars, never fewer than they are."""
    return f"US$ {number_format(amount.quantize(CENT, ROUND_UP), 2)}"
