"""Comparing connections: a replay with the last one of the same, or any connection with any other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tcptui.protocol import events as ev
from tcptui.ui.recordings import RecordingActions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tcptui.config.settings import Settings
    from tcptui.journal.entries import ConnectionEntry
    from tcptui.ui.comparison.lasttimes import LastTimes
    from tcptui.ui.comparison.sides import Side
    from tcptui.ui.sessions import Session
    from tcptui.workbench import Workbench


class CompareActions(RecordingActions):
    """Finds what to compare with, and shows the comparison."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self._last_times: LastTimes | None = None
        """Of this run; None where nothing was replayed in it yet."""

    def told(self, events: Iterable[ev.Event]) -> None:
        """Remember what was replayed in this run."""
        every = list(events)
        super().told(every)
        for event in every:
            if isinstance(event, ev.Replayed):
                self._take_down(event)

    def _take_down(self, event: ev.Replayed) -> None:
        from tcptui.ui.comparison.lasttimes import LastTimes

        self._last_times = self._last_times or LastTimes(self._present)
        self._last_times.told(event)

    def action_compare(self) -> None:
        """What differs from last time: the replay in view beside the one before; of what is no replay, or was never
        replayed before, what to compare it with is asked."""
        session = self.sessions.current
        if session is None or session.story.is_listener:
            self.say("there is no connection in view that could be compared")
            return
        self.say("looking for the last time …")
        self.run_worker(self._compare(session), group="compare", exclusive=True)

    @property
    def _present(self) -> str | None:
        """The present run's ID, None where it is not kept."""
        path = self.workbench.log.path
        return None if path is None else path.parent.name

    async def _compare(self, session: Session) -> None:
        """Look for the last time in a thread."""
        from tcptui.ui.comparison.sides import Side

        side = Side(None if session.recording is None else session.recording.run, session.conn)
        other = await asyncio.to_thread(self._last_time, session, side)
        self.say("")
        if other is not None:
            self._show_comparison(other, side)
            return
        why = "replayed for the first time" if session.replays else "nothing was replayed on it"
        self._choose_other(side, lambda other: self._show_comparison(other, side), why)

    def _last_time(self, session: Session, side: Side) -> Side | None:
        from tcptui.ui.comparison.lasttimes import of_the_past

        if side.run is not None:
            return of_the_past(side, session.replays, self._present)
        return None if self._last_times is None else self._last_times.before(side.conn)

    def _show_comparison(self, other: Side | None, side: Side) -> None:
        """Show both beside each other."""
        from tcptui.ui.comparison.screen import ComparisonScreen

        if other is not None:
            self.app.push_screen(ComparisonScreen(self.workbench.log, (other, side), self._choose_other))

    def _choose_other(self, side: Side, answered: Callable[[Side | None], None], why: str = "") -> None:
        """Have a connection chosen to compare this one with. why: nothing could be chosen for the person."""
        from tcptui.ui.comparison.others import Others

        here = [self._entry(one) for one in self.sessions if one.recording is None and not one.story.is_listener]
        self.app.push_screen(Others(side, self._present, here, why), answered)

    def _entry(self, session: Session) -> ConnectionEntry:
        """A connection of this run as the catalogue tells others."""
        from tcptui.journal.entries import ConnectionEntry

        story, started = session.story, session.started
        opened = None if story.opened_t is None else started.wall + story.opened_t - started.t
        outcome = story.verdict.outcome if story.verdict else None
        return ConnectionEntry(
            self._present or "", session.conn, story.target, None, opened, outcome, None, story.taken, story.read,
            session.replays[-1] if session.replays else None,
        )  # fmt: skip
