"""Professional accounts on Instagram, by the Page they belong to."""
