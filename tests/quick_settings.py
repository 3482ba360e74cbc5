"""Cosecha's settings, but passwords cost nothing to check: for processes that a test asks for many of them."""

from cms.settings import *  # noqa: F403  # all of them, whatever they are

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
