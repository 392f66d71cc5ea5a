"""The script that watches one connection: it finds the messages in its bytes, and speaks the verdict at its end."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable

from tcptui.diagnosis.case import Exchanges
from tcptui.diagnosis.rules import judge
from tcptui.diagnosis.story import Story
from tcptui.protocol.commands import Command, Note
from tcptui.protocol.events import (
    Bytes,
    Closed,
    Direction,
    Event,
    HalfClosed,
    Message,
    PeerFin,
    Received,
    Sent,
    Tick,
    VerdictReached,
)
from tcptui.protocol.framing.exchange import Exchange
from tcptui.protocol.framing.table import Framing
from tcptui.protocol.framing.telling import Telling
from tcptui.protocol.ports import StreamSource

TURN_BUDGET = 0.002
"""Seconds that decoding may take of one turn of the loop."""
SLICE = 16 * 1024
"""Bytes decoded between two looks at the clock, at the most: 16 KB of mere newlines are 16,384 messages."""
SMALLEST_SLICE = 128
"""And at the least, which is also where a connection begins."""
MESSAGES_A_TURN = 100
"""Messages told in one turn: each one costs the record and every other script some time, too."""
BLOCK = 256 * 1024
"""Bytes read back at a time: finding a place in the record costs more than reading there."""
PATIENCE = 30.0
"""Seconds for which a verdict waits, after the end, for what lags: a late verdict is better than one that doesn't know.

Only floods of millions of tiny messages lag for longer."""
LAST_WORDS = 1.0
"""And where the whole run ends, so that someone who leaves is not kept waiting."""
EXACT_BACKLOG = 4096
"""Stretches that wait with a time of their own; beyond them neighbours are merged, so that memory stays bounded."""


class _Stretch:
    """Bytes start..end of one direction that wait to be decoded; t: of the event that brought the last of them."""

    __slots__ = ("direction", "end", "start", "t")

    def __init__(self, direction: Direction, start: int, end: int, t: int) -> None:
        self.direction = direction
        self.start = start
        self.end = end
        self.t = t


class Witness:
    """A `ports.Script` for one connection.

    It decodes what comes with the event that brings it, for at most TURN_BUDGET a turn. What is left over lags: it is
    read back from `source` on Ticks, in the order in which it came, and the verdict waits for it, up to PATIENCE; what
    lags even then stays undecoded, and the verdict says so. Without a source (nothing is recorded) nothing can wait,
    and every byte is decoded as it comes.
    """

    def __init__(
        self,
        conn: int,
        framing: Framing | None,
        source: StreamSource | None,
        clock: Callable[[], float] = time.monotonic,
        asks: Direction = "out",
    ) -> None:
        """framing: None on listeners; asks: the direction of the requests, `in` on accepted connections, whose
        answers are ours, so that the verdict says nothing of them."""
        self.story = Story(conn)
        self._asks = asks
        self._telling = Telling(conn, Exchange(framing, asks), asks) if framing is not None else None
        self._source = source
        self._clock = clock
        self._backlog: deque[_Stretch] = deque()
        self._fins: dict[Direction, int] = {}
        """When each side's FIN was on the wire, until the framing was told of it."""
        self._wait_until = 0.0
        self._blocks: dict[Direction, tuple[int, memoryview]] = {}
        self._unreadable = 0
        self._slice = SMALLEST_SLICE

    @property
    def lag(self) -> int:
        """Bytes, of both directions, that are not decoded yet."""
        return sum(one.end - one.start for one in self._backlog)

    def deadline(self) -> float | None:
        """At once while anything lags; the next event otherwise."""
        return 0.0 if self._backlog else None

    def on(self, event: Event, now: float) -> Iterable[Command]:  # noqa: ARG002 - part of a Script
        """Fold the event into the story, decode, and give the messages found and at last the verdict."""
        if isinstance(event, Message | VerdictReached):
            return ()  # our own, come back: the story has them since they were found
        self.story.on(event)
        match event:
            case Received():
                return self._bytes("in", event.offset, event.data, event.t)
            case Sent():
                return self._bytes("out", event.offset, event.data, event.t)
            case PeerFin():
                self._fins["in"] = event.t
                return () if self._backlog else self._end()
            case HalfClosed():
                self._fins["out"] = event.t
                return () if self._backlog else self._end()
            case Closed():
                if event.how == "fin" and self.story.half_closed is None:
                    self._fins["out"] = event.t
                self._wait_until = self._clock() + (LAST_WORDS if event.why == "stopped" else PATIENCE)
                return () if self._backlog else self._end()
            case Tick():
                return self._catch_up()
            case _:
                return ()

    def _bytes(self, direction: Direction, start: int, data: Bytes, t: int) -> list[Command]:
        """New bytes: decoded from the event itself as far as the turn's budget goes, the rest put by."""
        if self._telling is None:
            return []
        if self._backlog:
            self._put_by(_Stretch(direction, start, start + len(data), t))
            return []
        stretch = _Stretch(direction, start, start + len(data), t)
        told: list[Command] = []
        self._decode(stretch, told, memoryview(data), self._clock() + TURN_BUDGET)
        if stretch.start < stretch.end:
            self._put_by(stretch)
        return told

    def _put_by(self, new: _Stretch) -> None:
        """Keep a stretch for later: exactly, and when too many wait, merged with the last of its direction.

        Merging lets bytes of ours be decoded ahead of an answer that came before them, which costs times and order
        a little and never lets an answer come before its request.
        """
        if len(self._backlog) >= EXACT_BACKLOG:
            for last in (self._backlog[-1], self._backlog[-2]):
                if last.direction == new.direction:
                    last.end, last.t = new.end, new.t
                    return
        self._backlog.append(new)

    def _catch_up(self) -> list[Command]:
        """Decode what lags within the turn's budget, and when nothing lags any more, take the FIN and the end."""
        told: list[Command] = []
        until = self._clock() + TURN_BUDGET
        while self._backlog:
            stretch = self._backlog[0]
            self._decode(stretch, told, None, until)
            if self._backlog and stretch.start == stretch.end:
                self._backlog.popleft()
            if self._spent(told, until):
                break
        if not self._backlog:
            self._blocks.clear()
        if self._backlog and self.story.closed and self._clock() >= self._wait_until:
            return told + self._judge()
        return told if self._backlog else told + self._end()

    def _spent(self, told: list[Command], until: float) -> bool:
        """Whether this turn has had its share. Without a source nothing can be put by."""
        return self._source is not None and (self._clock() >= until or len(told) >= MESSAGES_A_TURN)

    def _end(self) -> list[Command]:
        """Everything is decoded: the FINs come behind it, and the verdict behind the end."""
        told: list[Command] = []
        fins, self._fins = self._fins, {}
        for direction, t in fins.items():
            if self._telling is not None:
                self._tell(self._telling.peer_fin(t) if direction == "in" else self._telling.own_fin(t), told)
        return told + self._judge()

    def _judge(self) -> list[Command]:
        """The verdict, once, when the connection is closed."""
        closed = self.story.closed
        if closed is None or self.story.verdict is not None:
            return []
        verdict = VerdictReached(self.story.conn, closed.t, judge(self.story, self._exchanges()))
        self._backlog.clear()
        self.story.on(verdict)
        return [Note(self.story.conn, verdict)]

    def _decode(self, stretch: _Stretch, told: list[Command], data: memoryview | None, until: float) -> None:
        """Move the stretch's start as far as the budget goes. data: the stretch's bytes, None to read them back."""
        base = stretch.start
        while stretch.start < stretch.end and self._telling is not None:
            left = stretch.end - stretch.start
            skipped = min(left, self._telling.exchange.skippable(stretch.direction))
            if skipped:
                self._pass(stretch, skipped, told)
                continue
            size = min(left, self._slice)
            if data is not None:
                piece: Bytes = data[stretch.start - base : stretch.start - base + size]
            else:
                piece = self._read_back(stretch, size)
                if not piece:
                    self._give_up()
                    return
            self._feed(stretch, piece, told)
            if self._spent(told, until):
                return

    def _pass(self, stretch: _Stretch, size: int, told: list[Command]) -> None:
        assert self._telling is not None
        found = self._telling.skip(stretch.direction, stretch.t, size)
        stretch.start += size
        self._tell(found, told)

    def _feed(self, stretch: _Stretch, piece: Bytes, told: list[Command]) -> None:
        """One slice. The next one is cut so that it takes a quarter of the turn, but grows slowly."""
        assert self._telling is not None
        begin, before = self._clock(), len(told)
        found = self._telling.feed(stretch.direction, stretch.t, piece)
        stretch.start += len(piece)
        self._tell(found, told)
        cost = 4 * max((self._clock() - begin) / TURN_BUDGET, (len(told) - before) / MESSAGES_A_TURN)
        self._slice = max(SMALLEST_SLICE, min(SLICE, int(self._slice / max(cost, 0.5))))

    def _read_back(self, stretch: _Stretch, size: int) -> Bytes:
        """The stretch's next bytes, at most `size`; none where the record has lost them."""
        begin, block = self._blocks.get(stretch.direction, (0, memoryview(b"")))
        at = stretch.start - begin
        if not 0 <= at < len(block):
            begin, at = stretch.start, 0
            block = memoryview(self._read_block(stretch))
            self._blocks[stretch.direction] = (begin, block)
        return block[at : at + size]

    def _read_block(self, stretch: _Stretch) -> bytes:
        if self._source is None:
            return b""
        try:
            return self._source.read(self.story.conn, stretch.direction, stretch.start, BLOCK)
        except (OSError, ValueError):
            return b""

    def _give_up(self) -> None:
        """The record has lost bytes: what they held can't be known, so no answer is told, never a guess."""
        self._telling = None
        self._unreadable = self.lag
        self._backlog.clear()

    def _tell(self, found: list[Message], told: list[Command]) -> None:
        for message in found:
            self.story.on(message)
            told.append(Note(self.story.conn, message))

    def _exchanges(self) -> Exchanges:
        """What the framing says at the end; nothing where bytes that it has not seen could change it."""
        if self._telling is None or self._asks == "in":
            return Exchanges(undecoded=self._unreadable)
        exchange = self._telling.exchange
        whole = exchange.response.complete is True and not exchange.open
        asked = any(one.direction == "out" for one in self._backlog)
        if self._backlog and (asked or not whole):
            return Exchanges(undecoded=self.lag)
        return Exchanges(
            exchange.response, exchange.awaited, exchange.answering, exchange.open, self.lag, exchange.unfinished
        )
