"""The events view: every event of one connection or of all, with its time, what came before it, and a filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tcptui.journal.chronicle import Chronicle, Line
from tcptui.journal.log import Log
from tcptui.protocol.events import RunStarted
from tcptui.protocol.units import exact
from tcptui.ui.eventview.bars import EventKeys, Heading, KindBar
from tcptui.ui.eventview.detail_board import DetailBoard
from tcptui.ui.eventview.details import details
from tcptui.ui.eventview.filtering import KINDS, Filter, Kind
from tcptui.ui.eventview.table import EventTable
from tcptui.ui.eventview.telling import Teller
from tcptui.ui.widgets.line_input import LineInput

_EVERY = 0.1
"""Seconds between two looks at what has been read or has happened."""


class Events(Screen[Line | None]):
    """Gives the line to be shown in its session, or None."""

    BINDING_GROUP_TITLE = "In the events view"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f4,q", "back", "back", id="chronicle.back", tooltip="Leave the filter, or the view"),
        Binding("a", "scope", "one or all", id="chronicle.scope", tooltip="Of this connection, or of all"),
        Binding("left", "kind(-1)", "kind", id="chronicle.kind-left", tooltip="The kind of events to the left"),
        Binding("right", "kind(1)", "kind", id="chronicle.kind-right", tooltip="The kind of events to the right"),
        Binding("slash", "filter", "filter", id="chronicle.filter", tooltip="Only events with these words"),
        Binding("shift+up", "details(-1)", "details", id="chronicle.details-up", tooltip="Scroll the details up"),
        Binding("shift+down", "details(1)", "details", id="chronicle.details-down", tooltip="Scroll the details down"),
        Binding("t", "times", "times", id="chronicle.times", tooltip="Times since the run began, or by the clock"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#chronicle"

    def __init__(self, log: Log, started: RunStarted, conn: int | None, targets: Mapping[int, str]) -> None:
        """conn: begin with this connection's events, None for all; targets: where each connection went to."""
        super().__init__()
        self._started = started
        self._conn, self._only = conn, conn is not None
        self._kind: Kind = "events"
        self._teller = Teller(log, targets)
        self._chronicle = Chronicle(log, self._filter(""))
        self._drawn = -1
        self._table = EventTable(self._chronicle, self._teller, started)
        self._heading, self._kinds, self._board = Heading(), KindBar(), DetailBoard()
        self._words = LineInput(placeholder="only events with these words", id="event-words", compact=True)

    def compose(self) -> ComposeResult:
        """What, which, the events, and all about one of them."""
        yield self._heading
        yield self._kinds
        yield self._words
        yield self._table
        yield self._board
        yield EventKeys()

    def on_mount(self) -> None:
        """Begin to read."""
        self._words.display = False
        self._table.numbers = not self._only
        self._kinds.show(self._kind)
        self._chronicle.start()
        self.set_interval(_EVERY, self._look)

    def on_unmount(self) -> None:
        """Read no more."""
        self._chronicle.stop()

    # What is shown --------------------------------------------------------------------------------------------------

    def _filter(self, text: str) -> Filter:
        return Filter(self._teller, self._conn if self._only else None, self._kind, text.lower())

    def _look(self) -> None:
        if self._drawn != self._chronicle.version:
            self._drawn = self._chronicle.version
            self._table.look_again()
            self._say()

    def _say(self) -> None:
        target = self._teller.targets.get(self._conn or 0, "")
        what = f"events · connection {self._conn} · {target}" if self._only else "events · all connections"
        self._heading.show(what, self._count())

    def _count(self) -> str:
        count, place = self._chronicle.count(), self._table.place
        told = exact(count, "event") if self._table.follows else f"{self._chronicle.rank(place) + 1:,} of {count:,}"
        if self._chronicle.share < 1 or not self._chronicle.filtered:
            return f"{told} · reading {self._chronicle.share:.0%}"
        return f"{told} · older ones are left out" if self._chronicle.left_out else told

    def _ask_anew(self) -> None:
        self._chronicle.filter(self._filter(self._words.value))
        self._table.numbers = not self._only
        self._say()

    def on_event_table_turned(self) -> None:
        """Tell all about the line under the cursor."""
        line = self._table.line
        self._board.show(details(line, self._teller, self._started) if line is not None else [])
        self._say()

    def on_event_table_chosen(self) -> None:
        """Leave for the line's place in its session."""
        self.dismiss(self._table.line)

    def on_input_changed(self) -> None:
        """What is typed filters at once."""
        self._ask_anew()

    def on_input_submitted(self) -> None:
        """To the events, which stay filtered."""
        self._words.display = bool(self._words.value)
        self._table.focus()

    # Actions --------------------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """From the filter to the events, all of them; from there, away."""
        if not self._words.display:
            self.dismiss(None)
            return
        self._words.value = ""
        self._words.display = False
        self._table.focus()

    def action_scope(self) -> None:
        """This connection's events, or all."""
        if self._conn is not None:
            self._only = not self._only
            self._ask_anew()

    def action_kind(self, step: int) -> None:
        """Another kind of events."""
        kinds = list(KINDS)
        self.action_choose_kind(kinds[(kinds.index(self._kind) + step) % len(kinds)])

    def action_choose_kind(self, kind: Kind) -> None:
        """This kind of events."""
        self._kind = kind
        self._kinds.show(kind)
        self._ask_anew()

    def action_filter(self) -> None:
        """Type what the events have to contain."""
        self._words.display = True
        self._words.focus()

    def action_details(self, count: int) -> None:
        """Scroll what is told of the event under the cursor."""
        self._board.scroll_lines(count)

    def action_times(self) -> None:
        """Times since the run began, or by the clock."""
        self._table.clock = not self._table.clock
        self._table.redraw()

    def action_choose(self) -> None:
        """As Enter in the list."""
        self._table.action_choose()
