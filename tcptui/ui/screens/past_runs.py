"""The runs that were recorded: look for one, open it or one of its connections, delete it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.markup import escape
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

from tcptui.journal.entries import ConnectionEntry, RunSummary
from tcptui.protocol.units import exact, size
from tcptui.ui.archive import delete_run, read_connections, read_runs
from tcptui.ui.screens.ask import Ask
from tcptui.ui.widgets.key_hints import KeyHints
from tcptui.ui.widgets.line_input import LineInput
from tcptui.ui.widgets.run_list import RunDetail, RunList

_SETTLE = 0.03
"""Seconds that a highlight stays before its connections are read: while one runs through the list, none are."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A run to open. conn: one connection of it, None for all; place: what to show of that, a log position and the
    stream offset of a byte in the record there; replay: ask at once how to replay it."""

    run: str
    conn: int | None = None
    place: tuple[int, int] | None = None
    replay: bool = False


class PastRuns(ModalScreen[Picked | None]):
    """Typing filters by target, outcome, ID or command; all words must occur. Dismisses with what is to be opened."""

    BINDING_GROUP_TITLE = "In the past runs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="runs.back", tooltip="Back, from the connections to the runs first"),
        Binding("ctrl+c", "dismiss", "back", priority=True, show=False),
        Binding("up", "step(-1)", "newer", id="runs.up", tooltip="The run above"),
        Binding("down", "step(1)", "older", id="runs.down", tooltip="The run below"),
        Binding("pageup", "page(-1)", "page up", id="runs.page-up", tooltip="A page of newer runs"),
        Binding("pagedown", "page(1)", "page down", id="runs.page-down", tooltip="A page of older runs"),
        Binding("tab", "inside", "connections", priority=True, id="runs.inside", tooltip="To the run's connections"),
        Binding("alt+r", "open(True)", "replay", id="runs.replay", tooltip="Open it, and replay what was sent"),
        Binding("delete", "delete", "delete", priority=True, id="runs.delete", tooltip="Delete the run for good"),
    ]

    class Found(Message):
        """The runs were read. Posted by the thread that reads them."""

        def __init__(self, runs: list[RunSummary], problem: str) -> None:
            super().__init__()
            self.runs = runs
            self.problem = problem

    class Inside(Message):
        """A run's connections were read. Posted by the thread that reads them."""

        def __init__(self, run: str, connections: list[ConnectionEntry]) -> None:
            super().__init__()
            self.run = run
            self.connections = connections

    class Deleted(Message):
        """A run was deleted, or why it was not. Posted by the thread that deletes."""

        def __init__(self, told: str) -> None:
            super().__init__()
            self.told = told

    def __init__(self) -> None:
        super().__init__()
        self._every: list[RunSummary] = []
        self._told = "reading …"
        self._list = RunList()
        self._detail = RunDetail()

    def compose(self) -> ComposeResult:
        """The filter, the runs, what is in the highlighted one, the keys."""
        with Vertical(id="past-runs", classes="dialog") as box:
            box.border_title = "past runs"
            yield LineInput(placeholder="type to look for a target, an outcome, a day (20261121) …", id="runs-filter")
            yield self._list
            yield self._detail
            yield KeyHints(
                ("Enter", "open", "screen.open"),
                ("runs.inside", "one connection", "screen.inside"),
                ("runs.replay", "replay", "screen.open(True)"),
                ("runs.delete", "delete", "screen.delete"),
                ("runs.back", "back", "screen.leave"),
            )

    def on_mount(self) -> None:
        """Read the runs."""
        self._look()

    def _look(self) -> None:
        read_runs(lambda runs, problem: self.post_message(self.Found(runs, problem)))

    # What is shown --------------------------------------------------------------------------------------------------

    def on_past_runs_found(self, message: Found) -> None:
        """Show those that hold a connection; the highlight stays on the run that it was moved to."""
        self._every, self._told = [one for one in message.runs if one.connections], message.problem
        self._filter()

    def on_input_changed(self) -> None:
        """Show those that hold every word."""
        self._filter()

    def _filter(self) -> None:
        words = self.query_one(Input).value.lower().split()
        here = self._here if self._list.at else None  # at the top, it stays at the top
        shown = [one for one in self._every if all(word in one.words for word in words)]
        kept = next((n for n, one in enumerate(shown) if here and one.run.id == here.run.id), 0)
        nothing = self._told or ("no run holds all of these words" if self._every else "nothing is recorded yet")
        self._list.show(shown, kept, nothing)
        total = size(sum(one.run.size for one in self._every))
        box = self.query_one("#past-runs")
        box.border_subtitle = f"{len(shown):,} of {exact(len(self._every), 'run')} · {total}"
        self._highlighted()

    @property
    def _here(self) -> RunSummary | None:
        runs = self._list.runs
        return runs[self._list.at] if self._list.at < len(runs) else None

    def _highlighted(self) -> None:
        """Another run may be highlighted: tell of it, and read its connections when it stays."""
        here = self._here
        before = self._detail.summary
        same = here is not None and before is not None and here.run.id == before.run.id
        self._detail.show(here, self._detail.connections if same else [], self._detail.at if same else None)
        if here is not None:
            self.set_timer(_SETTLE, lambda: self._read(here.run.id))

    def _read(self, run: str) -> None:
        here = self._here
        if here is not None and here.run.id == run:
            read_connections(run, lambda run, found: self.post_message(self.Inside(run, found)))

    def on_past_runs_inside(self, message: Inside) -> None:
        """Show the connections of the run that is highlighted still."""
        here = self._here
        if here is not None and here.run.id == message.run:
            self._detail.show(here, message.connections, self._detail.at)

    # Choosing -------------------------------------------------------------------------------------------------------

    def action_step(self, count: int) -> None:
        """Highlight another run, or another connection of it."""
        if self._detail.at is not None:
            last = len(self._detail.connections) - 1
            at = max(0, min(self._detail.at + count, last))
            self._detail.show(self._detail.summary, self._detail.connections, at)
            return
        at = max(0, min(self._list.at + count, len(self._list.runs) - 1))
        self._list.show(self._list.runs, at, self._list.empty)
        self._highlighted()

    def action_page(self, direction: int) -> None:
        """Go on by a page."""
        board = self._list if self._detail.at is None else self._detail
        self.action_step(direction * max(1, board.content_size.height - 1))

    def action_inside(self) -> None:
        """From the runs to the connections of the highlighted one, and back."""
        inside = self._detail.at is None and bool(self._detail.connections)
        self._detail.show(self._detail.summary, self._detail.connections, 0 if inside else None)

    def on_run_list_clicked(self, message: RunList.Clicked) -> None:
        """Highlight what was clicked; a second click opens it."""
        again = message.index == self._list.at
        self._list.show(self._list.runs, message.index, self._list.empty)
        if again:
            self.action_open()
        else:
            self._highlighted()

    def on_run_detail_clicked(self, message: RunDetail.Clicked) -> None:
        """Highlight the connection; a second click opens it."""
        again = message.index == self._detail.at
        self._detail.show(self._detail.summary, self._detail.connections, message.index)
        if again:
            self.action_open()

    def on_input_submitted(self) -> None:
        """Enter opens what is highlighted."""
        self.action_open()

    def action_open(self, replay: bool = False) -> None:
        """Open the highlighted run, or the highlighted connection of it; to be replayed, its first where none is."""
        here, at = self._here, self._detail.at
        if here is not None:
            connections = self._detail.connections
            at = 0 if at is None and replay and connections else at
            conn = None if at is None else connections[at].conn
            self.dismiss(Picked(here.run.id, conn, replay=replay))

    def action_leave(self) -> None:
        """Back: from the connections to the runs, from the runs to the workbench."""
        if self._detail.at is not None:
            self.action_inside()
        else:
            self.dismiss(None)

    # Deleting -------------------------------------------------------------------------------------------------------

    def action_delete(self) -> None:
        """Delete the highlighted run, asked first; one that is still being recorded stays."""
        here = self._here
        if here is None:
            return
        if here.run.live:
            self._say(f"{here.run.id} is still being recorded: it stays")
            return
        run = here.run.id

        def answered(yes: bool | None) -> None:
            if yes:
                delete_run(run, lambda told: self.post_message(self.Deleted(told)))

        what = f"{exact(here.connections, 'connection')}, {size(here.run.size)}: the bytes are gone for good."
        ask = Ask(f"Delete the run {run}?", what)
        ask.also_yes("runs.delete")
        self.app.push_screen(ask, answered)

    def on_past_runs_deleted(self, message: Deleted) -> None:
        """Say what came of it, and look again."""
        self._say(message.told)
        self._look()

    def _say(self, told: str) -> None:
        self.query_one("#past-runs").border_title = f"past runs · {escape(told)}"
