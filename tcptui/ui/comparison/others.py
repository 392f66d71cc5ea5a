"""Choosing what to compare with: replays of the same first, then connections to the same target, then all others."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

from tcptui.journal.entries import ConnectionEntry
from tcptui.protocol.units import exact
from tcptui.ui.comparison.otherlist import OtherList
from tcptui.ui.comparison.sides import Side
from tcptui.ui.widgets.key_hints import KeyHints
from tcptui.ui.widgets.line_input import LineInput

MOST: Final = 5_000
"""Connections that are offered: the newest ones."""


class Others(ModalScreen[Side | None]):
    """Typing filters; all words must occur. Dismisses with the connection to compare with."""

    BINDING_GROUP_TITLE = "While choosing what to compare with"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "back", id="others.back", tooltip="Back with nothing chosen"),
        Binding("ctrl+c", "dismiss", "back", priority=True, show=False),
        Binding("up", "step(-1)", "up", id="others.up", tooltip="The connection above"),
        Binding("down", "step(1)", "down", id="others.down", tooltip="The connection below"),
        Binding("pageup", "page(-1)", "page up", id="others.page-up", tooltip="A page up"),
        Binding("pagedown", "page(1)", "page down", id="others.page-down", tooltip="A page down"),
    ]

    class Found(Message):
        """The connections of all runs were read. Posted by the thread that reads them."""

        def __init__(self, found: list[ConnectionEntry], problem: str) -> None:
            super().__init__()
            self.found = found
            self.problem = problem

    def __init__(self, side: Side, present: str | None, here: Sequence[ConnectionEntry], why: str) -> None:
        """side: the one that is compared; present: the present run's ID, None where it is not kept; here: its
        connections; why: there is none that is compared without asking, "" where another one is asked for."""
        super().__init__()
        self._side = side
        self._present = present
        self._here = list(here)
        self._every = self._here
        self._told = "reading …"
        self._why = why
        self._list = OtherList()

    def compose(self) -> ComposeResult:
        """The filter, the connections, the keys."""
        with Vertical(id="compare-others", classes="dialog") as box:
            why = f"{self._why}: " if self._why else ""
            box.border_title = f"{why}compare connection {self._side.conn} with"
            yield LineInput(placeholder="type to look for a target, an outcome, a request …", id="others-filter")
            yield self._list
            yield KeyHints(("Enter", "compare", "screen.choose"), ("others.back", "back", "screen.dismiss"))

    def on_mount(self) -> None:
        """Show those of this run, and read the others."""
        self._take([])
        threading.Thread(target=self._read, name="others", daemon=True).start()

    def _read(self) -> None:
        from tcptui.journal.catalog import Catalog

        try:
            with contextlib.closing(Catalog.open()) as catalog:
                catalog.refresh()
                found, problem = catalog.newest_connections(MOST), ""
        except (OSError, sqlite3.Error) as error:
            found, problem = [], f"the catalogue of runs can't be read: {error}"
        self.post_message(self.Found(found, problem))

    def on_others_found(self, message: Found) -> None:
        """Show them all."""
        self._told = message.problem
        self._take(message.found)

    def _take(self, found: list[ConnectionEntry]) -> None:
        live = {one.conn for one in self._here}
        every = [*reversed(self._here), *(one for one in found if one.run != self._present or one.conn not in live)]
        this = next((one for one in every if self.side_of(one) == self._side), None)
        self._every = [one for one in every if one is not this]
        if this is not None:
            self._every.sort(key=lambda one: _kinship(one, this))
        self._filter()

    def side_of(self, one: ConnectionEntry) -> Side:
        """The connection as a side."""
        return Side(None if one.run in ("", self._present) else one.run, one.conn)

    def on_input_changed(self) -> None:
        """Show those that hold every word."""
        self._filter()

    def _filter(self) -> None:
        words = self.query_one(Input).value.lower().split()
        shown = [one for one in self._every if all(word in _words(one) for word in words)]
        nothing = self._told or ("none holds all of these words" if words else "there is no other connection yet")
        self._list.show(shown, 0, nothing)
        count = exact(len(shown), "connection")
        # The catalogue gave as many as it was asked for: there may be older ones.
        cut = len(self._every) >= MOST and not words
        self.query_one("#compare-others").border_subtitle = f"{count}, the newest ones" if cut else count

    def action_step(self, count: int) -> None:
        """Highlight another one."""
        self._list.wheel(count)

    def action_page(self, direction: int) -> None:
        """Go on by a page."""
        self.action_step(direction * max(1, self._list.content_size.height - 1))

    def on_other_list_clicked(self, message: OtherList.Clicked) -> None:
        """Highlight what was clicked; a second click chooses it."""
        if message.index == self._list.at:
            self.action_choose()
        else:
            self.action_step(message.index - self._list.at)

    def on_input_submitted(self) -> None:
        """Enter chooses."""
        self.action_choose()

    def action_choose(self) -> None:
        """Compare with the highlighted one."""
        if self._list.shown:
            self.dismiss(self.side_of(self._list.shown[self._list.at]))


def _kinship(one: ConnectionEntry, this: ConnectionEntry) -> int:
    if this.replayed and one.replayed == this.replayed:
        return 0
    return 1 if this.target and one.target == this.target else 2


def _words(one: ConnectionEntry) -> str:
    return " ".join(filter(None, (one.run, one.target, one.peer, one.outcome, one.replayed))).lower()
