"""Sending what is composed, to the connection in view or to all that are marked, and telling how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from tcptui.requests.delivery import Delivered
from tcptui.ui.composer.outgoing import Outgoing
from tcptui.ui.composer.plan import PlanError
from tcptui.ui.keymap import key_of
from tcptui.ui.sessions import Session
from tcptui.ui.telling import not_sent

if TYPE_CHECKING:
    from tcptui.ui.composer.pane import ComposerPane
    from tcptui.ui.composing import ComposeActions

_LOOK_EVERY = 0.1
"""Seconds between two looks at how far it is; what is over before the first shows no progress."""


class Dispatch:
    """What is on its way out from the composer."""

    def __init__(self, screen: ComposeActions) -> None:
        self._screen = screen
        self._under_way: list[Outgoing] = []
        self._watch: Timer | None = None

    def send(self, pane: ComposerPane) -> None:
        """Send to the connection in view."""
        session = self._screen.sessions.current
        if session is None:
            pane.say(f"nothing was sent: there is no connection yet, {key_of('connection.new')} opens one")
        elif not session.can_send:
            pane.say(not_sent(session))
        else:
            self._begin(pane, [session])

    def send_marked(self, pane: ComposerPane) -> None:
        """Send to all that are marked and can take it."""
        marked = self._screen.sessions.marked_ones()
        able = [session for session in marked if session.can_send]
        if not marked:
            pane.say(f"no connection is marked: {key_of('connections')} goes to the list, where Space marks one")
        elif not able:
            pane.say("nothing was sent: none of the marked connections can take it")
        else:
            self._begin(pane, able)

    def _begin(self, pane: ComposerPane, sessions: list[Session]) -> None:
        """Have it go out, where there is something that can."""
        work = pane.work
        if work.problems:
            pane.say(f"nothing was sent: {work.problems[0]}", "failure")
            return
        if pane.busy:
            pane.say("nothing was sent: the bytes are still being made")
            return
        try:
            delivery = work.plan.delivery(work.made.composed.data, work.marks)
        except PlanError as error:
            pane.say(f"nothing was sent: {error}", "failure")
            return
        if not delivery.size and delivery.ending == "none":
            pane.say("nothing was sent: the message has no bytes yet")
            return
        outgoing = Outgoing([session.conn for session in sessions], delivery, self._tell)
        self._under_way.append(outgoing)
        self._screen.workbench.submit(*outgoing.begin())
        self._screen.pane.action_bottom()
        if self._watch is None:
            self._watch = self._screen.set_interval(_LOOK_EVERY, self._look)

    def _tell(self, outgoing: Outgoing, conn: int, how: Delivered) -> None:
        """Called by the loop thread."""
        self._screen.post_message(self._screen.Went(outgoing, conn, how))

    def _look(self) -> None:
        """Show how far it is."""
        if self._screen.composer is not None:
            self._screen.composer.show_going(self._under_way[-1].progress() if self._under_way else "")

    def went(self, message: ComposeActions.Went, pane: ComposerPane | None) -> None:
        """One delivery is over; when all of a message are, say how it went."""
        outgoing = message.outgoing
        if outgoing not in self._under_way or not outgoing.ended(message.conn, message.how):
            return
        words, all_sent = outgoing.outcome()
        self._forget(outgoing)
        if pane is not None:
            pane.say(words, "good" if all_sent else "failure")

    def stop(self, pane: ComposerPane) -> None:
        """Send no further piece of anything."""
        if not self._under_way:
            pane.say("nothing is going out")
        for outgoing in list(self._under_way):
            self._screen.workbench.submit(*outgoing.stop())
            self._forget(outgoing)
            pane.say(outgoing.stopped())

    def _forget(self, outgoing: Outgoing) -> None:
        self._under_way.remove(outgoing)
        if not self._under_way and self._watch is not None:
            self._watch.stop()
            self._watch = None
        self._look()
