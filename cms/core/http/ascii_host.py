"""An address on the web as machines write it. Knows no setting: the settings call it."""

from urllib.parse import urlsplit

import idna


def with_ascii_host(url: str) -> str:
    """`url` with its host as A-labels, as browsers send it and headers of mail need it. Raises ValueError for none."""
    host = urlsplit(url).hostname or ""
    if host.isascii():
        return url
    try:
        encoded = idna.encode(host, uts46=True, transitional=False).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError(f"{host} is no name of a host") from error
    before, _separator, after = url.partition("://")
    netloc, slash, path = after.partition("/")
    start = netloc.lower().index(host)
    return f"{before}://{netloc[:start]}{encoded}{netloc[start + len(host) :]}{slash}{path}"
