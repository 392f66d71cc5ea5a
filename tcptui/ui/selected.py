"""What is selected, read from the record: records and the part of each that is meant."""

from __future__ import annotations

from collections.abc import Iterator

from tcptui.journal.layout import DIRECTIONS, Record
from tcptui.journal.log import Log
from tcptui.journal.veil import Veil
from tcptui.protocol.wording import Manner, sentence
from tcptui.ui.copyforms import Part
from tcptui.ui.selection import Selection

_PIECE = 1 << 20
"""Bytes read at once."""


def records(log: Log, selection: Selection) -> Iterator[tuple[Record, int, int]]:
    """Every record of which something is selected, and which bytes of its body; 0, 0 for an event."""
    last = selection.last
    record: Record | None = log.record(selection.first.pos)
    while record is not None:
        direction = DIRECTIONS[record.direction] if record.is_data else None
        runs_to_last = direction is not None and direction == last.direction and record.offset < last.end
        if record.pos > last.pos and not runs_to_last:
            return
        part = selection.within(record.pos, direction)
        if part is not None:
            begin, end = max(part[0], record.offset), min(part[1], record.stream_end)
            if not record.is_data:
                yield record, 0, 0
            elif begin < end:
                yield record, begin - record.offset, end - record.offset
        record = log.next(record)


def parts(log: Log, selection: Selection, manner: Manner) -> Iterator[Part]:
    """The bytes in pieces of at most 1 MB, and the events between in words."""
    for record, begin, end in records(log, selection):
        if record.is_data:
            for at in range(begin, end, _PIECE):
                yield Part(DIRECTIONS[record.direction], log.body(record, at, min(_PIECE, end - at)))
        elif (told := sentence(log.event(record), manner)) is not None:
            yield Part(None, b"", told[0])


def has_secrets(log: Log, conn: int, selection: Selection) -> bool:
    """Whether there are credentials in what is selected, or bytes that the record says are secrets."""
    veil = Veil(log, conn)
    for record, begin, end in records(log, selection):
        direction = DIRECTIONS[record.direction] if record.is_data else None
        for at in range(begin, end, _PIECE) if direction is not None else ():
            data = log.body(record, at, min(_PIECE, end - at))
            if direction is not None and veil.within(record, direction, record.offset + at, data):
                return True
    return False
