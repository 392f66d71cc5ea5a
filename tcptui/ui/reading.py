"""How the record is read in the pane: its times, its encoding, what is selected, and jumps."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, assert_never

from tcptui.journal.linecount import LineCount
from tcptui.protocol.units import exact, since
from tcptui.ui.keymap import key_of
from tcptui.ui.rownumbers import unseen_rows
from tcptui.ui.rowtimes import TIME_MODES, TIME_WORDS
from tcptui.ui.veiling import VeilActions

if TYPE_CHECKING:
    from tcptui.journal.rows import Row, Rows
    from tcptui.ui.jumptarget import Goal

_OTHER = "other"
_COUNT_AGAIN = 0.05  # seconds between two looks at a count under way
_NOTHING = "nothing is recorded yet"


_PANE_KEYS = (
    ("pane.select", "select"), ("pane.search", "search"), ("pane.jump", "jump"), ("pane.times", "times"),
    ("pane.write-down", "write down"), ("pane.leave", "to type"),
)  # fmt: skip
_LESS = _PANE_KEYS[2:4]
"""What gives way to the key of secrets that are in view."""
_SELECTING_KEYS = (
    ("pane.copy", "copy"), ("pane.save", "save"), ("pane.write-down", "write down"), ("pane.unselect", "ends"),
)  # fmt: skip
"""What the border shows: the ids of keys, and a word for each."""


def _words(keys: tuple[tuple[str, str], ...]) -> str:
    return " · ".join(f"{key_of(key)} {word}" for key, word in keys)


class ReadActions(VeilActions):
    """Acts on the pane and says what changed."""

    def pane_words(self) -> str:
        """How the pane shows the record, for its border: the view, and the times where they are not the usual ones."""
        mode = self.pane.time_mode
        return self.pane.view if mode == TIME_MODES[0] else f"{self.pane.view} · {TIME_WORDS[mode]}"

    def pane_keys(self) -> str:
        """The keys that matter in the pane now, for its border."""
        selection = self.pane.selection
        if selection is None:
            veil = self.veil_keys()
            return _words((*veil, *(key for key in _PANE_KEYS if not veil or key not in _LESS)))
        first, last = selection.first, selection.last
        if first.direction is None or first.direction != last.direction:
            told = "arrows extend"
        else:
            # Bytes of the other direction may lie between: this tells how long a field of one message is.
            told = f"{exact(last.end - first.offset)} from byte {first.offset:,}"
        return f"{told} · {_words(_SELECTING_KEYS)}"

    def on_selecting_window_selection_changed(self) -> None:
        """Other keys matter while something is selected."""
        self.show_title()

    def action_select(self) -> None:
        """Begin to select, or end it."""
        self.say("")
        self.show_bytes()
        self.pane.focus()
        self.pane.action_select()

    def action_times(self) -> None:
        """Tell times in the next way."""
        self.say("")
        self.pane.time_mode = TIME_MODES[(TIME_MODES.index(self.pane.time_mode) + 1) % len(TIME_MODES)]
        self.show_title()

    # Encodings ------------------------------------------------------------------------------------------------------

    def action_encoding(self, name: str | None = None) -> None:
        """Read and write the connection in view in another encoding; without a name, ask for it."""
        self.say("")
        session = self.sessions.current
        if session is None:
            self.say("no connection yet")
        elif name is None:
            self._ask_encoding(session.encoding)
        else:
            session.encoding = name
            self.show_session()
            self.say(f"bytes are read as {name}, and what is typed is sent in it")

    def _ask_encoding(self, now: str) -> None:
        from tcptui.protocol.encodings import KNOWN
        from tcptui.ui.screens.choose import Choice, Choose

        def answered(name: str | None) -> None:
            if name == _OTHER:
                self._ask_encoding_by_name()
            elif name is not None:
                self.action_encoding(name)

        choices = [Choice(chr(ord("a") + i), name, name, told) for i, (name, told) in enumerate(KNOWN)]
        other = Choice("z", _OTHER, "another", "any text encoding of Python's, by its name")
        self.app.push_screen(Choose("Read and write this connection as", [*choices, other], now), answered)

    def _ask_encoding_by_name(self) -> None:
        from tcptui.protocol.encodings import canonical
        from tcptui.ui.screens.entry import Entry

        def answered(name: str | None) -> None:
            if name is not None:
                self.action_encoding(name)

        forms = "for example cp850, iso8859-7, mac-roman, tis-620, utf-32-be"
        self.app.push_screen(Entry("Encoding", forms, "read so", canonical), answered)

    # Jumps ----------------------------------------------------------------------------------------------------------

    def action_jump(self) -> None:
        """Ask where to, and go there."""
        self.say("")
        started = self.pane.started
        if started is None or self.pane.rows is None:
            self.say(_NOTHING)
            return
        from tcptui.ui.jumptarget import FORMS, read_goal
        from tcptui.ui.screens.entry import Entry

        def read(text: str) -> Goal:
            return read_goal(text, started)

        def answered(goal: Goal | None) -> None:
            if goal is not None:
                self.jump(goal)

        self.app.push_screen(Entry("Jump to", FORMS, "go", read), answered)

    def jump(self, goal: Goal) -> None:
        """Bring a place into view, the nearest one there is, and say so where it is not the one that was meant."""
        from tcptui.ui.jumptarget import Byte, Moment, Numbered

        rows, started = self.pane.rows, self.pane.started
        newest = rows.last(1) if rows is not None else []
        if rows is None or started is None or not newest:
            self.say(_NOTHING)
            return
        last = newest[-1]
        match goal:
            case Moment(t=t, before_end=before_end):
                row = rows.at_time(t if before_end is None else max(started.t, last.t - before_end))
                self._land(row, last, f"the record ends at {since(last.t, started.t)}: here is its last row")
            case Byte(direction=direction, offset=offset):
                row = rows.at_offset(direction, offset)
                word = "received" if direction == "in" else "sent"
                self._land(row, last, f"so many bytes were not {word}: here is the last row", offset)
            case Numbered(number=number):
                self.run_worker(self._jump_to_row(rows, number, last), group="jump", exclusive=True)
            case _:
                assert_never(goal)

    def _land(self, row: Row | None, last: Row, otherwise: str, offset: int | None = None) -> None:
        """Show a row, or the last one and why. offset: of the byte that is meant, else the row's first."""
        found = row or last
        self.show_bytes()
        self.pane.focus()
        if row is None or offset is None:
            self.pane.go_to(found.pos, found.offset, marked=None)
        else:
            self.pane.go_to(found.pos, offset, marked=1)
        self.say("" if row is not None else otherwise)

    async def _jump_to_row(self, rows: Rows, number: int, last: Row) -> None:
        """Count up to a row, then show it: only counting tells which one it is."""
        unseen = unseen_rows(rows)
        number += unseen
        count = LineCount(rows)
        count.start()
        try:
            while count.total <= number and not count.caught_up:
                self.say(f"counting rows: {count.total - unseen:,} so far")
                await asyncio.sleep(_COUNT_AGAIN)
            self._land(count.row(number), last, f"there are {exact(count.total - unseen, 'row')}: here is the last")
        finally:
            count.stop()
