"""The kinds of content there are, in the order in which screens and pages name them."""

from cms.models.content import Content
from cms.models.kinds.commitment import Commitment
from cms.models.kinds.discussion_group import DiscussionGroup
from cms.models.kinds.learning import Learning
from cms.models.kinds.quote import Quote
from cms.models.kinds.resource import Resource
from cms.models.kinds.testimony import Testimony
from cms.models.kinds.webinar import Webinar

CONTENT_MODELS: tuple[type[Content], ...] = (
    Quote,
    Testimony,
    Learning,
    Resource,
    Webinar,
    DiscussionGroup,
    Commitment,
)


def model_for(kind: str) -> type[Content]:
    """The `Content` model of items of `kind`."""
    return next(model for model in CONTENT_MODELS if model.kind == kind)
