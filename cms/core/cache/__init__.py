"""Answers that are kept, and the stamp that tells when one is no longer right."""
