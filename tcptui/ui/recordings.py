"""Past runs in the workbench: choosing one, and its connections as tabs that work as live ones do."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from textual.message import Message

from tcptui.ui.actions import ConnectionActions

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.journal.recorded import RecordedLog
    from tcptui.ui.recording import Reader, Recording, Stretch
    from tcptui.ui.screens.past_runs import Picked
    from tcptui.ui.sessions import Session
    from tcptui.workbench import Workbench

_CLOSE_AFTER = 1.0
"""Seconds that threads have to leave a log alone (counting, searching) after its last tab has gone."""


class RecordingActions(ConnectionActions):
    """Opens recorded runs and closes them with their last tab."""

    class Opened(Message):
        """A run's log was opened, or can't be. Posted by the thread that opened it."""

        def __init__(self, picked: Picked, log: RecordedLog | None, problem: str) -> None:
            super().__init__()
            self.picked = picked
            self.log = log
            self.problem = problem

    class Read(Message):
        """More of a recording was read. Posted by its reader."""

        def __init__(self, recording: Recording, stretch: Stretch) -> None:
            super().__init__()
            self.recording = recording
            self.stretch = stretch

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self._open: dict[str, Recording] = {}
        self._readers: dict[str, Reader] = {}

    def action_past_runs(self) -> None:
        """Show the runs that were recorded, and open the one that is chosen."""
        from tcptui.ui.screens.past_runs import PastRuns

        def answered(picked: Picked | None) -> None:
            if picked is not None:
                self.open_run(picked)

        self.app.push_screen(PastRuns(), answered)

    def open_run(self, picked: Picked) -> None:
        """Open a run's connections as tabs, or come back to them where they are open. Its log is opened in a thread."""
        recording = self._open.get(picked.run)
        if recording is not None:
            self._add(recording, picked)
            return
        self.say("opening the record …")
        threading.Thread(target=self._open_log, args=(picked,), name="opening", daemon=True).start()

    def _open_log(self, picked: Picked) -> None:
        from tcptui.journal.layout import DamagedLogError
        from tcptui.journal.log import Log
        from tcptui.journal.runs import log_path

        try:
            log = Log.open(log_path(picked.run))
        except OSError as error:
            self.post_message(self.Opened(picked, None, error.strerror or str(error)))
        except DamagedLogError as error:
            self.post_message(self.Opened(picked, None, str(error)))
        else:
            self.post_message(self.Opened(picked, log, ""))

    def on_recording_actions_opened(self, message: Opened) -> None:
        """Show what there is, and read it."""
        message.stop()
        log, run = message.log, message.picked.run
        if log is None:
            self.say(f"{run} can't be opened: {message.problem}")
        elif run in self._open:  # asked for twice
            log.close()
            self._add(self._open[run], message.picked)
        else:
            self._begin(log, message.picked)

    def _begin(self, log: RecordedLog, picked: Picked) -> None:
        from tcptui.ui.recording import Reader, Recording

        run, started = picked.run, log.started
        if started is None or not log.connections():
            self.say(f"{run} holds no connection. {log.torn or ''}".rstrip())
            log.close()
            return
        recording = self._open[run] = Recording(run, log, started, live=log.live, problem=log.torn or "")
        for one in log.connections():
            recording.session(one)
        self._add(recording, picked)
        reader = self._readers[run] = Reader(log, lambda stretch: self._told_by_reader(recording, stretch))
        reader.start()

    def _told_by_reader(self, recording: Recording, stretch: Stretch) -> None:
        """On the reader's thread."""
        self.post_message(self.Read(recording, stretch))

    def _add(self, recording: Recording, picked: Picked) -> None:
        """Bring the picked connection of a recording into view; where none is, all of them, the first in view."""
        conn = picked.conn
        if conn is not None:
            recording.session(conn)  # of a live run, its reader may not have come to it yet
        recording.whole = recording.whole or conn is None
        for one, session in recording.sessions.items():
            if conn in (None, one):
                self.sessions.add(session)
        self.bring(recording.sessions[min(recording.sessions) if conn is None else conn])
        self.say("")
        if picked.place is not None:
            self.show_place(*picked.place)
        if picked.replay:
            self.action_replay()

    def action_replay(self) -> None:
        """Ask how to replay the connection in view."""
        raise NotImplementedError

    def show_place(self, pos: int, offset: int) -> None:
        """Show a place of the connection in view. pos, offset: of the record there, and of a byte in its stream."""
        raise NotImplementedError

    def on_recording_actions_read(self, message: Read) -> None:
        """Fold what was read into the recording's sessions."""
        message.stop()
        recording, stretch = message.recording, message.stretch
        if self._open.get(recording.run) is not recording:
            return
        recording.share, recording.live, recording.problem = stretch.share, stretch.live, stretch.problem
        touched = set()
        for event in stretch.events:
            if event.conn:
                session = recording.session(event.conn)
                session.on(event)
                touched.add(session.key)
                if recording.whole and not session.key:
                    self.sessions.add(session)
        self.show_changes(touched)

    def let_go(self, session: Session) -> None:
        """A recorded session's tab was closed: the log goes with the last one."""
        super().let_go(session)
        recording = session.recording
        if recording is None:
            return
        recording.whole = False
        if all(one.recording is not recording for one in self.sessions):
            self._readers.pop(recording.run).stop()
            del self._open[recording.run]
            self.set_timer(_CLOSE_AFTER, recording.log.close)
