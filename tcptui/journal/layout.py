"""The log's bytes (FORMAT.md): a fixed header, then a body; events become bodies and come back."""

from __future__ import annotations

import json
import struct
from dataclasses import fields
from enum import IntEnum
from operator import attrgetter
from typing import Final, NamedTuple, assert_never

from tcptui.protocol.events import (
    Acked,
    Concealed,
    Direction,
    Event,
    KernelSample,
    Message,
    Received,
    Sent,
    VerdictReached,
    from_plain,
    plain,
)

FORMAT: Final = 1
"""The format's version: the second byte of every header."""
MAGIC: Final = 0x54 | FORMAT << 8
HEADER: Final = struct.Struct("<HBBIQQII")
HEADER_SIZE: Final = HEADER.size
FAR: Final = 0xFFFFFFFF
"""`back` of a record whose predecessor is 4 GB or more away: the index knows it."""

IN: Final = 1
OUT: Final = 2
DIRECTIONS: Final[tuple[Direction | None, ...]] = (None, "in", "out")
"""A header's direction as a word."""


class Kind(IntEnum):
    """What a record holds. Kinds below SAMPLE make rows on the screen."""

    DATA = 1
    EVENT = 2
    MESSAGE = 3
    VERDICT = 4
    SAMPLE = 16
    ITEM = 17
    """A message that needs no row: its bytes say all. Under a flood of lines a row each would hide the lines."""
    CONCEALED = 18


# Plain numbers: an IntEnum member costs a look-up for every record that passes.
DATA: Final = int(Kind.DATA)
CONCEALED: Final = int(Kind.CONCEALED)
ROW_KINDS_END: Final = int(Kind.SAMPLE)

_PENDING = struct.Struct("<Q")
_END = struct.Struct("<Q")
CONCEALED_SIZE: Final = _END.size
"""Bytes of a CONCEALED record's body."""
_encode = json.JSONEncoder(separators=(",", ":")).encode
_MESSAGE_NAMES = ("event", *(field.name for field in fields(Message)))
_message_values = attrgetter(*_MESSAGE_NAMES[1:])


class DamagedLogError(ValueError):
    """The log holds what this version can't read; the message is one sentence."""


class Record(NamedTuple):
    """One record's header. A tuple, because a million of them a second are walked.

    pos: where it begins in the log, bytes; direction: 0 none, 1 in, 2 out; t: CLOCK_MONOTONIC, ns;
    offset: of its first byte in its direction's stream; length: of its body, bytes;
    back: how many bytes before `pos` the connection's previous row-record begins, 0 for none, FAR for too far.
    """

    pos: int
    kind: int
    direction: int
    conn: int
    t: int
    offset: int
    length: int
    back: int

    @property
    def end(self) -> int:
        """Where the next record of the log begins."""
        return self.pos + HEADER_SIZE + self.length

    @property
    def stream_end(self) -> int:
        """The stream offset behind a DATA record's last byte."""
        return self.offset + self.length

    @property
    def is_data(self) -> bool:
        """Whether its body is bytes of a stream."""
        return self.kind == DATA

    @property
    def is_row(self) -> bool:
        """Whether it makes rows on the screen, and so belongs to its connection's chain of back links."""
        return self.kind < ROW_KINDS_END

    def runs_on(self, later: Record) -> bool:
        """Whether the connection's next row-record goes on with the stretch of bytes that this one is part of."""
        same_stream = self.kind == later.kind == DATA and self.direction == later.direction
        return same_stream and later.offset == self.offset + self.length


def header(data: bytes, at: int, pos: int) -> Record:
    """The header at `at` of data, which is the log's byte `pos`. Raises DamagedLogError where there is none."""
    fields = HEADER.unpack_from(data, at)
    if fields[0] != MAGIC:
        raise DamagedLogError(f"No record begins at byte {pos:,} of the log.")
    return Record._make((pos, *fields[1:]))


def encode(event: Event) -> tuple[Kind, int, int, bytes]:
    """An event's kind, direction, offset and body. Sent and Received are written as DATA, never through here."""
    match event:
        case KernelSample():
            return Kind.SAMPLE, 0, 0, _PENDING.pack(event.pending) + event.tcp_info
        case Acked():
            return Kind.SAMPLE, OUT, event.total, b""
        case Message():
            return (
                Kind.ITEM if _says_all(event) else Kind.MESSAGE,
                DIRECTIONS.index(event.direction),
                event.start,
                _message_json(event),
            )
        case Concealed(direction=direction, start=start, end=end):
            return Kind.CONCEALED, DIRECTIONS.index(direction), start, _END.pack(end)
        case VerdictReached():
            return Kind.VERDICT, 0, 0, _json(event)
        case _:
            return Kind.EVENT, 0, 0, _json(event)


def decode(record: Record, body: bytes) -> Event:
    """The event that a record holds; Sent and Received come without their bytes (pass an empty body).

    Raises DamagedLogError for what this version can't read.
    """
    try:
        kind = Kind(record.kind)
    except ValueError:
        raise DamagedLogError(f"The record at byte {record.pos:,} is of unknown kind {record.kind}.") from None
    match kind:
        case Kind.DATA:
            made = Sent if record.direction == OUT else Received
            return made(record.conn, record.t, record.offset, record.length)
        case Kind.SAMPLE if record.direction == OUT:
            return Acked(record.conn, record.t, record.offset)
        case Kind.SAMPLE:
            (pending,) = _PENDING.unpack_from(body)
            return KernelSample(record.conn, record.t, body[_PENDING.size :], pending)
        case Kind.CONCEALED:
            whose: Direction = "out" if record.direction == OUT else "in"
            return Concealed(record.conn, record.t, whose, record.offset, concealed_end(body))
        case Kind.EVENT | Kind.MESSAGE | Kind.VERDICT | Kind.ITEM:
            return _from_json(record, body)
        case _:
            assert_never(kind)


def concealed_end(body: bytes) -> int:
    """The stream offset behind a CONCEALED record's stretch, by its body. Raises DamagedLogError."""
    if len(body) != CONCEALED_SIZE:
        raise DamagedLogError(f"A record of a concealed stretch has {len(body)} bytes instead of {CONCEALED_SIZE}.")
    return int(_END.unpack(body)[0])


def _says_all(message: Message) -> bool:
    """Whether the bytes alone show the message: ours, and whole lines and messages."""
    whole = message.complete and message.kind in ("line", "message")
    return message.problem is None and (message.direction == "out" or whole)


def _json(event: Event) -> bytes:
    # Events carry words from outside (host names, first lines); a lone surrogate must not stop the record.
    return _encode({"event": event.name, **plain(event)}).encode("ascii")


def _message_json(message: Message) -> bytes:
    # There may be one for each line of a flood, and its fields are plain as they are: `_json` would look at each.
    return _encode(dict(zip(_MESSAGE_NAMES, (message.name, *_message_values(message)), strict=True))).encode("ascii")


def _from_json(record: Record, body: bytes) -> Event:
    try:
        values = json.loads(body)
        return from_plain(values.pop("event"), values)
    except (ValueError, KeyError) as error:
        raise DamagedLogError(f"The event at byte {record.pos:,} can't be read: {error}.") from None
