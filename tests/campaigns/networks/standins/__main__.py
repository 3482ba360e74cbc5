"""Run all stand-ins until standard input ends: `python -m tests.campaigns.networks.standins`.

The first line of the output says on which port each listens, as JSON.
"""

from __future__ import annotations

import json
import sys
import threading

from tests.campaigns.networks.standins.bluesky import BlueskyStandIn
from tests.campaigns.networks.standins.containers import InstagramStandIn, ThreadsStandIn
from tests.campaigns.networks.standins.graph import GraphStandIn
from tests.campaigns.networks.standins.handler import StandInServer
from tests.campaigns.networks.standins.linkedin import LinkedInStandIn
from tests.campaigns.networks.standins.mastodon import MastodonStandIn
from tests.campaigns.networks.standins.telegram import TelegramStandIn
from tests.campaigns.networks.standins.x import XStandIn

STAND_INS = {
    "bluesky": BlueskyStandIn,
    "graph": GraphStandIn,
    "instagram": InstagramStandIn,
    "linkedin": LinkedInStandIn,
    "mastodon": MastodonStandIn,
    "telegram": TelegramStandIn,
    "threads": ThreadsStandIn,
    "x": XStandIn,
}

servers = {name: StandInServer(stand_in) for name, stand_in in STAND_INS.items()}
for server in servers.values():
    threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({name: server.server_address[1] for name, server in servers.items()}), flush=True)
sys.stdin.read()
