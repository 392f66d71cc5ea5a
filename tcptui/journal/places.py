"""Places in a connection's record: what lies at a time, and how far into the connection a record lies.

All of it by the sparse index and at most SPACING bytes of headers, so that it costs the same anywhere in any record.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Final

from tcptui.journal.index import Mark
from tcptui.journal.layout import HEADER_SIZE, Kind, Record
from tcptui.journal.log import Log

_mark_pos = attrgetter("pos")
_mark_own = attrgetter("own")

TIMED: Final = frozenset({Kind.DATA, Kind.EVENT})
"""Kinds whose times never fall: a message or verdict that is found late carries the time of its bytes."""


def record_at_time(log: Log, conn: int, t: int) -> Record | None:
    """The connection's first row-record at or after t (CLOCK_MONOTONIC, ns); messages and verdicts don't count."""
    first = log.first_row(conn)
    if first is None:
        return None

    def is_late(mark: Mark) -> bool:
        """Whether everything from this mark on is at or after t."""
        record = next(_timed(log, conn, mark), None)
        return record is None or record.t >= t

    # What is wanted lies behind the last mark that is not late, or is the mark after it.
    mark = log.mark_before(conn, is_late, False) or Mark(first.pos, 0, 0, 0, -1)
    return next((record for record in _timed(log, conn, mark) if record.t >= t), None)


def _timed(log: Log, conn: int, mark: Mark) -> Iterator[Record]:
    return (record for record in log.onward(conn, mark) if record.kind in TIMED)


def fraction(log: Log, conn: int, record: Record, within: int) -> float:
    """How far into the connection byte `within` of a record's body lies, 0..1, by the bytes of log that are its own."""
    begin, end = _extent(log, conn, record.pos)
    at = record.pos + (HEADER_SIZE + within if within else 0)
    own = begin.own + (end.own - begin.own) * (at - begin.pos) / max(1, end.pos - begin.pos)
    total = _end(log, conn).own
    return min(1.0, own / total) if total else 0.0


def record_near(log: Log, conn: int, share: float) -> tuple[Record, int] | None:
    """The record at a fraction, 0..1, of the connection, and how far into its body: the way back from `fraction`.

    None while there is none.
    """
    own = share * _end(log, conn).own
    mark = log.mark_before(conn, _mark_own, int(own))
    if mark is None:
        return None
    begin, end = _extent(log, conn, mark.pos)
    at = begin.pos + int((own - begin.own) / max(1, end.own - begin.own) * (end.pos - begin.pos))
    found = log.record(begin.pos)
    for record in log.onward(conn, mark):
        if record.pos > at:
            break
        found = record
    return found, min(max(0, at - found.pos - HEADER_SIZE), max(0, found.length - 1))


def border(log: Log, goal: int) -> int:
    """Where a record begins, at or before log position `goal`, and no farther back than the index makes it."""
    marks = (log.mark_before(conn, _mark_pos, goal) for conn in (0, *log.connections()))
    return max((mark.pos for mark in marks if mark is not None), default=0)


def _end(log: Log, conn: int) -> Mark:
    """A mark such as the next record of the connection would get; only its pos and own are meant."""
    last = log.last_row(conn)
    return Mark(last.end, 0, 0, log.own(conn), last.pos) if last is not None else Mark(0, 0, 0, 0, -1)


def _extent(log: Log, conn: int, pos: int) -> tuple[Mark, Mark]:
    """The mark at or before pos, and one for where the records that belong to it end."""
    begin = log.mark_before(conn, _mark_pos, pos)
    after = log.mark_after(conn, pos)
    if begin is None or after is None:
        return begin or Mark(0, 0, 0, 0, -1), _end(log, conn)
    return begin, after._replace(pos=log.record(after.previous).end)
