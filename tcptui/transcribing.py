"""A connection's record as a conversation that can be compared: its messages with their bytes, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tcptui.journal.layout import DIRECTIONS, Kind, Record
from tcptui.journal.log import Log
from tcptui.journal.streams import Cursor
from tcptui.journal.veil import Veil
from tcptui.protocol.events import Accepted, Direction, Event, Message, Opened, Replayed, VerdictReached
from tcptui.requests.comparing import Incident, Transcript, Utterance, incidents

MOST: Final = 10_000
"""Messages of a connection that are compared: the first ones."""

AT_MOST: Final = 1_000_000
ALTOGETHER: Final = 64_000_000
"""Bytes of one message, and of all messages of a connection, that are compared."""

_TELL_EVERY: Final = 500
_FIRST_LINE: Final = 200
_MESSAGES: Final = frozenset({int(Kind.MESSAGE), int(Kind.ITEM)})


@dataclass(frozen=True, slots=True)
class Account:
    """A connection as it is compared.

    target: where it went, or who came; replayed: what was replayed on it; outcome: of its verdict; None where there is
    none. began: the conversation, ns since the epoch.
    """

    transcript: Transcript
    target: str
    replayed: Replayed | None
    outcome: str | None
    began: int


def _unheard(share: float) -> None:
    """Nobody wants to know how far it is."""


def transcribe(log: Log, conn: int, told: Callable[[float], object] = _unheard, replay: int | None = None) -> Account:
    """Read a connection. Of one on which something was replayed, the conversation is that of the last replay.

    told: how much was read, 0..1, now and then: what it raises ends the reading; replay: which one instead, from 0: it
    ends where the next one begins. Raises OSError, DamagedLogError.
    """
    reading = _Reading(log, conn, replay)
    first = log.first_row(conn)
    start, stop = (first.pos if first is not None else 0), log.committed
    for count, record in enumerate(log.walk(start, stop) if first is not None else ()):
        if record.conn == conn:
            reading.take(record)
        if count % _TELL_EVERY == 0:
            told((record.pos - start) / max(1, stop - start))
        if reading.over:
            break
    return reading.account()


@dataclass(slots=True)
class _Stretch:
    """Bytes that went one way with nothing of the other way between. t: of its last byte."""

    direction: Direction
    start: int
    end: int
    t: int


_Ends = dict[Direction, int]
"""How many bytes went each way."""


class _Reading:
    """Takes a connection's records in order."""

    def __init__(self, log: Log, conn: int, replay: int | None) -> None:
        self._log = log
        self._conn = conn
        self._left = replay  # replays before the one that is wanted
        self._veil = Veil(log, conn)
        self._framing, self._target = "none", ""
        self._asks: Direction = "out"
        self._began: int | None = None
        self._replayed: Replayed | None = None
        self._outcome: str | None = None
        self._messages: list[Message] = []
        self._stretches: list[_Stretch] = []
        self._incidents: list[Incident] = []
        self._left_out = self._messages_left_out = False
        self._ends: _Ends = {"in": 0, "out": 0}
        self._from = self._ends.copy()
        self._until: _Ends | None = None  # once the next replay has begun; messages are told behind their bytes
        self.over = False
        """Whether nothing more can come."""

    def take(self, record: Record) -> None:
        """The connection's next record."""
        if self._began is None:
            self._began = record.t
        if record.is_data:
            self._bytes(record)
        elif record.kind in _MESSAGES:
            self._message(record)
        elif record.is_row:
            self._event(self._log.event(record))

    def _bytes(self, record: Record) -> None:
        direction = DIRECTIONS[record.direction]
        assert direction is not None, "bytes went one way"
        if self._until is not None:
            return
        self._ends[direction] = record.stream_end
        last = self._stretches[-1] if self._stretches else None
        if self._left_out:
            return
        if last is not None and last.direction == direction:
            last.end, last.t = record.stream_end, record.t
        elif len(self._stretches) < MOST:
            self._stretches.append(_Stretch(direction, record.offset, record.stream_end, record.t))
        else:
            self._left_out = True

    def _message(self, record: Record) -> None:
        full = len(self._messages) >= MOST
        if self._messages_left_out:
            return
        event = self._log.event(record)
        assert isinstance(event, Message), "only messages are of these kinds"
        if event.end <= self._from[event.direction]:
            return
        if self._until is not None and event.end > self._until[event.direction]:
            return
        if full:
            self._left_out = self._messages_left_out = True
        else:
            self._messages.append(event)

    def _event(self, event: Event) -> None:
        match event:
            case Opened(target=target, framing=framing):
                self._target, self._framing = target, framing
            case Accepted(address=address, framing=framing):
                self._target, self._framing, self._asks = f"from {address}", framing, "in"
            case Replayed():
                self._begin(event)
            case VerdictReached(verdict=verdict):
                self._outcome, self.over = (verdict.outcome if self._until is None else None), True
            case _:
                pass
        if self._until is None:
            self._incidents += incidents(event, self._began or 0)

    def _begin(self, event: Replayed) -> None:
        """Only what comes from now on is the replay; what led to it is not compared."""
        if self._left is not None:
            self._left -= 1
            if self._left < -1:
                self._until = self._until or self._ends.copy()
                return
        self._from = self._ends.copy()
        self._replayed, self._began = event, event.t
        self._messages.clear()
        self._stretches.clear()
        self._left_out = self._messages_left_out = False

    # What it comes to -----------------------------------------------------------------------------------------------

    def account(self) -> Account:
        """All that was taken."""
        transcript = Transcript(self._framing, tuple(self._utterances()), tuple(self._incidents), self._left_out)
        started = self._log.started
        began = 0 if started is None else started.wall + (self._began or started.t) - started.t
        return Account(transcript, self._target, self._replayed, self._outcome, began)

    def _utterances(self) -> Iterator[Utterance]:
        """The messages, and what lies in none of them, in the order of their ends."""
        found: list[Message | _Stretch] = [*self._messages, *self._outside("out"), *self._outside("in")]
        found.sort(key=lambda one: (one.t, one.direction != self._asks))
        ways: tuple[Direction, Direction] = ("in", "out")
        cursors = {way: Cursor(self._log, self._conn, way) for way in ways}
        left = ALTOGETHER
        for one in found[:MOST]:
            cursor = cursors[one.direction]
            if cursor.offset > one.start:
                cursor = cursors[one.direction] = Cursor(self._log, self._conn, one.direction)
            cursor.offset = one.start
            data = cursor.read(min(one.end - one.start, AT_MOST, left))
            left -= len(data)
            yield self._utterance(one, data)

    def _utterance(self, one: Message | _Stretch, data: bytes) -> Utterance:
        direction: Direction = "out" if one.direction == self._asks else "in"
        size, t = one.end - one.start, one.t - (self._began or 0)
        hidden = self._veil.of_data(one.direction, one.start, data) if data else []
        secrets = tuple((start - one.start, end - one.start) for start, end in hidden)
        if isinstance(one, Message):
            return Utterance(direction, one.kind, data, size, t, one.text, one.after, secrets)
        text = data[:_FIRST_LINE].split(b"\n")[0].rstrip(b"\r").decode("latin-1")
        return Utterance(direction, "bytes", data, size, t, text, secrets=secrets)

    def _outside(self, direction: Direction) -> Iterator[_Stretch]:
        """What this way's messages leave of its bytes; where not all messages are taken, up to the last one."""
        every = [one for one in self._messages if one.direction == direction]
        behind = every[-1].end if every and self._messages_left_out else None
        messages = iter(every)
        message = next(messages, None)
        for stretch in self._stretches:
            at = stretch.start
            if behind is not None and at >= behind:
                return
            while stretch.direction == direction and at < stretch.end:
                while message is not None and message.end <= at:
                    message = next(messages, None)
                if message is None and behind is not None:
                    return
                end = stretch.end if message is None else min(stretch.end, max(at, message.start))
                if at < end:
                    yield _Stretch(direction, at, end, stretch.t)
                at = end if message is None else max(end, min(stretch.end, message.end))
