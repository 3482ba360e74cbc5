"""What the OpenAPI document says beyond parameters and schemas: problems, ETags and conditional requests."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

ETAG = {"ETag": {"description": "Of this answer; send it back as If-None-Match.", "schema": {"type": "string"}}}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of an answer that you have kept (RFC 9110 §13.1.2).",
    "schema": {"type": "string"},
}
NOT_MODIFIED = {"description": "The answer that you have kept is still right.", "headers": ETAG}
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}


class ContentApi(NinjaAPI):
    """A Ninja API whose document describes how its answers travel (`cms.api.middleware`)."""

    def get_openapi_schema(self, *args: Any, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*args, **options)
        for path in schema["paths"].values():
            for operation in path.values():
                _describe(operation)
        return schema


def _describe(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            response["content"] = {"application/problem+json": next(iter(response["content"].values()))}
        if int(status) == 429:
            response["headers"] = RETRY_AFTER
    operation["responses"][200]["headers"] = ETAG
    operation["responses"][304] = NOT_MODIFIED
    operation["parameters"] = [*operation.get("parameters", ()), IF_NONE_MATCH]
