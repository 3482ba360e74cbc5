"""The blocks of an edition, its merge tags."""
