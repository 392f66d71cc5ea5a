"""A stretch of a connection's record, ready to become a request. It reads the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.protocol.frozen import frozen
from tcptui.requests.capturing import APART, Captured, capture
from tcptui.requests.turns import Turn
from tcptui.ui.collection.composed import forms_of_captured, name_of
from tcptui.ui.recordedturns import recorded_turns

if TYPE_CHECKING:
    from tcptui.journal.log import Log
    from tcptui.ui.selection import Selection


class NothingSentError(ValueError):
    """There is nothing in it that we sent; the message is one sentence."""


@frozen
class Written:
    """What was found. forms: the ways in which it can be kept, by their names; name: what it could be called."""

    forms: dict[str, Captured]
    name: str


def captured_of(log: Log, conn: int, selection: Selection | None, framing: str, target: str) -> Written:
    """What is selected, or all. target: as `host:port`.

    Raises NothingSentError, TooLongError, DamagedLogError, OSError.
    """
    turns = recorded_turns(log, conn, selection, APART)
    sent = [turn.data for turn in turns if isinstance(turn, Turn) and turn.direction == "out"]
    if not sent:
        raise NothingSentError("nothing of this was sent by us: a request begins with what we send")
    captured = capture(turns, framing, pauses=True, expectations=True)
    return Written(forms_of_captured(captured, sent, target), name_of(sent[0]))
