"""Lists of items by kind and topic."""
