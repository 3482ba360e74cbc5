"""X, formerly Twitter, by version 2 of its API."""
