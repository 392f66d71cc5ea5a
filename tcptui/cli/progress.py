"""How far something is that takes longer than a moment: one line on stderr, where that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from typing import BinaryIO, Final, Self

from tcptui.protocol.units import size

_AFTER: Final = 1.0  # seconds
_EVERY: Final = 0.25  # seconds
_CLEAR: Final = "\r\x1b[K"


class Progress:
    """To be used with `with`: the line is gone when it is left. total: bytes in all, None where nobody knows."""

    def __init__(self, what: str, total: int | None = None) -> None:
        """what: said before the figures, our own words."""
        self._what = what
        self._of = "" if total is None else f" of {size(total)}"
        self._next = time.monotonic() + _AFTER if sys.stderr.isatty() else float("inf")
        self._shown = False

    def at(self, done: int) -> None:
        """So many bytes are done."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY
            self._shown = True
            print(f"{_CLEAR}{self._what}: {size(done)}{self._of} · ^C stops", end="", file=sys.stderr, flush=True)

    def written(self, out: BinaryIO, pieces: Iterable[bytes]) -> int:
        """Write the pieces, telling how far it is; gives how many there were."""
        count = done = 0
        for piece in pieces:
            out.write(piece)
            count, done = count + 1, done + len(piece)
            self.at(done)
        return count

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print(_CLEAR, end="", file=sys.stderr, flush=True)
