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
class ApiResource:
    """A kind: `path` of its list, schemas `one` and `many` of the responses, schema `parameters` of the query."""

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
    ApiResource(Quote, "quotes", schemas.Quote, schemas.QuoteList),
    ApiResource(Testimony, "testimonies", schemas.Testimony, schemas.TestimonyList),
    ApiResource(Learning, "learnings", schemas.Learning, schemas.LearningList, LearningParameters),
    ApiResource(Resource, "resources", schemas.Resource, schemas.ResourceList, ResourceParameters),
    ApiResource(Webinar, "webinars", schemas.Webinar, schemas.WebinarList, WebinarParameters),
    ApiResource(DiscussionGroup, "discussion-groups", schemas.DiscussionGroup, schemas.DiscussionGroupList),
    ApiResource(Commitment, "commitments", schemas.Commitment, schemas.CommitmentList, CommitmentParameters),
)
