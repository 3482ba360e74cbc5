"""The content system of Cosecha. `pyproject.toml` reads the version of the whole product from here."""

__version__ = "0.1.0"
