"""What travels as posts: kinds whose words are short enough to be read in passing, with or without a card."""

from cms.models import Kind

CARRIED = (Kind.QUOTE, Kind.TESTIMONY, Kind.LEARNING, Kind.RESOURCE)
