"""The content API: read-only, for anybody, and only what is cleared for the website."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Query, Swagger

from cms.api import filters, schemas
from cms.api.problems import handle_errors
from cms.api.reading import Page, page, wordings
from cms.api.writing import write, write_topic
from cms.models import CONTENT_MODELS, Content, Learning, Quote, Testimony, Topic
from cms.public.readable import cleared_wordings

DESCRIPTION = """
Quotes, testimonies and learnings that may be shown on a website today, as JSON. No account, no key.

**Whoever shared these words can take them back.** An item that is withdrawn answers 404 and leaves the lists at once:
ask again at least every day, do not keep what is gone, and show the credit exactly as it comes.

Lists are newest first; follow `next` to its end. To keep a copy in step, ask with `updated_since` for what changed, and
compare the identifiers of a full list for what is gone. Answers carry an `ETag`: send it back as `If-None-Match`.
"""

api = NinjaAPI(
    title="Cosecha: content API",
    version="1.0.0",
    description=DESCRIPTION.strip(),
    urls_namespace="api_v1",
    docs=Swagger({"defaultModelsExpandDepth": 0, "docExpansion": "list", "validatorUrl": None}),
    docs_url="/docs",
    openapi_url="/openapi.json",
)
handle_errors(api)

PROBLEMS: dict[int, Any] = {422: schemas.Problem, 429: schemas.Problem}
NOT_FOUND: dict[int, Any] = {404: schemas.Problem, **PROBLEMS}


@api.get("/quotes", response={200: schemas.QuoteList, **PROBLEMS}, tags=["quotes"], summary="List quotes")
def list_quotes(request: HttpRequest, parameters: Query[filters.ItemFilters]) -> dict[str, Any]:
    return _listed(request, page(Quote, parameters))


@api.get("/quotes/{id}", response={200: schemas.Quote, **NOT_FOUND}, tags=["quotes"], summary="One quote")
def get_quote(request: HttpRequest, id: UUID, parameters: Query[filters.InLanguage]) -> Any:
    return _one(Quote, id, parameters.language)


@api.get(
    "/testimonies", response={200: schemas.TestimonyList, **PROBLEMS}, tags=["testimonies"], summary="List testimonies"
)
def list_testimonies(request: HttpRequest, parameters: Query[filters.ItemFilters]) -> dict[str, Any]:
    return _listed(request, page(Testimony, parameters))


@api.get(
    "/testimonies/{id}", response={200: schemas.Testimony, **NOT_FOUND}, tags=["testimonies"], summary="One testimony"
)
def get_testimony(request: HttpRequest, id: UUID, parameters: Query[filters.InLanguage]) -> Any:
    return _one(Testimony, id, parameters.language)


@api.get("/learnings", response={200: schemas.LearningList, **PROBLEMS}, tags=["learnings"], summary="List learnings")
def list_learnings(request: HttpRequest, parameters: Query[filters.LearningFilters]) -> dict[str, Any]:
    return _listed(request, page(Learning, parameters))


@api.get("/learnings/{id}", response={200: schemas.Learning, **NOT_FOUND}, tags=["learnings"], summary="One learning")
def get_learning(request: HttpRequest, id: UUID, parameters: Query[filters.InLanguage]) -> Any:
    return _one(Learning, id, parameters.language)


@api.get("/topics", response={200: schemas.TopicList, **PROBLEMS}, tags=["topics"], summary="List topics")
def list_topics(request: HttpRequest, parameters: Query[filters.InLanguage]) -> dict[str, Any]:
    """The topics of which there is something to read."""
    return {"items": [write_topic(topic, parameters.language) for topic in _topics()], "next": None}


@api.get("/topics/{slug}", response={200: schemas.Topic, **NOT_FOUND}, tags=["topics"], summary="One topic")
def get_topic(request: HttpRequest, slug: str, parameters: Query[filters.InLanguage]) -> Any:
    topic = _topics().filter(slug=slug).first()
    if topic is None:
        raise Http404
    return write_topic(topic, parameters.language)


def _topics() -> Any:
    now = timezone.now()
    keys = [cleared_wordings(model, now).order_by().values("topics") for model in CONTENT_MODELS]
    return (
        Topic.objects.filter(pk__in=keys[0])
        | Topic.objects.filter(pk__in=keys[1])
        | Topic.objects.filter(pk__in=keys[2])
    )


def _listed(request: HttpRequest, found: Page) -> dict[str, Any]:
    return {"items": write(found.contents), "next": _next(request, found.cursor)}


def _one(model: type[Content], id: UUID, language: str | None) -> Any:
    found = wordings(model, language, id).filter(translation_key=id).first()
    if found is None:
        raise Http404
    return write([found])[0]


def _next(request: HttpRequest, cursor: str) -> str | None:
    """The address of the next page: this one with another cursor."""
    if not cursor:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{settings.BASE_URL}{request.path}?{query.urlencode()}"
