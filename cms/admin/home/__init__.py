"""The admin home page."""
