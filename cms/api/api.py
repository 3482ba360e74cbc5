"""The content API: read-only, for anybody, and only what is cleared for the website."""

from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Swagger
from pydantic import TypeAdapter

from cms.api import filters, queries, schemas
from cms.api.openapi import ContentApi
from cms.api.problems import handle_errors
from cms.api.resources import OFFERS, ApiResource
from cms.api.serializers import write, write_topic
from cms.core.absolute_urls import absolute
from cms.models import Topic

DESCRIPTION = """
What people said, learned, made and promised, as far as a website may show it today, as JSON. No account, no key.

**Whoever shared these words can take them back.** An item that is withdrawn answers 404 and leaves the lists at once:
ask again at least every day, do not keep what is gone, and show the credit exactly as it comes.

**Some words may hurt.** Where `content_warning` is not null, show it before the words, and the words only to whoever
then chooses to read them; leave them out of previews and cards.

Lists are newest first; follow `next` to its end. To keep a copy in step, ask with `updated_since` for what changed, and
compare the identifiers of a full list for what is gone. Answers carry an `ETag`: send it back as `If-None-Match`.
"""

api = ContentApi(
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


def offer(kind: ApiResource) -> None:
    """Serve the list of a kind, and each of its items."""

    listed: TypeAdapter[Any] = TypeAdapter(kind.many)
    single: TypeAdapter[Any] = TypeAdapter(kind.one)

    def many(request: HttpRequest, parameters: Any) -> HttpResponse:
        found = queries.list_page(kind.model, parameters)
        return _answer(listed, {"items": write(found.contents, found.languages), "next": _next(request, found.cursor)})

    def one(request: HttpRequest, id: UUID, parameters: Query[filters.InLanguage]) -> HttpResponse:
        found = queries.find_item(kind.model, id, parameters.language)
        if found is None:
            raise Http404
        content, languages = found
        return _answer(single, write([content], {id: languages})[0])

    # The parameters differ from kind to kind: only now are they known.
    many.__annotations__["parameters"] = kind.parameters
    api.get(
        f"/{kind.path}",
        response={200: kind.many, **PROBLEMS},
        tags=[kind.path],
        summary=f"List {kind.path}",
        operation_id=f"cms_api_api_list_{kind.path}",
    )(many)
    api.get(
        f"/{kind.path}/{{id}}",
        response={200: kind.one, **NOT_FOUND},
        tags=[kind.path],
        summary=f"One {kind.name}",
        operation_id=f"cms_api_api_get_{kind.name}",
    )(one)


for kind in OFFERS:
    offer(kind)


@api.get("/topics", response={200: schemas.TopicList, **PROBLEMS}, tags=["topics"], summary="List topics")
def list_topics(request: HttpRequest, parameters: Query[filters.InLanguage]) -> dict[str, Any]:
    """The topics of which there is something to read."""
    return {"items": [write_topic(topic, parameters.language) for topic in _topics()], "next": None}


@api.get("/topics/{slug}", response={200: schemas.Topic, **NOT_FOUND}, tags=["topics"], summary="One topic")
def get_topic(request: HttpRequest, slug: filters.TopicSlug, parameters: Query[filters.InLanguage]) -> Any:
    topic = _topics().filter(slug=slug).first()
    if topic is None:
        raise Http404
    return write_topic(topic, parameters.language)


def _topics() -> Any:
    day = timezone.localdate()
    read = [Exists(queries.select_readable(offer.model.kind, day).filter(topics=OuterRef("pk"))) for offer in OFFERS]
    return Topic.objects.filter(reduce(or_, map(Q, read)))


def _answer(schema: TypeAdapter[Any], value: dict[str, Any]) -> HttpResponse:
    """`value` as JSON, checked against `schema` once: given a value, Ninja would check it a second time, and slower."""
    body = schema.dump_json(schema.validate_python(value))
    return HttpResponse(body, content_type="application/json; charset=utf-8")


def _next(request: HttpRequest, cursor: str) -> str | None:
    """The address of the next page: this one with another cursor."""
    if not cursor:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return absolute(f"{request.path}?{query.urlencode()}")
