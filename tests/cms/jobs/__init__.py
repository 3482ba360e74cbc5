"""Background work kept as rows."""
