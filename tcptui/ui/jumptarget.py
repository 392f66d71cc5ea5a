"""Where to jump to, as people write it: a time, a place in a stream, a row. Pure but for the local time zone."""

from __future__ import annotations

import re
import time
from typing import Literal

from tcptui.protocol.events import Direction, RunStarted
from tcptui.protocol.frozen import frozen

FORMS = """\
+4.1          seconds since the start (also +2:30, +1:05:00)
-10           seconds before the end
12:03:04.5    by the clock, as `t` shows it
1048576       byte of what was received; also in 0x1000, in 1M
out 4096      byte of what was sent
row 123       row of this view"""

_SECOND = 1_000_000_000
_DAY = 86_400
_SPAN = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d*)?)\s*s?")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d(?:\.\d*)?))?")
_NUMBER = r"\d+(?:[,_]\d+)*"
_OFFSET = re.compile(rf"(?:(in|out)\s+)?(0x[0-9a-f]+(?:_[0-9a-f]+)*|{_NUMBER})\s*([kmg]?)b?", re.IGNORECASE)
_ROW = re.compile(rf"(?:row|line)\s+({_NUMBER})", re.IGNORECASE)
_LONGEST = 40  # characters, more than any place has; Python refuses to read numbers of thousands of digits
_TIMES = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_HOW = "Write +4.1 or -10 (seconds), 12:03:04 (the clock), 4096 or out 0x1000 (a byte), or row 12."


class JumpError(ValueError):
    """What can't be understood; the message is one sentence that says how to write it."""


@frozen
class Moment:
    """A time. t: CLOCK_MONOTONIC, ns; before_end: ns before the record's end instead, where it is not None."""

    t: int
    before_end: int | None = None


@frozen
class Byte:
    """A byte of a stream."""

    direction: Direction
    offset: int


@frozen
class Numbered:
    """A row by its number, from 0."""

    number: int


Goal = Moment | Byte | Numbered


def read_goal(text: str, started: RunStarted) -> Goal:
    """What a jump means. started: of the run in view. Raises JumpError."""
    wanted = text.strip()
    if len(wanted) > _LONGEST:
        raise JumpError(_HOW)
    if wanted[:1] in ("+", "-"):
        return _relative(wanted, started)
    if match := _ROW.fullmatch(wanted):
        return Numbered(max(0, int(match[1].replace(",", "")) - 1))
    if match := _CLOCK.fullmatch(wanted):
        return _by_clock(match, started)
    if match := _OFFSET.fullmatch(wanted):
        direction: Literal["in", "out"] = "out" if (match[1] or "in").lower() == "out" else "in"
        digits = match[2].replace(",", "")
        return Byte(direction, int(digits, 0 if digits.lower().startswith("0x") else 10) * _TIMES[match[3].lower()])
    raise JumpError(_HOW)


def _relative(wanted: str, started: RunStarted) -> Moment:
    match = _SPAN.fullmatch(wanted[1:].strip())
    if match is None:
        raise JumpError(f"{wanted[0]} wants seconds behind it, or minutes and seconds: +4.1, +2:30, -10.")
    hours, minutes, seconds = match.groups()
    span = round((int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds)) * _SECOND)
    return Moment(started.t + span) if wanted[0] == "+" else Moment(0, span)


def _by_clock(match: re.Match[str], started: RunStarted) -> Moment:
    """The first time after the run's start that the clock shows this."""
    hour, minute, second = int(match[1]), int(match[2]), float(match[3] or 0)
    if hour > 23 or minute > 59 or second >= 60:
        raise JumpError("There is no such time of day: write hours, minutes and seconds, as 23:59:59.5.")
    begun = time.localtime(started.wall // _SECOND)
    since_midnight = (begun.tm_hour * 60 + begun.tm_min) * 60 + begun.tm_sec
    wanted = (hour * 60 + minute) * 60 + second
    # A clock that shows milliseconds cuts them: what it shows as the start is not before it.
    seconds = (int(wanted) - since_midnight) % _DAY + wanted % 1
    return Moment(started.t + round(seconds * _SECOND) - started.wall % _SECOND)
