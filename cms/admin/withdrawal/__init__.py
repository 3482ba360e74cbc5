"""Withdrawing, erasing and receipts in the admin."""
