"""Photos, documents and preview images, served through the gate."""
