"""What the API offers of each kind of content. A kind that is not here is not in the API."""

from dataclasses import dataclass
from typing import Any

from ninja import Query

from cms.api import schemas
from cms.api.filters import CommitmentFilters, ItemFilters, LearningFilters, ResourceFilters, WebinarFilters
from cms.models import Commitment, Content, DiscussionGroup, Learning, Quote, Resource, Testimony, Webinar

AnyParameters = Query[ItemFilters]
LearningParameters = Query[LearningFilters]
ResourceParameters = Query[ResourceFilters]
WebinarParameters = Query[WebinarFilters]
CommitmentParameters = Query[CommitmentFilters]


@dataclass(frozen=True)
class Offer:
    """A kind: `path` is its list's address, `one` and `many` say what is answered, `parameters` what may be asked."""

    model: type[Content]
    path: str
    one: type[schemas.ItemBase]
    many: type
    parameters: Any = AnyParameters

    @property
    def name(self) -> str:
        """One of them, in English."""
        return str(self.model.kind.value)


OFFERS = (
    Offer(Quote, "quotes", schemas.Quote, schemas.QuoteList),
    Offer(Testimony, "testimonies", schemas.Testimony, schemas.TestimonyList),
    Offer(Learning, "learnings", schemas.Learning, schemas.LearningList, LearningParameters),
    Offer(Resource, "resources", schemas.Resource, schemas.ResourceList, ResourceParameters),
    Offer(Webinar, "webinars", schemas.Webinar, schemas.WebinarList, WebinarParameters),
    Offer(DiscussionGroup, "discussion-groups", schemas.DiscussionGroup, schemas.DiscussionGroupList),
    Offer(Commitment, "commitments", schemas.Commitment, schemas.CommitmentList, CommitmentParameters),
)
