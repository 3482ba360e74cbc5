"""Pictures and documents that are stored already."""
