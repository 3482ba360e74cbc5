"""Every network this installation can publish to, by name."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from campaigns.models.account import network_choices, offer_network
from campaigns.networks.base import Network

_networks: dict[str, Network] = {}
_places: dict[str, str] = {}


def offer(name: str, label: Any, place: str) -> None:
    """Make a network known by the place of its class, `module:Class`; its library is loaded when it is first used."""
    _places[name] = place
    offer_network(name, label)


def register(network: Network) -> None:
    """Make `network` known. Registering the same name again replaces it."""
    _networks[network.name] = network
    offer_network(network.name, network.label)


def networks() -> Iterator[Network]:
    """Every network, in the order in which they were made known."""
    for name, _label in network_choices():
        yield network_named(name)


def network_named(name: str) -> Network:
    """The network called `name`. Raises KeyError where this installation has none."""
    if name not in _networks:
        module, _colon, class_name = _places[name].partition(":")
        _networks[name] = getattr(import_module(module), class_name)()
    return _networks[name]
