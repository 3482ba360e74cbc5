"""The campaigns as a channel of cms."""
