"""How a composed message goes out on a connection that stands: whole or in pieces, with pauses, and what follows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from tcptui.protocol.commands import Abort, Close, Command, Detach, HalfClose, Send
from tcptui.protocol.events import Closed, Event, HalfClosed, LocalError, PeerRst, Sent, Tick

Ending = Literal["none", "half-close", "close", "rst"]
"""What follows: nothing, a FIN while we go on reading, a FIN and the end, or a RST."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message and its way out.

    cuts: offsets, ascending, inside the data, before which a new piece begins: each piece is a send of its own, made
    when the kernel has taken the one before; pause: seconds between two pieces, >= 0; times: how many copies go out,
    > 0, each beginning a piece; end_at: the byte of the last copy before which the ending comes, so that the rest is
    never sent; None for behind it all.

    Raises ValueError for what is out of range.
    """

    data: bytes
    cuts: Sequence[int] = ()
    pause: float = 0.0
    times: int = 1
    ending: Ending = "none"
    end_at: int | None = None

    def __post_init__(self) -> None:
        if self.times < 1 or self.pause < 0:
            raise ValueError("a message goes out once or more, with pauses of no less than 0 seconds")
        if self.end_at is not None and not 0 <= self.end_at <= len(self.data):
            raise ValueError(f"the ending lies within the {len(self.data)} bytes of the message")

    @property
    def size(self) -> int:
        """Bytes that will go out in all."""
        return len(self.data) * (self.times - 1) + self._last_size

    @property
    def _last_size(self) -> int:
        return len(self.data) if self.end_at is None else self.end_at

    def pieces(self) -> Iterator[bytes]:
        """What is sent at one time, in order; none of them empty."""
        for copy in range(1, self.times + 1):
            yield from self._cut(self._last_size if copy == self.times else len(self.data))

    def _cut(self, size: int) -> Iterator[bytes]:
        begin = 0
        for cut in self.cuts:
            if begin < cut < size:
                yield self.data[begin:cut]
                begin = cut
        if begin < size:
            yield self.data[begin:size]


def cuts_every(size: int, step: int) -> Sequence[int]:
    """The cuts that make pieces of `step` bytes, > 0, of a message of `size` bytes; the last piece may be shorter."""
    return range(step, size, step)


@dataclass(frozen=True, slots=True)
class Delivered:
    """How it went. sent: bytes of it that the kernel took; reason: why the rest did not go out, "" where all did."""

    sent: int
    size: int
    reason: str = ""


class Deliver:
    """A `ports.Script` that joins a connection by `Attach`, delivers, and leaves it.

    Other bytes of ours that go out meanwhile (someone types) are counted as if they were its own, which makes a piece
    follow earlier at most. The ending waits until the kernel has taken all that comes before it.
    """

    def __init__(self, conn: int, delivery: Delivery, done: Callable[[Delivered], None] = lambda _: None) -> None:
        """done: called once, on the loop thread, and must return at once; not when it is taken away by `Detach`."""
        self._conn = conn
        self._delivery = delivery
        self._done = done
        self._pieces = delivery.pieces()
        self._asked = 0  # bytes given to the connection
        self._taken = 0
        self._due: float | None = 0.0
        self._over = False

    @property
    def sent(self) -> int:
        """Bytes of it that the kernel has taken so far. Any thread."""
        return min(self._taken, self._asked)

    def deadline(self) -> float | None:
        """At once to begin with; then the end of a pause."""
        return self._due

    def on(self, event: Event, now: float) -> Iterable[Command]:
        """React to one event of the connection."""
        if self._over:
            return ()
        match event:
            case Tick() if self._due is not None and now >= self._due:
                return self._next()
            case Sent():
                self._taken += event.size
                return self._took(now)
            case LocalError():
                return self._leave(event.reason)
            case PeerRst():
                return self._leave("the peer reset the connection")
            case HalfClosed():
                return self._leave("our side of the connection was closed")
            case Closed():
                return self._leave("the connection was closed")
            case _:
                return ()

    def _took(self, now: float) -> Iterable[Command]:
        """The next piece, or its pause, begins when the kernel has all of the one before."""
        if self._due is not None or self._taken < self._asked:
            return ()
        if self._delivery.pause and self._asked < self._delivery.size:
            self._due = now + self._delivery.pause
            return ()
        return self._next()

    def _next(self) -> Iterable[Command]:
        self._due = None
        piece = next(self._pieces, None)
        if piece is None:
            return [*self._ending(), *self._leave("")]
        self._asked += len(piece)
        return [Send(self._conn, piece)]

    def _ending(self) -> Iterable[Command]:
        match self._delivery.ending:
            case "none":
                return []
            case "half-close":
                return [HalfClose(self._conn)]
            case "close":
                return [Close(self._conn)]
            case "rst":
                return [Abort(self._conn)]
            case _:
                assert_never(self._delivery.ending)

    def _leave(self, reason: str) -> Iterable[Command]:
        self._over = True
        self._due = None
        self._done(Delivered(self.sent, self._delivery.size, reason))
        return [Detach(self._conn, self)]
