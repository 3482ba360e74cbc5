"""The steps of a post in rows, so that another worker goes on where this one died."""

from datetime import datetime

from django.utils import timezone

from campaigns.models import Post, PostStep


class KeptSteps:
    """The steps of one post. `keep` is called outside transactions, so that what was done is known at once."""

    def __init__(self, post: Post) -> None:
        self.post = post

    def get(self, name: str) -> str:
        step = PostStep.objects.filter(post=self.post, name=name).first()
        is_valid = step is not None and (step.expires_at is None or step.expires_at > timezone.now())
        return step.value if step is not None and is_valid else ""

    def keep(self, name: str, value: str, expires_at: datetime | None = None) -> None:
        PostStep.objects.bulk_create(
            [PostStep(post=self.post, name=name, value=value, expires_at=expires_at)],
            update_conflicts=True,
            unique_fields=["post", "name"],
            update_fields=["value", "expires_at"],
        )


def forget_steps(post: Post) -> None:
    """What was done was of another version of the post, or is no longer out."""
    PostStep.objects.filter(post=post).delete()
