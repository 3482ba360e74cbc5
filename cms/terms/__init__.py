"""The append-only terms of consents: record, summarise, expire, report."""
