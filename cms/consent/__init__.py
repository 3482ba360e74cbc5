"""The gate: whether an item may go to a use now, and what is shown of the person."""
