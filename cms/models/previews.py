"""Where content finds its previews. `cms.admin` fills this in when the app is ready: it knows pages and channels."""

from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse


class Previews(Protocol):
    """The preview modes of a piece of content, and the answer of each."""

    def modes(self, content: Any) -> list[tuple[str, Any]]: ...

    def serve(self, content: Any, request: HttpRequest, mode: str) -> HttpResponse: ...


_registered: list[Previews] = []


def register_previews(previews: Previews) -> None:
    """Answer previews of content with `previews` from now on."""
    _registered[:] = [previews]


def registered_previews() -> Previews:
    """What was registered. Raises IndexError before the apps are ready."""
    return _registered[0]
