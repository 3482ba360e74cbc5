"""The blocks of an edition, its audience segments and merge tags."""
