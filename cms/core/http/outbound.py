"""Calls to servers that people or other servers chose: never into this machine or its own network.

A name is looked up once, every address of it is judged, and the connection goes to the address that was judged, so that
no second look-up can lead elsewhere (DNS rebinding). The certificate is still checked against the name. An answer
has to come within a time and a size, however slowly it drips. No redirect is followed.
"""

import contextlib
import ipaddress
import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError as Urllib3Error

from cms.core.http.sent_keys import cut_keys

MOST_BYTES = 5 * 1024 * 1024
CONNECT_WITHIN = 5.0
CHUNK = 64 * 1024
# An address of IPv4 written as one of IPv6 (RFC 6052).
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Of IANA's special-purpose registries, what `ipaddress` took for global before Python 3.11.10 and 3.12.4; and what it
# takes for global still: retired forms of IPv4 and of addresses of one site, and segments of routes (RFC 9602).
SPECIAL = [
    ipaddress.ip_network(one)
    for one in (
        *("192.0.0.0/24", "64:ff9b:1::/48", "2002::/16", "3fff::/20"),
        *("::/96", "fec0::/10", "5f00::/16", "192.88.99.0/24"),
    )
]


class ForbiddenAddressError(requests.exceptions.RequestException):
    """The name leads into this machine or its network, or nowhere. Nothing was sent."""


class AnswerTooLargeError(requests.exceptions.RequestException):
    """An answer that went on for too long, or in too many bytes. What was asked for may have been done."""


def is_public(address: str) -> bool:
    """Whether an IP address is one that the whole internet reaches."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner:
            found = inner
    is_special = any(found.version == one.version and found in one for one in SPECIAL)
    return found.is_global and not found.is_multicast and not is_special


def judged_address(host: str, port: int) -> str:
    """The address to connect to. Raises ForbiddenAddressError where one that `host` has is not public.

    OUTBOUND_ALLOWED names exceptions as "host:port", for tests; `check --deploy` refuses it.
    """
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise requests.exceptions.ConnectTimeout(f"{host} has no address") from error
    if f"{host}:{port}" not in settings.OUTBOUND_ALLOWED and not all(map(is_public, found)):
        raise ForbiddenAddressError(f"{host} is not a public server")
    return found[0]


class _HangsUp:
    """A connection that is closed when the head of an answer takes longer than a wait for its next byte may take."""

    sock: Any
    timeout: Any

    def getresponse(self, *args: Any, **options: Any) -> Any:
        is_late = threading.Event()
        timer = threading.Timer(float(self.timeout), hang_up, [self.sock, is_late])
        timer.daemon = True
        timer.start()
        try:
            response = super().getresponse(*args, **options)  # type: ignore[misc]
        finally:
            timer.cancel()
        if is_late.is_set():
            # What was cut off reads like a head that ended.
            raise TimeoutError("the head of the answer took too long")
        return response


def hang_up(sock: Any, is_late: threading.Event) -> None:
    is_late.set()
    # Closed by the other side meanwhile.
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


class GuardedHttp(_HangsUp, HTTPConnection):
    pass


class GuardedHttps(_HangsUp, HTTPSConnection):
    pass


class GuardedHttpPool(HTTPConnectionPool):
    ConnectionCls = GuardedHttp


class GuardedHttpsPool(HTTPSConnectionPool):
    ConnectionCls = GuardedHttps


class GuardedAdapter(HTTPAdapter):
    """For `requests`: connects to judged addresses only, over https except to what OUTBOUND_ALLOWED names."""

    def __init__(self, within: float) -> None:
        self.within = within
        super().__init__(max_retries=0)
        self.poolmanager.pool_classes_by_scheme = {"http": GuardedHttpPool, "https": GuardedHttpsPool}

    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        name, is_https = str(host["host"]), host["scheme"] == "https"
        port = int(host["port"] or (443 if is_https else 80))
        if not is_https and f"{name}:{port}" not in settings.OUTBOUND_ALLOWED:
            raise ForbiddenAddressError(f"{name} is not asked over https")
        if is_https:
            pool |= {"server_hostname": name, "assert_hostname": name}
        return host | {"host": judged_address(name, port), "port": port}, pool

    def send(self, request: Any, *_: Any, **options: Any) -> requests.Response:
        """The whole answer, read already."""
        request.headers.setdefault("Host", request.url.split("://", 1)[1].split("/", 1)[0].rpartition("@")[2])
        deadline = time.monotonic() + self.within
        timeout = (min(CONNECT_WITHIN, self.within), self.within)
        response = super().send(request, **options | {"stream": True, "timeout": timeout, "proxies": None})
        try:
            response._content = read_within(response, deadline)
        finally:
            response.close()
        return response


def read_within(response: requests.Response, deadline: float) -> bytes:
    """The body of an answer. Raises AnswerTooLargeError past the deadline or MOST_BYTES."""
    body = bytearray()
    while part := read_part(response):
        body += part
        if len(body) > MOST_BYTES or time.monotonic() > deadline:
            raise AnswerTooLargeError(f"{len(body)} bytes")
    return bytes(body)


def read_part(response: requests.Response) -> bytes:
    try:
        return bytes(response.raw.read1(CHUNK, decode_content=True))
    except (Urllib3Error, OSError) as error:
        raise requests.exceptions.ChunkedEncodingError(repr(error)) from error


@dataclass(frozen=True)
class Exchange:
    """The last call of a session: what came back, or why nothing did."""

    response: requests.Response | None = None
    error: Exception | None = None


class GuardedSession(requests.Session):
    """Calls take at most about `within` seconds each, follow no redirect, and know no proxy and no netrc.

    An answer that is a failure holds none of the keys that were sent, nor any of `secrets`.
    """

    def __init__(self, within: float, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self.secrets = tuple(secrets)
        self.trust_env = False
        self.last = Exchange()
        for scheme in ("http://", "https://"):
            self.mount(scheme, GuardedAdapter(within))

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        self.last = Exchange()
        try:
            response = super().send(request, **options | {"allow_redirects": False})
        except Exception as error:
            self.last = Exchange(error=error)
            raise
        if not response.ok or response.is_redirect:
            cut_keys(response, self.secrets)
        self.last = Exchange(response=response)
        return response
