"""Decisions on passages: accept, skip, split, join, attribute."""
