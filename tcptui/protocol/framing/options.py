"""Numbers behind a framing's name on the command line: `offset=2,adjust=-4`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tcptui.protocol.framing.errors import FramingError

_DECIMAL = re.compile(r"-?[0-9]{1,20}")
_HEX = re.compile(r"0[xX][0-9A-Fa-f]{1,16}")
ENDLESS = 1 << 60
"""A limit that no one meets."""


def read_number(text: str, what: str, lowest: int, highest: int) -> int:
    """A whole number, decimal or hex behind `0x`. what: how the error calls it. Raises FramingError."""
    digits = text.strip()
    number = int(digits) if _DECIMAL.fullmatch(digits) else int(digits, 16) if _HEX.fullmatch(digits) else None
    if number is None or not lowest <= number <= highest:
        allowed = f"of {lowest:,} or more" if highest >= ENDLESS else f"from {lowest:,} to {highest:,}"
        raise FramingError(f"{what} is {text!r}: write a whole number {allowed}.")
    return number


def read_options(words: list[str], framing: str, ranges: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Options such as `offset=2`, each at most once, by their names.

    framing: as it was typed, for the errors; ranges: lowest and highest value of each option there is. Raises
    FramingError.
    """
    known = ", ".join(f"{name}=N" for name in ranges)
    options: dict[str, int] = {}
    for word in words:
        name, equals, value = word.strip().partition("=")
        if name not in ranges or not equals:
            raise FramingError(f"{word!r} in the framing {framing!r} is no option: write {known}.")
        if name in options:
            raise FramingError(f"{name} stands twice in the framing {framing!r}.")
        options[name] = read_number(value, f"{name} in the framing {framing!r}", *ranges[name])
    return options
