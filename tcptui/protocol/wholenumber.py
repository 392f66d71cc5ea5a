"""Whole numbers as a person types them."""

from __future__ import annotations

_MOST_DIGITS = 19  # more than any figure has; Python refuses to read thousands of them (`int`, CVE-2020-10735)


def whole_number(text: str, least: int, most: int) -> int | None:
    """The number of a text of plain digits; None where it is none, or not in least..most."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        return None
    number = int(text)
    return number if least <= number <= most else None
