"""What a framing finds, told as events: numbered, timed, and each answer with the request that it answers."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from tcptui.protocol.events import Message
from tcptui.protocol.framing.found import FOREVER

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction
    from tcptui.protocol.framing.exchange import Exchange
    from tcptui.protocol.framing.found import Data, Found, Seen


_ENDLESS: Final = FOREVER >> 1
"""A stretch that is still as long as this has no end but the stream's."""


class Arriving(NamedTuple):
    """A message whose end has not come. start: the stream offset of its first byte; come: how many of its bytes are
    there; missing: how many more there will be, None where the framing can't know; t: when its first byte came, ns;
    lost: it lies behind bytes that broke the framing, so that no message can be told apart in it."""

    direction: Direction
    start: int
    come: int
    missing: int | None
    t: int
    lost: bool = False


class Standing(NamedTuple):
    """How a conversation stands. awaited: answers owed, one that is arriving included."""

    arriving: tuple[Arriving, ...] = ()
    awaited: int = 0


class Telling:
    """Feeds an exchange and tells what it finds. All times are CLOCK_MONOTONIC, ns; bytes come in the record's order.

    asks: the direction of the requests, `in` on connections that came to us.
    """

    def __init__(self, conn: int, exchange: Exchange, asks: Direction = "out") -> None:
        self.exchange = exchange
        self._conn = conn
        self._asks = asks
        self._numbers: dict[Direction, int] = {"in": 0, "out": 0}
        self._fed: dict[Direction, int] = {"in": 0, "out": 0}
        self._ended: dict[Direction, int] = {"in": 0, "out": 0}
        self._begun: dict[Direction, int | None] = {"in": None, "out": None}
        self._lost: dict[Direction, bool] = {"in": False, "out": False}
        self._unanswered: deque[int] = deque()
        """When each request ended that no answer has been found to."""

    def feed(self, direction: Direction, t: int, data: Data) -> list[Message]:
        """The next bytes of a direction. t: when they came or went."""
        seen = self.exchange.sent(data) if direction == "out" else self.exchange.received(data)
        return self._passed(direction, t, len(data), seen)

    def skip(self, direction: Direction, t: int, count: int) -> list[Message]:
        """Let bytes pass unseen. Raises ValueError for more than the exchange's `skippable`."""
        return self._passed(direction, t, count, self.exchange.skip(direction, count))

    def own_fin(self, t: int) -> list[Message]:
        """Our FIN, once, after all the bytes that went before it."""
        return [self._message(seen, t, FOREVER) for seen in self.exchange.own_fin()]

    def peer_fin(self, t: int) -> list[Message]:
        """The peer's FIN, once, after all the bytes that came before it."""
        return [self._message(seen, t, FOREVER) for seen in self.exchange.peer_fin()]

    def standing(self) -> Standing:
        """How it stands behind what was fed."""
        arriving = (self._arriving(direction) for direction in self._fed)
        return Standing(tuple(one for one in arriving if one is not None), self.exchange.awaited)

    def _arriving(self, direction: Direction) -> Arriving | None:
        """The message of this direction whose end has not come."""
        begun, start = self._begun[direction], self._ended[direction]
        answers = direction != self._asks and self.exchange.answering
        endless = self.exchange.skippable(direction) >= _ENDLESS
        looked_at = answers or not endless or self._lost[direction]
        if begun is None or not looked_at or self.exchange.response.framing == "none":
            return None
        come = self._fed[direction] - start
        if self._lost[direction] and endless:
            return Arriving(direction, start, come, None, begun, lost=True)
        return Arriving(direction, start, come, self.exchange.missing(direction), begun)

    def _passed(self, direction: Direction, t: int, size: int, seen: list[Seen]) -> list[Message]:
        piece = self._fed[direction]
        self._fed[direction] += size
        if size and self._begun[direction] is None:
            self._begun[direction] = t
        return [self._message(one, t, piece if one.direction == direction else FOREVER) for one in seen]

    def _message(self, seen: Seen, t: int, piece: int) -> Message:
        """piece: the stream offset of what was fed last of this direction; what begins there began at t."""
        direction, found, awaited = seen
        begun = self._begun[direction]
        if begun is None or found.start >= piece:
            begun = t
        self._ended[direction] = found.end
        self._lost[direction] = found.problem is not None
        self._begun[direction] = t if found.end < self._fed[direction] else None
        self._numbers[direction] += 1
        return Message(
            self._conn, t, direction, self._numbers[direction], found.start, found.end, found.kind, found.complete,
            found.final, awaited, found.status, found.missing, found.problem, found.text, found.where, found.notes,
            round((t - begun) / 1e9, 9), self._after(seen, begun, t),
        )  # fmt: skip

    def _after(self, seen: Seen, begun: int, t: int) -> float | None:
        """How long an answer's first byte came after the last byte of its request, seconds."""
        direction, found, awaited = seen
        if not found.final or found.kind == "extra":
            return None
        if direction == self._asks:
            self._asked(t, awaited)
            return None
        return self._answered(found, begun, awaited)

    def _asked(self, t: int, awaited: int) -> None:
        self._unanswered.append(t)
        # Where several messages ask for one answer, the last of them that had gone when it began is the one; of two
        # that are kept, the later one may go while the answer is arriving.
        while len(self._unanswered) > awaited + 1:
            self._unanswered.popleft()

    def _answered(self, found: Found, begun: int, awaited: int) -> float | None:
        times = self._unanswered
        while len(times) > max(1, awaited + 1) and times[1] <= begun:
            times.popleft()
        if not times or times[0] > begun:
            return None
        asked = times.popleft() if found.complete else times[0]
        return round((begun - asked) / 1e9, 9)
