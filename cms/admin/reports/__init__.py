"""Reports and the review of their passages in the admin."""
