"""The website as a channel: its copies of an item and how they are taken back."""
