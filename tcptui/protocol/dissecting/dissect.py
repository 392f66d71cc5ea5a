"""A message's bytes into its parts, by the framing's name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from tcptui.protocol.dissecting.delimited import dissect_delimited, dissect_fixed, dissect_line
from tcptui.protocol.dissecting.http import dissect_http
from tcptui.protocol.dissecting.jsonheader import dissect_json_header
from tcptui.protocol.dissecting.lengths import dissect_length, dissect_preset
from tcptui.protocol.dissecting.netstring import dissect_netstring
from tcptui.protocol.dissecting.parting import Message, Parting
from tcptui.protocol.dissecting.postgresql import dissect_postgresql
from tcptui.protocol.dissecting.presets import FIELDS
from tcptui.protocol.dissecting.resp import dissect_resp
from tcptui.protocol.framing.parts import Part
from tcptui.protocol.framing.table import FramingError

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction

_Reader = Callable[[Parting, Message], None]

_READERS: dict[str, _Reader] = {
    "auto": dissect_http,
    "line": dissect_line,
    "delimiter": dissect_delimited,
    "fixed": dissect_fixed,
    "length": dissect_length,
    "json-header": dissect_json_header,
    "http": dissect_http,
    "netstring": dissect_netstring,
    "resp": dissect_resp,
    **dict.fromkeys(FIELDS, dissect_preset),
    "postgresql": dissect_postgresql,
}


def dissect(framing: str, direction: Direction, kind: str, data: bytes, size: int | None = None) -> tuple[Part, ...]:
    """The parts of one message, without gaps, at most `PARTS_LIMIT` of them; what can't be told apart is content.

    framing: as the command line writes it; direction: `in` for what answers, as if we were the client; kind: as its
    framing found it; data: perhaps cut short, or garbled; size: of the whole message in bytes, where data is only the
    beginning of it.
    """
    name, _, parameters = framing.partition(":")
    message = Message(name.strip(), parameters, direction, kind)
    parting = Parting(data, len(data) if size is None else size)
    reader = _READERS.get(message.name)
    if reader is not None and kind not in ("stream", "extra"):
        # A framing that is not known (of another version's record) leaves all of it content.
        with suppress(FramingError):
            reader(parting, message)
    parting.rest()
    return parting.parts
