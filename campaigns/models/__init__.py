"""Campaigns, their pieces and posts, and the accounts they go to."""

from campaigns.models.account import Account, Credentials, ServerApp
from campaigns.models.campaign import Campaign, Pause, Slot
from campaigns.models.post import Payload, Piece, Post

__all__ = ["Account", "Campaign", "Credentials", "Pause", "Payload", "Piece", "Post", "ServerApp", "Slot"]
