"""The conversation of framings whose answer is one message, whatever number of messages was sent before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.protocol.framing.found import Data, Decoder, Found, Seen
from tcptui.protocol.verdict import Response

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction


class SingleAnswer:
    """One answer is owed as soon as a byte was sent, and it is the next message that ends. A `Dialogue`.

    What comes when nothing is owed (a server's banner, a second message) is told, and changes a complete answer in
    nothing; where nothing was sent at all, the first message is the answer. A message that had begun before anything
    was sent answers nothing: its rest is `extra`.
    """

    def __init__(self, name: str, asks: Decoder, answers: Decoder, *, greets: bool = False) -> None:
        """name: the framing's; asks, answers: what reads our bytes and the peer's; greets: whether the peer's first
        message is a greeting, which answers nothing that was sent ahead of it."""
        self._name = name
        self._decoders: dict[Direction, Decoder] = {"in": answers, "out": asks}
        self._greets = greets
        self._owed = False
        self._received = 0  # bytes that came
        self._ended = 0  # the offset at which the last message that came ended
        self._last: Found | None = None
        self._older = False  # the message that is arriving began before anything was asked

    @property
    def response(self) -> Response:
        """The last answer; incomplete while it is owed."""
        if self._last is not None:
            return self._last.as_response(self._name)
        answering = self.answering
        missing = self._decoders["in"].missing if answering else None
        return Response(self._name, complete=False if self._owed or answering else None, missing=missing)

    @property
    def awaited(self) -> int:
        """1 from the first byte sent to the end of the answer."""
        return int(self._owed)

    @property
    def answering(self) -> bool:
        """Bytes of a message have come, its end has not."""
        if self._older or (self._last is not None and self._last.complete):
            return False
        return self._received > self._ended

    def sent(self, data: Data) -> list[Seen]:
        """The next bytes of ours: they ask for one answer."""
        self._ask(len(data))
        return self._tell("out", self._decoders["out"].feed(data))

    def received(self, data: Data) -> list[Seen]:
        """The next bytes of the peer's."""
        self._received += len(data)
        return self._tell("in", self._decoders["in"].feed(data))

    def own_fin(self) -> list[Seen]:
        """Our FIN: a message of ours that has begun is cut."""
        return self._tell("out", self._decoders["out"].end())

    def peer_fin(self) -> list[Seen]:
        """The peer's FIN: a message that has begun is cut."""
        return self._tell("in", self._decoders["in"].end())

    def skippable(self, direction: Direction) -> int:
        """As the direction's decoder says."""
        return self._decoders[direction].skippable

    def missing(self, direction: Direction) -> int | None:
        """As the direction's decoder says."""
        return self._decoders[direction].missing

    def skip(self, direction: Direction, count: int) -> list[Seen]:
        """Let bytes pass unseen."""
        if direction == "out":
            self._ask(count)
        else:
            self._received += count
        return self._tell(direction, self._decoders[direction].skip(count))

    def _ask(self, size: int) -> None:
        if size and not self._owed:
            self._owed = True
            self._last = None
            self._older = self._received > self._ended

    def _tell(self, direction: Direction, found: list[Found]) -> list[Seen]:
        if direction == "out":
            awaited = self.awaited
            return [Seen("out", one, awaited) for one in found]
        seen: list[Seen] = []
        for number, one in enumerate(found):
            if self._last is not None and not self._owed and not self._older:
                return seen + self._unasked(found[number:])
            seen.append(self._came(one))
        return seen

    def _unasked(self, found: list[Found]) -> list[Seen]:
        """Take messages that come when nothing is owed: they may be many, and change only how far they have come."""
        self._ended = next((one.end for one in reversed(found) if one.complete or not one.final), self._ended)
        return [Seen("in", one, 0) for one in found]

    def _came(self, found: Found) -> Seen:
        """Take a message that came as the answer, if one is owed and it began after the asking.

        One that breaks the framing is taken, whenever it began: no other can be found behind it.
        """
        if found.problem is None and self._greets and self._owed and not found.start and found.complete:
            found = found._replace(final=False)
        elif found.problem is None and self._older:
            found = found._replace(kind="extra", final=False)
        self._older = False
        if found.complete or not found.final:
            self._ended = found.end
        if found.final and (self._owed or self._last is None):
            self._last = found
            self._owed = self._owed and not found.complete
        return Seen("in", found, self.awaited)
