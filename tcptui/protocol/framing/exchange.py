"""One connection as its framing understands it: what was asked, what was answered, what is still owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.protocol.framing.found import Data, Found, Seen
from tcptui.protocol.framing.reversed import Reversed

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction
    from tcptui.protocol.framing.table import Framing
    from tcptui.protocol.verdict import Response


class Exchange:
    """Both directions of one connection, told of its bytes in the order of the record.

    Each of `sent`, `received`, `own_fin`, `peer_fin` and `skip` gives the messages that ended just then.
    """

    def __init__(self, framing: Framing, asks: Direction = "out") -> None:
        """asks: the direction of the requests, `in` on connections that came to us."""
        dialogue = framing.dialogue()
        self._dialogue = dialogue if asks == "out" else Reversed(dialogue)

    def sent(self, data: Data) -> list[Seen]:
        """The next bytes that the kernel took from us. `data` is looked at during the call only."""
        return self._dialogue.sent(data)

    def received(self, data: Data) -> list[Seen]:
        """The next bytes that came. `data` is looked at during the call only."""
        return self._dialogue.received(data)

    def own_fin(self) -> list[Seen]:
        """Our FIN, once, after all the bytes that were sent before it."""
        return self._dialogue.own_fin()

    def peer_fin(self) -> list[Seen]:
        """The peer's FIN, once, after all the bytes that came before it."""
        return self._dialogue.peer_fin()

    def skippable(self, direction: Direction) -> int:
        """How many of the direction's next bytes need not be seen (a body's rest); 0 where all must be."""
        return self._dialogue.skippable(direction)

    def missing(self, direction: Direction) -> int | None:
        """Bytes still to come of a direction's message that has begun; None where none has, or nobody can know."""
        return self._dialogue.missing(direction)

    @property
    def unfinished(self) -> Found | None:
        """The message of ours that has begun and whose end has not gone, as a FIN would cut it; None where none has.

        Only for a client's connection: there our FIN tells what it cuts, and changes nothing.
        """
        cut = (one.found for one in self._dialogue.own_fin() if one.direction == "out")
        return next((one for one in cut if not one.complete and one.problem is None and one.kind != "extra"), None)

    def skip(self, direction: Direction, count: int) -> list[Seen]:
        """Let `count` bytes pass unseen. Raises ValueError for more than `skippable(direction)`."""
        return self._dialogue.skip(direction, count)

    @property
    def response(self) -> Response:
        """The answer to the last exchange as it stands now; of several owed, the one that is arriving or due.

        framing: `auto` says what it became, `http` or `none`. complete: None for `none`, and while nothing has been
        asked or answered. A complete answer stays complete whatever comes after it, until something new is sent.
        """
        return self._dialogue.response

    @property
    def awaited(self) -> int:
        """Answers still owed, the one that is arriving included."""
        return self._dialogue.awaited

    @property
    def answering(self) -> bool:
        """An answer has begun and is not complete (also where a FIN or a problem has cut it)."""
        return self._dialogue.answering

    @property
    def open(self) -> bool:
        """An exchange is open: an answer is owed or has begun."""
        return self.awaited > 0 or self.answering
