"""Where a length stands in a message, and what it counts."""

from __future__ import annotations

from typing import NamedTuple

from tcptui.protocol.framing.table import FramingError
from tcptui.protocol.integers import INTEGERS, Integer


class Layout(NamedTuple):
    """`offset` bytes, the length, then as many bytes as it says plus `adjust`."""

    length: Integer
    offset: int = 0
    adjust: int = 0

    def mismatch(self, said: int, size: int) -> str:
        """Why a length that says `said` is wrong where `size` bytes follow it; empty where it is right."""
        if said + self.adjust == size:
            return ""
        if self.adjust:
            return f"says {said}, {size - self.adjust} fits"
        return f"says {said}, the content has {size}"


def read_layout(parameters: str) -> Layout:
    """The layout of `u16be,offset=1,adjust=-4`. Raises FramingError."""
    kind, *options = parameters.split(",")
    if kind not in INTEGERS:
        raise FramingError(f"{kind!r} is no kind of length known here.")
    numbers = dict(option.split("=", 1) for option in options if "=" in option)
    return Layout(INTEGERS[kind], int(numbers.get("offset", 0)), int(numbers.get("adjust", 0)))
