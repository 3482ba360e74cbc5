"""Text as it is kept: one form for every door through which it comes."""
