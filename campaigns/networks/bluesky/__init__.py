"""Bluesky and other servers of the AT Protocol. https://docs.bsky.app/docs/advanced-guides/posts"""
