"""The text, card and approval of each post."""
