"""Every network this installation can publish to, by name."""

from collections.abc import Iterator

from campaigns.models.account import offer_network
from campaigns.networks.base import Network

_networks: dict[str, Network] = {}


def register(network: Network) -> None:
    """Make `network` known. Registering the same name again replaces it."""
    _networks[network.name] = network
    offer_network(network.name, network.label)


def networks() -> Iterator[Network]:
    """Every network, in the order of registration."""
    yield from _networks.values()


def network_named(name: str) -> Network:
    """The network called `name`. Raises KeyError where this installation has none."""
    return _networks[name]
