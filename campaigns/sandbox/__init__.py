"""The sandbox network: a small social network of one's own, to see posts appear without an account anywhere.

This is its server side, in the web process. What publishes to it is `campaigns.networks.sandbox`, over HTTP.
"""
