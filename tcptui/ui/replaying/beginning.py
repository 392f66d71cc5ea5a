"""A replay's connections: the one in view joined, a new one opened, or many."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tcptui.protocol.commands import Attach
from tcptui.protocol.frozen import frozen
from tcptui.protocol.verdict import Outcome
from tcptui.requests.plan import Plan
from tcptui.requests.replaying.replay import TIMEOUT, Replay
from tcptui.requests.replaying.report import failure
from tcptui.requests.replaying.tally import Cause
from tcptui.ui.groups import GroupWanted
from tcptui.ui.replaying.round import Round
from tcptui.ui.replaying.wanted import Ready

if TYPE_CHECKING:
    from tcptui.ui.replays import ReplayActions
    from tcptui.ui.sessions import Session

_GRACE = 1.0
"""Seconds: the one time limit is the script's; what it says is then the verdict's, whatever was under way."""


def begin(screen: ReplayActions, ready: Ready, current: Session | None) -> None:
    """Begin to replay. current: the connection that was in view when it was asked for.

    Raises RequestFileError where what it needs is not there any more: then nothing is sent.
    """
    wanted = ready.wanted
    one = Round(ready.source, wanted, ready.read, wanted.count if wanted.where == "many" else 1)
    match wanted.where:
        case "current":
            _join(screen, one, ready.plan, current)
        case "new":
            _open(screen, one, ready.plan)
        case "many":
            _open_many(screen, one, ready.plan)


def _join(screen: ReplayActions, one: Round, plan: Plan, session: Session | None) -> None:
    if session is None or not session.can_send:
        screen.say("the connection is over: it is replayed on a new one only")
        return
    screen.replays_on(session.conn, one)
    replay = one.begin(session.conn, plan, TIMEOUT)
    screen.workbench.submit(Attach(session.conn, replay))
    screen.follow()
    screen.show_replay()


def _open(screen: ReplayActions, one: Round, plan: Plan) -> None:
    framing = plan.request.framing
    conn = screen.workbench.open(
        plan.endpoint,
        framing,
        script=lambda conn: one.begin(conn, plan, TIMEOUT),
        resolve_timeout=TIMEOUT + _GRACE,
        connect_timeout=TIMEOUT + _GRACE,
    )
    session = screen.sessions.get(conn)
    # Known before its first event tells.
    session.story.target, session.story.framing = str(plan.endpoint), framing
    session.name = plan.title
    screen.replays_on(conn, one)
    screen.bring(session)


@frozen
class _Part:
    """What each of many connections does: the replay, with variables of its own. reading: the framing."""

    one: Round
    took: Callable[[int], None]
    reading: str
    timeout: float = TIMEOUT

    def script(self, conn: int) -> Replay:
        """What drives one of them."""
        self.took(conn)
        one = self.one
        return one.begin(conn, one.source.plan(one.read, one.wanted), self.timeout)

    def failure(self, conn: int, outcome: Outcome) -> Cause | None:
        """Why one of them failed: a step was not met, or how it ended where no step waited for that."""
        return failure(self.one.replays[conn].report, outcome)


def _open_many(screen: ReplayActions, one: Round, plan: Plan) -> None:
    framing = plan.request.framing
    part = _Part(one, lambda conn: screen.replays_on(conn, one), framing)
    screen.open_group(GroupWanted(plan.endpoint, one.asked, framing, part))
