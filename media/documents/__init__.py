"""The files that readers can open: on arrival, what says who made them, when and where is taken out."""
