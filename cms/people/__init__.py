"""Contributors, and the link to their own page."""
