"""Waking a worker for what the newsletter has just made due. Apart from the tasks, which need the queue at import."""

from cms.jobs.leases import nudge


def wake_reviewers() -> None:
    """Tell the reviewers of new drafts soon, instead of at the next tick."""
    from newsletter.tasks import tell_reviewers_now

    nudge(tell_reviewers_now)
