"""`auto`: `http` if what is sent begins with a request line, else `none`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tcptui.protocol.framing.found import FOREVER, Data, Found, Seen
from tcptui.protocol.framing.http import Http
from tcptui.protocol.framing.unframed import Unframed

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction
    from tcptui.protocol.framing.dialogue import Dialogue
    from tcptui.protocol.verdict import Response

# RFC 9112, section 3; empty lines before it are passed over (section 2.2). Enough of it is enough: the line end may
# be long in coming from someone who types.
_REQUEST = re.compile(rb"[\r\n]*+[!#$%&'*+\-.^_`|~0-9A-Za-z]++ ++[^\s]++ ++HTTP/\d\.\d")
# What can still become that.
_BEGINNING = re.compile(rb"[\r\n]*+(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]++(?: ++(?:[^\s]++(?: ++[HTP/\d.]*+)?)?)?)?")
_LIMIT = 8 * 1024


class Auto:
    """Holds back the first bytes sent until they tell what they are, and is that from then on. A `Dialogue`.

    Until then nothing is owed, and what comes is a stretch that answers nothing.
    """

    def __init__(self) -> None:
        self._became: Dialogue = Unframed()
        self._held = bytearray()
        self._received = 0
        self._decided = False

    @property
    def response(self) -> Response:
        """As what it became; `none` before that."""
        return self._became.response

    @property
    def awaited(self) -> int:
        """As what it became."""
        return self._became.awaited

    @property
    def answering(self) -> bool:
        """As what it became."""
        return self._became.answering

    def sent(self, data: Data) -> list[Seen]:
        """The next bytes of ours: the first of them decide."""
        if self._decided:
            return self._became.sent(data)
        self._held += data
        # Only so many are looked at, so that one who sends byte by byte costs no more than a few thousand looks.
        start = bytes(self._held[:_LIMIT])
        if _REQUEST.match(start):
            return self._to_http()
        if len(self._held) >= _LIMIT or not _BEGINNING.fullmatch(start):
            self._decided = True
            self._held.clear()
        return []

    def _to_http(self) -> list[Seen]:
        self._decided = True
        self._became = Http(self._received)
        before = [Seen("in", Found(0, self._received, "extra", final=False), 0)] if self._received else []
        seen = self._became.sent(self._held)
        self._held = bytearray()
        return before + seen

    def received(self, data: Data) -> list[Seen]:
        """The next bytes of the peer's."""
        self._received += len(data)
        return self._became.received(data)

    def own_fin(self) -> list[Seen]:
        """Our FIN: what did not become anything until now never will."""
        return self._became.own_fin()

    def peer_fin(self) -> list[Seen]:
        """The peer's FIN."""
        return self._became.peer_fin()

    def skippable(self, direction: Direction) -> int:
        """As what it became; before that every byte sent is looked at."""
        if self._decided:
            return self._became.skippable(direction)
        return FOREVER if direction == "in" else 0

    def missing(self, direction: Direction) -> int | None:
        """As what it became."""
        return self._became.missing(direction)

    def skip(self, direction: Direction, count: int) -> list[Seen]:
        """Let bytes pass unseen. Raises ValueError for more than `skippable(direction)`."""
        if direction == "out" and count and not self._decided:
            raise ValueError("the first bytes that are sent can't be skipped")
        if direction == "in":
            self._received += count
        return self._became.skip(direction, count)
