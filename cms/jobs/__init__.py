"""Background work kept as database rows: leases, incidents, wake-ups."""
