"""Addresses that somebody typed: of a server, and of a post."""

import re
from urllib.parse import urlsplit

import idna
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _


def server_address(typed: str) -> str:
    """`https://host` of `red.example`, a whole address, or `@name@red.example`; raises ValidationError for others.

    Another scheme or a number only where OUTBOUND_ALLOWED names it.
    """
    typed = typed.strip()
    address = typed if "://" in typed else f"https://{typed.rpartition('@')[2]}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        if f"{host}:{port}" in settings.OUTBOUND_ALLOWED:
            return f"{parts.scheme}://{host}:{port}"
        name = idna.encode(host, uts46=True).decode()
    except (ValueError, idna.IDNAError) as error:
        raise forms.ValidationError(_("This is not the address of a server.")) from error
    # The last part of an address in numbers is one too.
    if parts.scheme not in ("http", "https") or "." not in name or name.rpartition(".")[2].isdigit():
        raise forms.ValidationError(_("This is not the address of a server."))
    return f"https://{name}:{port}" if port else f"https://{name}"


def trailing_number(address: str) -> str:
    """The number with which the path of a post's address ends; empty where it ends with none."""
    found = re.search(r"/([0-9]{1,40})/?$", urlsplit(address).path)
    return found.group(1) if found else ""
