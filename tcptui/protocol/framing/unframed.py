"""`none` and `until-close`: the two framings that look at no byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.protocol.framing.found import FOREVER, Data, Found, Seen
from tcptui.protocol.verdict import Response

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction


class Unframed:
    """`none`: no messages, and no answer is owed. A `Dialogue`.

    received_bytes: how many bytes have come.
    """

    def __init__(self) -> None:
        self.received_bytes = 0

    @property
    def response(self) -> Response:
        """Complete is None for ever: nothing tells an answer's end."""
        return Response("none", complete=None)

    @property
    def awaited(self) -> int:
        """No answer is owed."""
        return 0

    @property
    def answering(self) -> bool:
        """There is no answer that could have begun."""
        return False

    def sent(self, data: Data) -> list[Seen]:
        """Bytes of ours: nothing to find."""
        return self.skip("out", len(data))

    def received(self, data: Data) -> list[Seen]:
        """Bytes of the peer's: only counted."""
        return self.skip("in", len(data))

    def own_fin(self) -> list[Seen]:
        """A FIN of ours ends nothing: there are no messages."""
        return []

    def peer_fin(self) -> list[Seen]:
        """A FIN ends nothing here."""
        return []

    def skippable(self, direction: Direction) -> int:
        """No byte needs to be seen, either way."""
        assert direction in ("in", "out")
        return FOREVER

    def missing(self, direction: Direction) -> int | None:
        """Nothing says how much will come."""
        assert direction in ("in", "out")
        return None

    def skip(self, direction: Direction, count: int) -> list[Seen]:
        """Count what came."""
        if direction == "in":
            self.received_bytes += count
        return []


class UntilClose(Unframed):
    """`until-close`: the answer is everything up to the peer's FIN, and it is owed from the beginning.

    Servers that speak first (daytime, RFC 867) are read with it, so nothing needs to be sent for an answer to be owed.
    A FIN before the first byte leaves it owed.
    """

    def __init__(self) -> None:
        super().__init__()
        self._complete = False

    @property
    def response(self) -> Response:
        """Complete with the FIN, if a byte came before it."""
        return Response("until-close", complete=self._complete, missing=0 if self._complete else None)

    @property
    def awaited(self) -> int:
        """One answer, until its FIN has come."""
        return 0 if self._complete else 1

    @property
    def answering(self) -> bool:
        """From the first byte to the FIN."""
        return self.received_bytes > 0 and not self._complete

    def peer_fin(self) -> list[Seen]:
        """The end of the answer."""
        if not self.received_bytes:
            return []
        self._complete = True
        return [Seen("in", Found(0, self.received_bytes, "stream"), self.awaited)]
