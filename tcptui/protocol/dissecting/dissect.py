"""A message's bytes into its parts, by the framing's name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from tcptui.protocol.dissecting.delimited import dissect_line
from tcptui.protocol.dissecting.http import dissect_http
from tcptui.protocol.dissecting.lengths import dissect_length
from tcptui.protocol.dissecting.parting import Message, Parting
from tcptui.protocol.framing.parts import Part
from tcptui.protocol.framing.table import FramingError

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction

_Reader = Callable[[Parting, Message], None]

_READERS: dict[str, _Reader] = {
    "auto": dissect_http,
    "line": dissect_line,
    "length": dissect_length,
    "http": dissect_http,
}


def dissect(framing: str, direction: Direction, kind: str, data: bytes) -> tuple[Part, ...]:
    """The parts of one message, without gaps, at most `PARTS_LIMIT` of them; what can't be told apart is content.

    framing: as the command line writes it; kind: as its framing found it; data: perhaps cut short, or garbled.
    """
    name, _, parameters = framing.strip().partition(":")
    parting = Parting(data)
    reader = _READERS.get(name)
    if reader is not None and kind not in ("stream", "extra"):
        # A framing that is not known (of another version's record) leaves all of it content.
        with suppress(FramingError):
            reader(parting, Message(parameters, direction, kind))
    parting.rest()
    return parting.parts
