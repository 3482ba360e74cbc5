"""Subscriptions, suppressions and their signed links."""
