"""What every framing can tell about a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tcptui.protocol.framing.found import Data, Seen

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction
    from tcptui.protocol.verdict import Response


class Dialogue(Protocol):
    """Both directions of a client's connection under one framing, from its first byte on."""

    @property
    def response(self) -> Response:
        """The last exchange's answer as it stands now; complete is None while no exchange has begun."""

    @property
    def awaited(self) -> int:
        """Answers still owed, the one that is arriving included."""

    @property
    def answering(self) -> bool:
        """An answer has begun and is not complete."""

    def sent(self, data: Data) -> list[Seen]:
        """The next bytes that the kernel took from us."""

    def received(self, data: Data) -> list[Seen]:
        """The next bytes that came."""

    def own_fin(self) -> list[Seen]:
        """Our FIN, once, after all that was sent before it: a message of ours that has begun is cut."""

    def peer_fin(self) -> list[Seen]:
        """The peer's FIN, once, after all that came before it."""

    def skippable(self, direction: Direction) -> int:
        """How many of a direction's next bytes need not be seen: 0 where the framing looks for something in them."""

    def missing(self, direction: Direction) -> int | None:
        """Bytes still to come of a direction's message that has begun; None where none has, or nobody can know."""

    def skip(self, direction: Direction, count: int) -> list[Seen]:
        """Let `count` bytes pass unseen. Raises ValueError for more than `skippable(direction)`."""
