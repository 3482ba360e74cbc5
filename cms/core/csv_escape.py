"""What leaves in a file for spreadsheets."""

from unicodedata import normalize


def harmless(value: str) -> str:
    """Names and words are typed by anybody: a spreadsheet must take none of them for a formula.

    Some leave out blanks at the beginning, and read wide signs as plain ones:
    https://owasp.org/www-community/attacks/CSV_Injection
    """
    is_formula = value[:1] in ("\t", "\r", "\n") or normalize("NFKC", value.strip())[:1] in ("=", "+", "-", "@")
    return f"'{value}" if is_formula else value
