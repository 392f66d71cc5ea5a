"""The times beside messages: when the first byte came or went."""

from __future__ import annotations

from tcptui.protocol.events import Message, RunStarted
from tcptui.protocol.units import since
from tcptui.ui.rowtimes import TIME_WIDTHS, TimeMode, clock


def begun(message: Message) -> int:
    """When its first byte came or went, monotonic ns."""
    return message.t - round(message.took * 1e9)


def moment(t: int, mode: TimeMode, started: RunStarted, before: int | None) -> str:
    """A time as wide as every other's. before: when the message before began, None for the first."""
    width = TIME_WIDTHS[mode]
    match mode:
        case "start":
            return f"{since(t, started.t):>{width}}"
        case "last":
            return f"{since(t, t if before is None else before):>{width}}"
        case "absolute":
            return clock(t, started)
