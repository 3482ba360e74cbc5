"""A report file read into passages."""
