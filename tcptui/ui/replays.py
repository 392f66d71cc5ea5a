"""Replays on the screen: a saved request, or what was sent on a connection before, played again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.timer import Timer

from tcptui.ui.grouping import GroupActions
from tcptui.ui.keymap import key_of
from tcptui.ui.recordings import RecordingActions

if TYPE_CHECKING:
    from pathlib import Path

    from tcptui.config.settings import Settings
    from tcptui.requests.reading import Read
    from tcptui.ui.replaying.panel import ReplayPanel
    from tcptui.ui.replaying.round import Round
    from tcptui.ui.replaying.wanted import Ready, Source, Wanted
    from tcptui.ui.sessions import Session
    from tcptui.workbench import Workbench

_LOOK_EVERY = 0.1
"""Seconds between two looks at a step that is under way."""


class ReplayActions(RecordingActions, GroupActions):
    """Replays, shows how far each is, and lets a person go on, stop and begin again."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self._rounds: dict[int, Round] = {}
        """By the numbers of their connections, the last one of each."""
        self._replay_panel: ReplayPanel | None = None
        self._replay_clock: Timer | None = None
        self._replay_awaits: Session | None = None
        """A recorded connection that is to be replayed when its record has been read."""

    # Beginning ------------------------------------------------------------------------------------------------------

    def replay(self, read: Read, path: Path) -> None:
        """Ask how a request is to be replayed, and do it.

        read: what its file says, as `collection.load` gives it; path: that file, whose folder is where `send_file`
        begins. What is wrong with it is said in the dialog, and then nothing is sent.
        """
        from tcptui.ui.replaying.wanted import Saved

        self.ask_replay(Saved(path, read), read)

    def action_replay(self) -> None:
        """Ask how to replay once more what was replayed on the connection in view, else what was sent on it."""
        session = self.sessions.current
        if session is None:
            self.say("there is no connection whose bytes could be sent again")
            return
        one = self.replaying
        if one is not None:
            self.ask_replay(one.source, one.read, one.wanted)
        elif session.story.is_listener:
            self.say("a listener sends nothing: go to a connection that came")
        elif session.recording is not None and not session.recording.read:
            self._replay_awaits = session
            self.say("reading its record …")
        else:
            self.run_worker(self._replay_recorded(session), group="replay", exclusive=True)

    async def _replay_recorded(self, session: Session) -> None:
        """Read in a thread what was said: it may be long."""
        from tcptui.journal.layout import DamagedLogError
        from tcptui.protocol.units import size
        from tcptui.ui.recordedturns import MOST, TooLongError
        from tcptui.ui.replaying.wanted import recorded

        self.say("reading what was sent …")
        try:
            source = await asyncio.to_thread(recorded, session)
        except TooLongError:
            part = f"select a part of it, {key_of('pane.write-down')} saves that as a request"
            self.say(f"more than {size(MOST)} were said here, too much to replay at once: {part}")
            return
        except (DamagedLogError, OSError) as error:
            self.say(f"it can't be replayed: {error}")
            return
        if source is not None:
            self.say("")
            self.ask_replay(source, source.read(source.usual_pace))
        else:
            self.say("nothing was sent on this connection: there is nothing to replay")

    def ask_replay(self, source: Source, read: Read, first: Wanted | None = None) -> None:
        """Ask how to replay it, and do it. read: the request as it is known; first: what is proposed."""
        from tcptui.ui.replaying.ask import AskReplay
        from tcptui.ui.replaying.fields import Fields
        from tcptui.ui.replaying.wanted import Wanted

        session = self.sessions.current
        current = session.story.target if session is not None and session.can_send else None
        first = first or Wanted(pace=source.usual_pace)
        fields = Fields(read.request, first, current=current, room=self.workbench.room_for_files())

        def answered(ready: Ready | None) -> None:
            if ready is not None:
                self._begin_replay(ready, session)

        self.app.push_screen(AskReplay(source, len(read.request.steps), fields), answered)

    def _begin_replay(self, ready: Ready, current: Session | None) -> None:
        """Replay it. What is wrong with it is said, and then nothing is sent."""
        from tcptui.requests.reading import RequestFileError
        from tcptui.ui.replaying.beginning import begin

        try:
            begin(self, ready, current)
        except RequestFileError as error:
            self.say(f"it can't be replayed: {error.problems[0]}")
            return
        if ready.remark:
            self.say(ready.remark)

    def replays_on(self, conn: int, one: Round) -> None:
        """This is one of a replay's connections; another replay on it is stopped."""
        before = self._rounds.get(conn)
        if before is not None and not before.over:
            self.workbench.submit(*before.stop())
        self._rounds[conn] = one

    # While it goes on -----------------------------------------------------------------------------------------------

    @property
    def replaying(self) -> Round | None:
        """The replay of the connection in view."""
        session = self.sessions.current
        return self._rounds.get(session.conn) if session is not None and session.recording is None else None

    def action_replay_step(self) -> None:
        """Do the next step of a replay that goes step by step."""
        one = self.replaying
        if one is not None and one.held:
            self.workbench.submit(*one.go_on())
        else:
            self.say("no replay waits for its next step here")

    def action_replay_stop(self) -> None:
        """Stop the replay of the connection in view; where it is over, put its steps away, or show them again."""
        one = self.replaying
        if one is None:
            self.say(f"nothing is replayed here: {key_of('replay')} does")
        elif one.over:
            one.hidden = not one.hidden
            self.say(f"the steps are hidden: {key_of('replay.stop')} shows them again" if one.hidden else "")
        else:
            self._stop_replay(one)
        self.show_replay()

    def action_replay_look(self, direction: int) -> None:
        """Look at a page of other steps of the replay in view; with the next step that is done that is over."""
        if self._replay_panel is not None and self._replay_panel.display:
            self._replay_panel.page(direction)
        else:
            self.say("no steps of a replay are shown here")

    def _stop_replay(self, one: Round) -> None:
        session = self.sessions.current
        if session is not None and session.group is not None and one.asked > 1:
            session.group.tally.asked = session.group.opened
            one.asked = len(one.replays)
        self.workbench.submit(*one.stop())

    def action_replay_again(self) -> None:
        """Replay the same again, in the same way; on a new connection where that in view is over."""
        one, session = self.replaying, self.sessions.current
        if one is None or session is None:
            self.say(f"nothing was replayed here: {key_of('replay')} does")
            return
        gone = one.wanted.where == "current" and not session.can_send
        wanted = replace(one.wanted, where="new") if gone else one.wanted
        self.run_worker(self._replay_again(one.source, wanted, session), group="again")

    async def _replay_again(self, source: Source, wanted: Wanted, current: Session) -> None:
        """Read it in a thread: it may be long."""
        from tcptui.requests.reading import RequestFileError
        from tcptui.ui.replaying.wanted import prepared

        try:
            ready = await asyncio.to_thread(prepared, source, wanted)
        except RequestFileError as error:
            self.say(f"it can't be replayed: {error.problems[0]}")
        else:
            self._begin_replay(ready, current)

    # What is shown --------------------------------------------------------------------------------------------------

    def show_replay(self) -> None:
        """The steps of the connection in view, and a clock as long as one is under way."""
        one, session = self.replaying, self.sessions.current
        if one is not None and self._replay_panel is None:
            from tcptui.ui.replaying.panel import ReplayPanel

            self._replay_panel = ReplayPanel()
            self.query_one("#session").mount(self._replay_panel, before=self.card)
        if self._replay_panel is not None:
            self._replay_panel.show(one, one.replays.get(session.conn) if one and session else None)
        runs = one is not None and not one.over
        if runs and self._replay_clock is None:
            self._replay_clock = self.set_interval(_LOOK_EVERY, self.show_replay)
        elif not runs and self._replay_clock is not None:
            self._replay_clock.stop()
            self._replay_clock = None

    def show_card(self, session: Session | None) -> None:
        """With the verdict goes what led to it; what is to be replayed may have been read."""
        super().show_card(session)
        awaited = self._replay_awaits
        if awaited is not None and (awaited is not session or awaited.recording is None or awaited.recording.read):
            self._replay_awaits = None
            if awaited is session:
                self.say("")
                self.action_replay()
        if self._rounds:
            self.show_replay()

    def let_go(self, session: Session) -> None:
        """Its tab was closed."""
        super().let_go(session)
        if session.recording is None:
            self._rounds.pop(session.conn, None)
