"""Mastodon and the servers that speak its API. https://docs.joinmastodon.org/api/"""
