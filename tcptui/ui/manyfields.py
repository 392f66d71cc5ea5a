r"""What a person writes who wants many connections: a line a field, read into a `GroupWanted`. Pure."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import NamedTuple

from tcptui.protocol.endpoint import Endpoint, TargetError
from tcptui.protocol.escapes import EscapeError, unescape
from tcptui.protocol.framing.table import FramingError, parse_framing
from tcptui.protocol.pasted.reader import read_pasted
from tcptui.protocol.units import exact
from tcptui.protocol.wholenumber import whole_number
from tcptui.requests.many import Errand, Until, usual_end
from tcptui.requests.oneshot import TIMEOUT
from tcptui.ui.groups import GroupWanted

_LONGEST = 86400.0
"""Seconds: a day."""


class Field(NamedTuple):
    """One line of the form. first: what stands there; told: what it is for, and how it may be written."""

    id: str
    label: str
    first: str
    told: str


FIELDS = (
    Field("target", "target", "", "host:port, a URL, a port, unix:/path"),
    Field("count", "connections", "100", "how many, all open at once"),
    Field("messages", "each sends", "", r"text, escapes as \r\n, | between messages (\x7c for one); none: you speak"),
    Field("framing", "framing", "auto", "how answers are read, as in the new connection's dialog"),
    Field("until", "until", "", "answer, or echo: as many bytes came back as went out; none: the framing says"),
    Field("timeout", "at most", f"{TIMEOUT:g}", "seconds from the opening to the end of what comes back"),
    Field("pause", "pause", "0", "seconds between two openings; 0: as fast as they go"),
)


class WantedError(ValueError):
    """What can't be understood, one sentence. field: the id of the line."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def read(values: Mapping[str, str], room: int) -> GroupWanted:
    """What was asked for. values: each field's line; room: how many more connections this process can have.

    Raises WantedError for the first line that can't be understood.
    """
    endpoint, count = _endpoint(values["target"]), _count(values["count"].strip(), room)
    messages, framing = _messages(values["messages"]), _framing(values["framing"])
    until = _until(values["until"].strip(), framing, messages)
    timeout, pause = (_seconds(name, values[name].strip()) for name in ("timeout", "pause"))
    if not messages:
        return GroupWanted(endpoint, count, framing, None, pause)
    if not timeout:
        raise WantedError("timeout", "The time for an answer can't be 0 seconds.")
    errand = Errand(messages, sum(map(len, messages)), framing, until, timeout)
    return GroupWanted(endpoint, count, framing, errand, pause)


def _endpoint(text: str) -> Endpoint:
    try:
        return read_pasted(text).endpoint
    except TargetError as error:
        raise WantedError("target", str(error)) from None


def _count(text: str, room: int) -> int:
    count = whole_number(text, 1, sys.maxsize)
    if count is None:
        raise WantedError("count", f"{text!r} is no whole number from 1 on.")
    if count > room:
        raise WantedError("count", f"No more than {exact(room, 'connection')} can be open here at once (ulimit -Hn).")
    return count


def _messages(text: str) -> tuple[bytes, ...]:
    try:
        return tuple(message for part in text.split("|") if (message := unescape(part)))
    except EscapeError as error:
        raise WantedError("messages", str(error)) from None


def _framing(text: str) -> str:
    try:
        return str(parse_framing(text))
    except FramingError as error:
        raise WantedError("framing", str(error)) from None


def _until(text: str, framing: str, messages: tuple[bytes, ...]) -> Until:
    match text:
        case "":
            return usual_end(_found(framing, messages), sum(map(len, messages)))
        case "answer":
            return "answer"
        case "echo" if framing in ("none", "auto"):
            return "echo"
        case "echo":
            raise WantedError("until", f"An echo is told by its bytes, but {framing} tells an answer's end: only one.")
        case _:
            raise WantedError("until", f"{text!r} is neither answer nor echo.")


def _found(framing: str, messages: tuple[bytes, ...]) -> str:
    """What `auto` is for these messages: `http` where they begin with a request line."""
    if framing != "auto":
        return framing
    from tcptui.protocol.framing.auto import Auto

    auto = Auto()
    auto.sent(b"".join(messages))
    return "http" if auto.response.framing == "http" else "none"


def _seconds(field: str, text: str) -> float:
    try:
        seconds = float(text or 0)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _LONGEST:
        raise WantedError(field, f"{text!r} is no number of seconds from 0 to {_LONGEST:.0f}.")
    return seconds
