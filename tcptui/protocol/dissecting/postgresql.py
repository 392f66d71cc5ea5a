"""`postgresql`: a type byte and a length, but for the first messages of a connection, which have no type byte.

Its manual, "Message Flow" and "Message Formats".
"""

from __future__ import annotations

import struct
from typing import Final

from tcptui.protocol.dissecting.parting import Message, Parting
from tcptui.protocol.dissecting.presets import FIELDS, by_letter, mismatch
from tcptui.protocol.framing.layouts import PRESETS
from tcptui.protocol.framing.postgresql import SERVER_TYPES

_CODES = {
    196608: "StartupMessage, protocol 3.0",
    196610: "StartupMessage, protocol 3.2",
    80877102: "CancelRequest",
    80877103: "SSLRequest",
    80877104: "GSSENCRequest",
}

UNTYPED: Final = tuple(struct.pack(">I", code) for code in _CODES)
"""What the contents of messages without a type byte begin with."""

_ANSWERS = {b"S": "TLS may begin", b"N": "refused", b"G": "GSSAPI encryption may begin"}


def dissect_postgresql(parting: Parting, message: Message) -> None:
    """Type, length, content; or length, code, content; or the one byte that answers an SSLRequest."""
    data = parting.data
    if message.direction == "in" and len(data) == 1 and data in _ANSWERS:
        parting.take("answer", "header", 1, f"{data.decode()}, {_ANSWERS[data]}")
        return
    untyped = data.startswith(b"\0")  # a length's first byte: no type is 0
    if data and not untyped:
        (kind,) = FIELDS["postgresql"].before
        kind = kind if message.direction == "out" else kind._replace(known=by_letter(SERVER_TYPES))
        parting.take(kind.name, "header", 1, kind.told(data[0]))
    layout = PRESETS["postgresql"]
    read = layout.length.read(data, parting.at)
    if read is None:
        parting.rest("length", "length")
        return
    said, end = read
    parting.take("length", "length", 4, layout.length.told(said), mismatch(layout, said, parting.size - end))
    if untyped:
        parting.rest(value=told_untyped(data[end : end + 4]))


def told_untyped(content: bytes) -> str:
    """What a message without a type byte is."""
    return _CODES.get(int.from_bytes(content[:4], "big"), "")
