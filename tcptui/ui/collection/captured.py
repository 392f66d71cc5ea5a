"""A stretch of a connection's record, ready to become a request. It reads the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event

from tcptui.journal.log import Log
from tcptui.journal.stretch import StoppedError
from tcptui.protocol.frozen import frozen
from tcptui.requests.capturing import APART, capture
from tcptui.requests.turns import Ended, Turn, joined
from tcptui.ui.collection.composed import TYPED, first_content, forms_of_captured, name_of
from tcptui.ui.collection.keeping import Keeping
from tcptui.ui.composing import peer_at
from tcptui.ui.recordedturns import recorded_turns
from tcptui.ui.selection import Selection


class NothingSentError(ValueError):
    """There is nothing in it that would be sent; the message is one sentence."""


@frozen
class Said:
    """What is to be saved. selection: None for all; target: as typed; swapped: it came to us, and its peer's part is
    taken: what that sent is what will be sent."""

    log: Log
    conn: int
    selection: Selection | None
    target: str
    swapped: bool = False


def captured_of(said: Said, framing: str, told: Callable[[str], object] = str, stop: Event | None = None) -> Keeping:
    """What was said, with the choices that there are.

    told: how far it is, in words; stop: ends the work. Raises NothingSentError, TooLongError, StoppedError,
    DamagedLogError, OSError.
    """
    turns = recorded_turns(said.log, said.conn, said.selection, APART, swapped=said.swapped, stop=stop)
    if not _sent(turns):
        who = "the peer" if said.swapped else "us"
        raise NothingSentError(f"nothing of this was sent by {who}: a request begins with what is sent")

    def at(number: int) -> None:
        if stop is not None and stop.is_set():
            raise StoppedError
        told(f"{number:,} of {len(turns):,} things that were said")

    whole = joined(turns)
    sent = _sent(whole)
    captured = capture(whole, framing, pauses=True, expectations=True, at=at)
    forms = forms_of_captured(captured, [turn.data for turn in sent], peer_at(said.target))
    if len(whole) < len(turns):
        forms[TYPED] = capture(turns, framing, pauses=True, expectations=True, at=at)
    told("looking for credentials …")
    name = name_of(sent[0].data, sent[0].secrets) or name_of(first_content(forms)) or f"to {said.target}"
    return Keeping(name, said.target, forms)


def _sent(turns: Sequence[Turn | Ended]) -> list[Turn]:
    return [turn for turn in turns if isinstance(turn, Turn) and turn.direction == "out"]
