"""What one connection has said to a replay: the bytes that came, the messages in them, and how it ended."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tcptui.protocol.events import (
    Closed,
    Connected,
    Event,
    LocalError,
    NetworkError,
    PeerFin,
    PeerRst,
    Received,
    Sent,
)
from tcptui.protocol.framing.exchange import Exchange
from tcptui.protocol.framing.found import Found, Seen
from tcptui.protocol.framing.table import Framing

KEPT = 64 << 20
"""Bytes that a step can look at: as many as a framing lets one message have."""

MESSAGES = 1 << 16
"""Messages that a step can look at: a flood of empty lines has as many as it has bytes."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes that a step looks at: one message, or, where the framing finds none, all that came.

    start, end: its place in what came; framing: what they are read by; found: the message, None where it is none.
    """

    start: int
    end: int
    data: bytes
    framing: str
    found: Found | None = None


class Heard:
    """Told every event of the connection in order. It decodes by itself, so that nothing lags behind an event.

    Its offsets count what it was told of: from 0 also where it joined late.
    """

    def __init__(self, framing: Framing, kept: int = KEPT) -> None:
        self._exchange = Exchange(framing)
        self._kept = kept
        self._data = bytearray()
        self._base = 0  # the offset of the first byte in `_data`
        self._messages: list[Found] = []
        self.taken = 0
        """Bytes of ours that the kernel took."""
        self.ended: Event | None = None
        """What ended the coming of bytes: a FIN, a RST, an error."""
        self.dead = False
        """Nothing can be sent any more, nor come."""
        self.happened: set[str] = set()
        """The words of the events that came, but for those that come all the time."""
        self.problem: str | None = None
        """Why nothing more can be told apart in what comes."""

    @property
    def end(self) -> int:
        """The offset behind the last byte that came."""
        return self._base + len(self._data)

    @property
    def owed(self) -> bool:
        """An answer is owed or has begun."""
        return self._exchange.open

    @property
    def framing(self) -> str:
        """What `auto` became, else the framing's own name."""
        return self._exchange.response.framing

    @property
    def framed(self) -> bool:
        """Whether there are messages in what comes."""
        return self.framing != "none"

    def on(self, event: Event) -> None:
        """Take one event."""
        match event:
            case Sent():
                self.taken += event.size
                self._exchange.sent(event.data)
            case Received():
                self._received(event)
            case PeerFin():
                self._end(event)
                self._found(self._exchange.peer_fin())
            case PeerRst() | LocalError() | NetworkError(soft=False) | Closed():
                self._end(event)
                self.dead = True
            case Connected():
                self.happened.add(event.name)
            case _:
                pass

    def _end(self, event: Event) -> None:
        self.happened.add(event.name)
        if self.ended is None or not isinstance(event, Closed):
            self.ended = event

    def _received(self, event: Received) -> None:
        self._data += event.data
        if len(self._data) > self._kept:
            self.forget(self.end - self._kept)
        self._found(self._exchange.received(event.data))

    def _found(self, seen: list[Seen]) -> None:
        for direction, found, _awaited in seen:
            if direction == "in" and found.final:
                self._messages.append(found)
            if direction == "in" and found.problem:
                self.problem = found.problem
        if len(self._messages) > MESSAGES:
            self.forget(self._messages[MESSAGES // 2].start)

    def forget(self, offset: int) -> None:
        """No step will look at what lies before this offset."""
        count = min(max(0, offset - self._base), len(self._data))
        del self._data[:count]
        self._base += count
        del self._messages[: self._first_from(self._base)]

    def since(self, offset: int) -> bytes:
        """What came from a offset on."""
        return bytes(self._data[max(0, offset - self._base) :])

    def whole(self, offset: int) -> Sequence[Found]:
        """The whole messages that begin at a offset or behind it."""
        return [one for one in self._messages[self._first_from(offset) :] if one.complete]

    def _first_from(self, offset: int) -> int:
        return bisect_left(self._messages, offset, key=lambda found: found.start)

    @property
    def newest(self) -> int:
        """Where the last message that came ends; 0 where none has."""
        return self._messages[-1].end if self._messages else 0

    def stretches(self, offset: int) -> list[Stretch]:
        """What a step may look at from a offset on."""
        if not self.framed:
            data = self.since(offset)
            return [Stretch(self.end - len(data), self.end, data, "none")] if data else []
        begin, framing = self._base, self.framing
        return [
            # Of a message that was too long to be kept there is its end.
            Stretch(one.start, one.end, bytes(self._data[max(0, one.start - begin) : one.end - begin]), framing, one)
            for one in self.whole(offset)
        ]
