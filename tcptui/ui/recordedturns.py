"""A connection's record as turns: what each side said before the other did, and how it ended. It reads the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from threading import Event
from typing import Final

from tcptui.journal.layout import DIRECTIONS, Kind, Record
from tcptui.journal.log import Log
from tcptui.journal.stretch import StoppedError
from tcptui.protocol import events as ev
from tcptui.protocol.events import Direction
from tcptui.protocol.units import size
from tcptui.requests.turns import Ended, Talk, Turn
from tcptui.ui.selected import records
from tcptui.ui.selection import Selection

MOST: Final = 64 << 20
"""Bytes that are taken, both directions together."""


class TooLongError(ValueError):
    """More was said than is taken; the message is one sentence."""


def recorded_turns(
    log: Log, conn: int, selection: Selection | None, apart: int, *, swapped: bool = False, stop: Event | None = None
) -> tuple[Turn | Ended, ...]:
    """All that was said on a connection, or what is selected of it.

    apart: ns of silence after which what we sent is a turn of its own; swapped: in the peer's part, as if we had been
    it; stop: ends the work. Raises TooLongError, StoppedError, DamagedLogError, OSError.
    """
    talk = Talk(apart)
    taken = 0
    begins: dict[Direction, int] = {}
    part = _other if swapped else _same
    for record, begin, end in _every(log, conn) if selection is None else records(log, selection):
        if stop is not None and stop.is_set():
            raise StoppedError
        if record.is_data:
            taken += end - begin
            if taken > MOST:
                raise TooLongError(f"This is more than {size(MOST)}: select less of it.")
            direction = DIRECTIONS[record.direction]
            assert direction is not None, "bytes have a direction"
            begins.setdefault(part(direction), record.offset + begin)
            talk.say(record.t, part(direction), log.body(record, begin, end - begin))
        elif record.kind == Kind.EVENT and (ended := _ended(log.event(record))) is not None:
            talk.end(ended._replace(direction=part(ended.direction)))
    return tuple(_with_secrets(talk.turns(), begins, lambda way, *at: log.concealed(conn, part(way), *at)))


def _same(direction: Direction) -> Direction:
    return direction


def _other(direction: Direction) -> Direction:
    return "in" if direction == "out" else "out"


def _with_secrets(
    turns: Iterable[Turn | Ended],
    begins: Mapping[Direction, int],
    concealed: Callable[[Direction, int, int], Sequence[tuple[int, int]]],
) -> Iterator[Turn | Ended]:
    """The turns with what the record says is secret in them. begins: where the first of each side stands in its stream;
    concealed: the stretches of one that touch these of its bytes."""
    at = dict(begins)
    for turn in turns:
        if isinstance(turn, Turn):
            start = at[turn.direction]
            at[turn.direction] = end = start + len(turn.data)
            found = concealed(turn.direction, start, end)
            values = (turn.data[max(0, a - start) : b - start].decode("utf-8", "surrogateescape") for a, b in found)
            yield turn._replace(secrets=tuple(values)) if found else turn
        else:
            yield turn


def _every(log: Log, conn: int) -> Iterator[tuple[Record, int, int]]:
    record = log.first_row(conn)
    while record is not None:
        yield record, 0, record.length if record.is_data else 0
        record = log.next(record)


def _ended(event: ev.Event) -> Ended | None:
    """A FIN or a RST of either side; that the run was ended is none."""
    match event:
        case ev.PeerFin():
            return Ended(event.t, "in", "fin")
        case ev.PeerRst():
            return Ended(event.t, "in", "rst")
        case ev.HalfClosed():
            return Ended(event.t, "out", "fin")
        case ev.Closed(how="fin" | "rst" as how, why="asked" | "cancelled" | "timeout" | "peer"):
            return Ended(event.t, "out", how)
        case _:
            return None
