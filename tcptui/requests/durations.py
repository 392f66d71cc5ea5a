"""Stretches of time as files and people write them: `2s`, `500ms`, `1m`."""

from __future__ import annotations

import re

_FORM = re.compile(r"(\d+(?:\.\d+)?) ?(ms|s|m|h)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
LONGEST = 86400.0
"""Seconds: nothing here waits for more than a day."""


def read_duration(value: object) -> float:
    """The seconds of `"2s"`, `"500ms"`, `"1.5s"`, `"1m"`, or of a number, which means seconds.

    Raises ValueError with what to write, as a part of a sentence.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = float(value)
    elif isinstance(value, str) and (match := _FORM.fullmatch(value.strip())):
        seconds = float(match[1]) * _SECONDS[match[2]]
    else:
        raise ValueError(f'{value!r} is no stretch of time: write "2s", "500ms" or "1m".')
    if not 0 <= seconds <= LONGEST:
        raise ValueError(f"{value!r} is longer than a day, or negative.")
    return round(seconds, 6)


def duration(seconds: float) -> str:
    """How a file has it: the shortest form that reads back as the same, to the microsecond."""
    for unit in ("h", "m", "s"):
        number = seconds / _SECONDS[unit]
        if number >= 1 and round(number, 6) == int(number):
            return f"{int(number)}{unit}"
    if 0 < seconds < 1:
        return f"{_plain(seconds * 1000)}ms"
    return f"{_plain(seconds)}s"


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
