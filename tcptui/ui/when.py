"""Moments of the past as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta

_NS = 10**9
_MINUTE, _HOUR = 60, 3600


def when(then: int | None, now: int) -> str:
    """A moment in at most 12 cells, by the local clock: `just now`, `5 min ago`, `14:03`, `yesterday`, `13 Nov`,
    `2025-11-13`; then, now: ns since the epoch."""
    if then is None:
        return "unknown"
    age = (now - then) / _NS
    if 0 <= age < _MINUTE:
        return "just now"
    if 0 <= age < _HOUR:
        return f"{int(age // _MINUTE)} min ago"
    at, today = datetime.fromtimestamp(then / _NS), datetime.fromtimestamp(now / _NS)
    if at.date() == today.date():
        return f"{at:%H:%M}"
    if at.date() == (today - timedelta(days=1)).date():
        return "yesterday"
    return f"{at.day} {at:%b}" if at.year == today.year else f"{at:%Y-%m-%d}"
