"""The report on impact, for donors: a page to look at and to print."""
