"""This installation as a network knows it: the keys of the application whose page asks people for their yes."""

import json

from campaigns.models import ServerApp
from cms.core.encryption import DecryptionError, decrypt, encrypt

PURPOSE = "server app"


def app_of(network: str, server: str = "", *, proven: bool = False) -> dict[str, str]:
    """Its keys; nothing where it has none, or no secret of this installation opens them.

    `proven`: only keys with which an account was connected since they were last sent along.
    """
    kept = ServerApp.objects.filter(network=network, server=server).first()
    if kept is None or (proven and not kept.is_proven):
        return {}
    try:
        keys: dict[str, str] = json.loads(decrypt(PURPOSE, kept.encrypted))
    except DecryptionError:
        return {}
    return keys


def keep_app(network: str, server: str, keys: dict[str, str]) -> None:
    """Replace the keys; they have to prove themselves."""
    values = {"encrypted": encrypt(PURPOSE, json.dumps(keys)), "is_proven": False}
    ServerApp.objects.update_or_create(network=network, server=server, defaults=values)


def mark_proven(network: str, server: str = "") -> None:
    """An account was connected with them."""
    ServerApp.objects.filter(network=network, server=server).update(is_proven=True)
