"""The reader page of one item."""
