"""What was said on a connection, turn by turn: of a packet capture as of our own record."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Literal, NamedTuple

from tcptui.protocol.events import Direction


class Turn(NamedTuple):
    """What one side said at time t (nanoseconds), before the other said anything.

    until: when its last byte came; secrets: stretches of it that are known to be credentials, as values.
    """

    t: int
    until: int
    direction: Direction
    data: bytes
    secrets: tuple[str, ...] = ()


class Ended(NamedTuple):
    """One side's FIN or RST."""

    t: int
    direction: Direction
    how: Literal["fin", "rst"]


def joined(turns: Sequence[Turn | Ended]) -> tuple[Turn | Ended, ...]:
    """The same with all that one side said before the other did as one turn, however long it paused."""
    found: list[Turn | Ended] = []
    for _, together in itertools.groupby(turns, lambda one: one.direction if isinstance(one, Turn) else None):
        said = list(together)
        first, last = said[0], said[-1]
        if isinstance(first, Turn) and isinstance(last, Turn):
            pieces = [one for one in said if isinstance(one, Turn)]
            secrets = tuple(secret for one in pieces for secret in one.secrets)
            found.append(first._replace(until=last.until, data=b"".join(one.data for one in pieces), secrets=secrets))
        else:
            found += said
    return tuple(found)


class Talk:
    """Puts turns together out of pieces, which come in their order."""

    def __init__(self, apart: int | None = None) -> None:
        """apart: ns of silence after which what we send is a turn of its own; None: however long."""
        self._apart = apart
        self._turns: list[Turn | Ended] = []
        self._pieces: list[bytes] = []

    def say(self, t: int, direction: Direction, data: bytes) -> None:
        """The next bytes of one side."""
        if not data:
            return
        last = self._turns[-1] if self._turns else None
        if isinstance(last, Turn) and self._runs_on(last, t, direction):
            self._turns[-1] = last._replace(until=t)
        else:
            self._join()
            self._turns.append(Turn(t, t, direction, b""))
        self._pieces.append(data)

    def _runs_on(self, last: Turn, t: int, direction: Direction) -> bool:
        paused = direction == "out" and self._apart is not None and t - last.until >= self._apart
        return last.direction == direction and not paused

    def end(self, ended: Ended) -> None:
        """A FIN or a RST; one that was told already counts once."""
        seen = any(isinstance(one, Ended) and one[1:] == ended[1:] for one in self._turns)
        if not seen:
            self._join()
            self._turns.append(ended)

    def turns(self) -> tuple[Turn | Ended, ...]:
        """All of them so far."""
        self._join()
        return tuple(self._turns)

    @property
    def last(self) -> int:
        """When the last of them began, ns; 0 where there is none."""
        return self._turns[-1].t if self._turns else 0

    def _join(self) -> None:
        if self._pieces:
            last = self._turns[-1]
            assert isinstance(last, Turn), "pieces belong to the turn that is open"
            self._turns[-1] = last._replace(data=b"".join(self._pieces))
            self._pieces = []
