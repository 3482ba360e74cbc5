"""The search backend for SQLite and PostgreSQL."""
