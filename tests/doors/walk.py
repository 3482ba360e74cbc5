"""Trying a door: the view is called as its address would call it, and what it writes is rolled back.

Middleware is left out but for the one that answers exceptions, and pages are not drawn: who may do what is decided by
views, policies and guards.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpResponse, QueryDict
from django.template.backends.django import Template
from django.test import RequestFactory
from django.urls import ResolverMatch, reverse
from django.utils.datastructures import MultiValueDictKeyError

from cms.admin.chrome.refusals import SayRefusals
from cms.core.errors import NotPermittedError
from tests.doors.addresses import BULK, Door

factory = RequestFactory()
refusals = SayRefusals(lambda _request: HttpResponse())
BY_STATUS = {401: "refused", 403: "refused", 404: "404", 405: "405"}
# What is not a page is drawn: an edition's MJML is read by a parser.
DRAWN = (".mjml", ".txt", "wagtailadmin/shared/messages.html")
# Not empty, or Django would drop the messages made of it.
UNDRAWN = "-"
draw = Template.render


class RolledBackError(Exception):
    """Ends the transaction of one try."""


@contextmanager
def undrawn_pages() -> Iterator[None]:
    """Pages stay empty, and what views log of their refusals is not shown."""

    def render(template: Any, context: Any = None, request: Any = None) -> Any:
        return draw(template, context, request) if str(template.template.name).endswith(DRAWN) else UNDRAWN

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", render)
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that write, while the block runs."""
    found: list[str] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            found.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield found


class Typed(QueryDict):
    """A form or a query in which every field that is asked for holds the same value; with None it has no fields."""

    def __init__(self, value: str | None) -> None:
        super().__init__("", mutable=True)
        self.value = value

    def __contains__(self, name: object) -> bool:
        return self.value is not None

    def __getitem__(self, name: str) -> Any:
        if self.value is None:
            raise MultiValueDictKeyError(name)
        return self.value

    def get(self, name: str, default: Any = None) -> Any:
        return default if self.value is None else self.value

    def copy(self) -> Typed:
        return Typed(self.value)

    def getlist(self, name: str, default: Any = None) -> Any:
        return [] if self.value is None else [self.value]


def tried(
    door: Door,
    user: Any,
    method: str,
    world: Any,
    written: list[str],
    check: Callable[[], None] = lambda: None,
    typed: Typed | None = None,
) -> str:
    """What `door` did for this person: ok, login, refused, 404, 405, or 500 with the exception that nobody caught.

    With `typed`, that is the query and the form.
    """
    written.clear()
    arguments = world.arguments(door)
    request = asked(door, user, method, arguments, *world.asked(door, method))
    if typed is not None:
        request.GET = request.POST = typed
    try:
        with transaction.atomic():
            answer = outcome(door, request, arguments, world.positional(door))
            check()
            raise RolledBackError
    except RolledBackError:
        # A bulk action goes on without the rows that it may not touch, and says so on its page.
        return "refused" if door.name == BULK and method == "post" and answer == "ok" and not written else answer


def asked(door: Door, user: Any, method: str, arguments: dict[str, Any], query: str = "", form: Any = None) -> Any:
    """The request, as it reaches the view."""
    path = f"/{door.route}?{query}"
    request: Any = factory.post(path, form or {}) if method == "post" else factory.get(path)
    request.user, request.session = copy(user), SessionStore()
    request.resolver_match = ResolverMatch(door.view, (), arguments, url_name=door.name.rpartition(":")[2])
    request._dont_enforce_csrf_checks = True
    request._messages = FallbackStorage(request)
    return request


def outcome(door: Door, request: Any, arguments: dict[str, Any], positional: tuple[Any, ...] = ()) -> str:
    try:
        # Its own savepoint: where the database refused something, the rest of the try can go on.
        with transaction.atomic():
            response: Any = door.view(request, *positional, **arguments)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
    except PermissionDenied:
        return "refused"
    except Http404:
        return "404"
    except Exception as error:
        response = refusals.process_exception(request, error)
        if response is None:
            return f"500:{type(error).__name__}"
    if response.status_code >= 500:
        return f"500:{response.status_code}"
    if response.status_code == 302:
        return redirected(request, response["Location"])
    return BY_STATUS.get(response.status_code, "ok")


def redirected(request: Any, location: str) -> str:
    if location.startswith((reverse("wagtailadmin_login"), reverse("wagtailcore_login"))):
        return "login"
    told = [str(message).strip() for message in request._messages._queued_messages if message.level_tag == "error"]
    if location == reverse("wagtailadmin_home") and told:
        return "refused"
    # A verb refused it, and its view said so on the page it came from.
    return "refused" if str(NotPermittedError.sentence) in told else "ok"
