"""The primary key of a row, as a form or a query names it."""

# What a BigAutoField holds: https://docs.djangoproject.com/en/5.2/ref/models/fields/#bigautofield
LARGEST = 2**63 - 1


def key_in(text: str) -> int | None:
    """The number that `text` names, or None where no row could have it."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))):
        return None
    number = int(text)
    return number if number <= LARGEST else None
