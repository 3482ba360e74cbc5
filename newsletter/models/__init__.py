"""Audiences, editions, and what happened to each reader's copy."""

from newsletter.models.audience import Audience, OptIn, Subscriber, Suppression
from newsletter.models.delivery import Delivery
from newsletter.models.edition import Edition, EditionItem, Recipe, RecipeSection, Rendering
from newsletter.models.subscription_event import SubscriptionEvent

__all__ = [
    "Audience",
    "Delivery",
    "Edition",
    "EditionItem",
    "OptIn",
    "Recipe",
    "RecipeSection",
    "Rendering",
    "Subscriber",
    "SubscriptionEvent",
    "Suppression",
]
