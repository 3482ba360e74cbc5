"""Tools for developers: install, check, lock. Not shipped."""
