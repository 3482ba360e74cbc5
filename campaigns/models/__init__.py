"""Campaigns, their pieces and posts, and the accounts they go to."""

from campaigns.models.account import Account, Credentials, ServerApp
from campaigns.models.campaign import Campaign, Pause, Slot
from campaigns.models.post import Measurement, Payload, Piece, Post, PostStep

__all__ = [
    "Account",
    "Campaign",
    "Credentials",
    "Measurement",
    "Pause",
    "Payload",
    "Piece",
    "Post",
    "PostStep",
    "ServerApp",
    "Slot",
]
