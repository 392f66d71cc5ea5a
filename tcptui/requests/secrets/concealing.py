"""Where secrets lie in what a replay sends and hears, so that the record can tell which bytes are not to be shown."""

from __future__ import annotations

from typing import Final

from tcptui.protocol.commands import Command, Note
from tcptui.protocol.events import Concealed, Received
from tcptui.requests.secrets.masking import Mask

_SHORTEST_HEARD: Final = 4
"""Bytes of a secret that is looked for in what came: what is shorter stands there by chance."""


class Concealing:
    """Looks for the values that a mask hides in one connection's bytes."""

    def __init__(self, conn: int, mask: Mask) -> None:
        self._conn = conn
        self._mask = mask
        self._tail = b""
        """The last bytes that came, in which a secret may begin."""

    def in_what_goes(self, data: bytes) -> tuple[tuple[int, int], ...]:
        """The stretches of what is to be sent, as `commands.Send` has them."""
        return tuple(self._mask.places(data))

    def in_what_came(self, event: Received) -> list[Command]:
        """What the record is to be told of these bytes."""
        reach = self._mask.longest - 1
        if reach < 0:
            return []
        before, data = len(self._tail), self._tail + bytes(event.data)
        self._tail = data[max(0, len(data) - reach) :]
        return [
            self._note(event.offset - before + start, event.offset - before + end)
            for start, end in self._mask.places(data, _SHORTEST_HEARD)
            if end > before
        ]

    def in_what_was_heard(self, data: bytes, offset: int) -> list[Command]:
        """The same, of bytes that came before their secret was known. offset: of the first of them in the stream."""
        return [self._note(offset + start, offset + end) for start, end in self._mask.places(data, _SHORTEST_HEARD)]

    def _note(self, start: int, end: int) -> Command:
        return Note(self._conn, Concealed(self._conn, 0, "in", start, end))  # the engine stamps it
