"""The kind, topics and language suggested for each passage."""
