"""What travels as posts: kinds whose words are short enough to be read in passing, with or without a card.

Commitments and discussion groups do not: whoever promised something is not held to it in public by us, and a group
grows by being invited.
"""

from cms.models import Kind

CARRIED = (Kind.QUOTE, Kind.TESTIMONY, Kind.LEARNING, Kind.RESOURCE, Kind.WEBINAR)
NOT_CARRIED = (Kind.COMMITMENT, Kind.DISCUSSION_GROUP)
