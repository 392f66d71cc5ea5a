"""A conversation seen from the other side: on a connection that came to us, requests come in and answers go out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcptui.protocol.framing.found import Data, Seen

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction
    from tcptui.protocol.framing.dialogue import Dialogue
    from tcptui.protocol.verdict import Response

_OTHER: Final[dict[Direction, Direction]] = {"in": "out", "out": "in"}


class Reversed:
    """Any client's `Dialogue` as the server has it: what came is to it what was sent, and the other way round."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    @property
    def response(self) -> Response:
        """Our last answer."""
        return self._dialogue.response

    @property
    def awaited(self) -> int:
        """Answers that we owe."""
        return self._dialogue.awaited

    @property
    def answering(self) -> bool:
        """An answer of ours has begun and is not complete."""
        return self._dialogue.answering

    def sent(self, data: Data) -> list[Seen]:
        """The next bytes of ours."""
        return _turned(self._dialogue.received(data))

    def received(self, data: Data) -> list[Seen]:
        """The next bytes of the peer's."""
        return _turned(self._dialogue.sent(data))

    def own_fin(self) -> list[Seen]:
        """Our FIN: the end of an answer, or what cuts it."""
        return _turned(self._dialogue.peer_fin())

    def peer_fin(self) -> list[Seen]:
        """The peer's FIN: a request that has begun is cut."""
        return _turned(self._dialogue.own_fin())

    def skippable(self, direction: Direction) -> int:
        """As the dialogue says of the other direction."""
        return self._dialogue.skippable(_OTHER[direction])

    def missing(self, direction: Direction) -> int | None:
        """As the dialogue says of the other direction."""
        return self._dialogue.missing(_OTHER[direction])

    def skip(self, direction: Direction, count: int) -> list[Seen]:
        """Let bytes pass unseen."""
        return _turned(self._dialogue.skip(_OTHER[direction], count))


def _turned(seen: list[Seen]) -> list[Seen]:
    return [Seen(_OTHER[direction], found, awaited) for direction, found, awaited in seen] if seen else seen
