"""Numbers as bars of one cell each: `▁▂▃▅▇█`."""

from __future__ import annotations

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[int]) -> str:
    """A bar for each value against the greatest; nothing is the lowest bar, and something never is."""
    top = max(values, default=0)
    if not top:
        return _BARS[0] * len(values)
    return "".join(_BARS[0 if not value else max(1, (len(_BARS) - 1) * value // top)] for value in values)


def bar(share: float, width: int) -> str:
    """A line that takes this share (0..1) of `width` cells, in half cells; something is never nothing."""
    if share <= 0 or not width:
        return ""
    halves = max(1, round(share * width * 2))
    return "━" * (halves // 2) + ("╸" if halves % 2 else "")
