"""A recorded run written out: received bytes exactly, a hexdump, or JSON Lines."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import BinaryIO, Literal

from tcptui.journal.layout import OUT, Record
from tcptui.journal.log import Log
from tcptui.journal.masking import Masker
from tcptui.journal.veil import masked_text, masker_of
from tcptui.protocol.events import Direction, Message
from tcptui.protocol.jsonlines import as_json

Form = Literal["raw", "hexdump", "jsonl"]
Wanted = Literal["in", "out", "both"]

_PIECE = 1 << 20
_PRINTABLE = bytes(byte if 0x20 <= byte < 0x7F else ord(".") for byte in range(256))


def export(log: Log, form: Form, out: BinaryIO, conn: int | None, direction: Wanted, *, unmasked: bool = False) -> None:
    """Write a run, or one connection of it, to `out`.

    raw is exact. In hexdump and jsonl secrets (journal.masking) are `*`, unless unmasked. Raises OSError.
    """
    match form:
        case "raw":
            _raw(log, out, conn, direction)
        case "hexdump":
            _hexdump(log, out, conn, direction, unmasked=unmasked)
        case "jsonl":
            _jsonl(log, out, conn, direction, unmasked=unmasked)


def _wanted(log: Log, conn: int | None, direction: Wanted) -> Iterator[Record]:
    """The records that are asked for; events belong to every direction."""
    for record in log.walk():
        of_conn = conn is None or record.conn == conn
        if of_conn and (not record.is_data or direction in ("both", _direction(record))):
            yield record


def _direction(record: Record) -> Direction:
    return "out" if record.direction == OUT else "in"


def _raw(log: Log, out: BinaryIO, conn: int | None, direction: Wanted) -> None:
    for record in _wanted(log, conn, direction):
        if record.is_data:
            for start in range(0, record.length, _PIECE):
                out.write(log.body(record, start, _PIECE))


class _Maskers:
    """One masker a stream, because a header may be cut by any record."""

    def __init__(self, log: Log, *, unmasked: bool) -> None:
        self._log = log
        self._unmasked = unmasked
        self._streams: dict[tuple[int, Direction], Masker] = {}

    def mask(self, record: Record, data: bytes) -> bytes:
        """The next bytes of the record's stream, masked."""
        key = (record.conn, _direction(record))
        if key not in self._streams:
            self._streams[key] = masker_of(self._log, *key, unmasked=self._unmasked)
        return self._streams[key].mask(data)


def _hexdump(log: Log, out: BinaryIO, conn: int | None, direction: Wanted, *, unmasked: bool) -> None:
    """As `hexdump -C` writes it, each stretch of one direction under a line that says what it is."""
    maskers = _Maskers(log, unmasked=unmasked)
    if not unmasked:
        out.write(b"# Secrets are masked with '*'; --unmasked writes them.\n")
    before: Record | None = None
    rest = b""
    for record in _wanted(log, conn, direction):
        if not record.is_data:
            continue
        if before is None or before.conn != record.conn or not before.runs_on(record):
            out.write(_hexdump_lines(rest, before.stream_end - len(rest)) if before is not None else b"")
            out.write(_stretch_line(record, log.record(0).t))
            rest = b""
        for start in range(0, record.length, _PIECE):
            rest += maskers.mask(record, log.body(record, start, _PIECE))
            whole = len(rest) - len(rest) % 16
            end = record.offset + min(start + _PIECE, record.length)
            out.write(_hexdump_lines(rest[:whole], end - len(rest)))
            rest = rest[whole:]
        before = record
    out.write(_hexdump_lines(rest, before.stream_end - len(rest)) if before is not None else b"")


def _stretch_line(record: Record, started: int) -> bytes:
    arrow = "->" if record.direction == OUT else "<-"
    return f"# +{(record.t - started) / 1e9:.6f} connection {record.conn} {arrow}\n".encode()


def _hexdump_lines(data: bytes, offset: int) -> bytes:
    """Lines of 16 bytes; offset: of the first byte in its stream."""
    lines = []
    for at in range(0, len(data), 16):
        row = data[at : at + 16]
        pairs = row.hex(" ")
        text = row.translate(_PRINTABLE).decode()
        lines.append(f"{offset + at:08x}  {pairs[:23]:<23}  {pairs[24:]:<23}  |{text}|\n")
    return "".join(lines).encode()


def _jsonl(log: Log, out: BinaryIO, conn: int | None, direction: Wanted, *, unmasked: bool) -> None:
    started = log.record(0).t
    maskers = _Maskers(log, unmasked=unmasked)
    for record in _wanted(log, conn, direction):
        event = log.event(record)
        told = as_json(event, started)
        if record.is_data:
            exact = log.body(record)
            data = maskers.mask(record, exact)
            told["data"] = base64.b64encode(data).decode()
            if data != exact:
                told["masked"] = True
        elif isinstance(event, Message):
            told["text"] = event.text if unmasked else masked_text(log, event)
        # ASCII only: what a peer wrote into a message's text may not act on a terminal.
        out.write(json.dumps(told).encode() + b"\n")
