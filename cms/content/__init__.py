"""Creating, publishing, translating and archiving content."""
