"""What leaves in a file for spreadsheets."""


def harmless(value: str) -> str:
    """Names are typed by anybody: a spreadsheet must take none of them for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
