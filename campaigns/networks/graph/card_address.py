"""Where a network fetches the card of a post that is on its way: a signed address that ends soon.

What answers there is campaigns/public/card_view.py.
"""

from datetime import timedelta

from cms.core import signing
from cms.core.absolute_urls import link_to

PURPOSE = "card of a post"
# As long as a container lives, into which a network puts it.
LIFETIME = timedelta(hours=24)
# In place of a post's key: a picture of nothing, with which a connection is tried.
TRIAL = "trial"


def address_of_card(key: str) -> str:
    """The whole address of the card of the post with this key."""
    return link_to("post_card_to_fetch", signing.sign_dated(PURPOSE, key))


def key_in(token: str) -> str | None:
    """The key in an address; None where it is not ours, or too old."""
    return signing.unsign_dated(PURPOSE, token, LIFETIME)
