"""Contributors, consents and terms in the admin."""
