"""Composing, scheduling, approving and correcting editions."""
