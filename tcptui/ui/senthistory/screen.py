"""The history of what was sent: look for something by words, see its bytes, and do something with it."""

from __future__ import annotations

import asyncio
from typing import ClassVar, Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from tcptui.protocol.frozen import frozen
from tcptui.protocol.units import exact
from tcptui.ui.senthistory.bars import HistoryHeading, HistoryKeys
from tcptui.ui.senthistory.hunting import Hunted, Hunting
from tcptui.ui.senthistory.line import SentLine
from tcptui.ui.senthistory.loading import Loading, Some
from tcptui.ui.senthistory.preview import PreviewBoard, read_preview
from tcptui.ui.senthistory.shown import History
from tcptui.ui.senthistory.table import SentTable
from tcptui.ui.widgets.line_input import LineInput

What = Literal["input", "compose", "save", "open", "again"]
"""What can be done with something that was sent."""

_SETTLE = 0.03
"""Seconds that a highlight stays before its bytes are read: while one runs through the list, none are."""

_STOPPED = "stopped"


@frozen
class Chosen:
    """What is to be done with which line."""

    what: What
    line: SentLine


class SentHistory(Screen[Chosen | None]):
    """Typing filters by target, first line and outcome at once; Enter looks in all the bytes. Gives what was chosen."""

    BINDING_GROUP_TITLE = "In the history of what was sent"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+h", "back", "back", id="history.back", tooltip="Stop the search, or leave the history"),
        Binding("ctrl+c", "back", "back", priority=True, show=False),
        Binding("tab,down,pagedown", "list", "list", id="history.list", tooltip="From the words to the list"),
        Binding("slash", "words", "words", id="history.words", tooltip="Type words to look for"),
        Binding("enter", "choose('input')", "to the input", id="history.input", tooltip="Put it into the input line"),
        Binding("c", "choose('compose')", "composer", id="history.compose", tooltip="Put it into the composer"),
        Binding("a", "choose('again')", "send again", id="history.again", tooltip="Send it again, on a new connection"),
        Binding("o", "choose('open')", "recording", id="history.open", tooltip="Show it in the recording of its run"),
        Binding("w", "choose('save')", "save", id="history.save", tooltip="Save it as a request"),
        Binding(
            "shift+up", "preview(-1)", "bytes up", id="history.preview-up", tooltip="Scroll its bytes up"
        ),
        Binding(
            "shift+down", "preview(1)", "bytes down", id="history.preview-down", tooltip="Scroll its bytes down"
        ),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#history-words"

    class Loaded(Message):
        """More of it was read. Posted by the thread that reads it."""

        def __init__(self, some: Some) -> None:
            super().__init__()
            self.some = some

    class Looked(Message):
        """More bytes were looked at. Posted by the thread that looks."""

        def __init__(self, hunted: Hunted) -> None:
            super().__init__()
            self.hunted = hunted

    def __init__(self) -> None:
        super().__init__()
        self._history = History()
        self._loading = Loading(lambda some: self.post_message(self.Loaded(some)))
        self._hunting: Hunting | None = None
        self._looked = ""
        self._early = False  # whether the search began before all was read
        self._table, self._preview = SentTable(), PreviewBoard()
        self._heading, self._keys = HistoryHeading(), HistoryKeys()
        self._words = LineInput(placeholder="type to look for a target, a first line, a status, a day (20261121) …")
        self._words.id, self._words.compact = "history-words", True

    def compose(self) -> ComposeResult:
        """What it is, what is looked for, what was sent, and the bytes of one of them."""
        yield self._heading
        yield self._words
        yield self._table
        yield self._preview
        yield self._keys

    def on_mount(self) -> None:
        """Read it."""
        self._say()
        self._loading.start()

    def on_unmount(self) -> None:
        """Read and look no more."""
        self._loading.stop()
        self._stop_hunt()

    # What is shown --------------------------------------------------------------------------------------------------

    def on_sent_history_loaded(self, message: Loaded) -> None:
        """Show more of it."""
        self._history.take(message.some)
        if self._early and self._history.read:
            self._hunt()
        self._show()

    def _show(self) -> None:
        self._table.show(self._history.shown, self._nothing())
        self._say()

    def _nothing(self) -> str:
        history = self._history
        if history.problem:
            return history.problem
        if not history.words:
            return "nothing was sent yet" if history.read else "reading …"
        if self._hunting is not None:
            return "looking …"
        if not self._looked:
            return "in no first line: Enter looks in all bytes"
        return "the search was stopped" if self._looked == _STOPPED else "nothing holds all of these words"

    def _say(self) -> None:
        history = self._history
        count = exact(history.total, "thing")
        told = f"{len(history.shown):,} of {count}" if history.words else count
        if history.share < 1:
            told += f" · reading {history.share:.0%}"
        elif not history.read:
            told += f" · reading what is new {history.new:.0%}"
        elif len(history.every) < history.total:
            told += " · older ones are left out"
        self._heading.show(" · ".join(filter(None, (told, self._looked))))

    def on_highlight_board_turned(self) -> None:
        """Another one is highlighted: read its bytes when it stays."""
        line = self._table.line
        if line is None:
            self._preview.show(None)
        else:
            self.set_timer(_SETTLE, lambda: self._read(line))

    def _read(self, line: SentLine) -> None:
        if self._table.line is line and not self._preview.shows(line):
            self._read_preview(line)

    @work(group="preview", exclusive=True)
    async def _read_preview(self, line: SentLine) -> None:
        self._preview.show(await asyncio.to_thread(read_preview, line))

    def on_descendant_focus(self) -> None:
        """Other keys work in the list than in the words."""
        self._keys.show(typing=self.focused is self._words)

    # Looking for something ------------------------------------------------------------------------------------------

    def on_input_changed(self) -> None:
        """What is typed filters at once; the search in the bytes was for other words."""
        self._stop_hunt()
        self._looked = ""
        self._history.ask(self._words.value)
        self._show()

    def on_input_submitted(self) -> None:
        """As it says."""
        self.action_look()

    def action_look(self) -> None:
        """Look for the words in all the bytes, too; the keys go to the list."""
        self._table.focus()
        if self._history.words:
            self._hunt()

    def _hunt(self) -> None:
        """Look in the bytes of what does not fit yet; what is still being read is looked at when it is there."""
        self._stop_hunt()
        self._early = not self._history.read
        self._hunting = Hunting(self._history.unfitting(), self._history.words, self._tell_hunted)
        self._looked = "looking in all bytes"
        self._hunting.start()
        self._show()

    def _tell_hunted(self, hunted: Hunted) -> None:
        """On the thread of the search."""
        self.post_message(self.Looked(hunted))

    def on_sent_history_looked(self, message: Looked) -> None:
        """Show what was found, and how far it is."""
        hunted = message.hunted
        if hunted.hunting is not self._hunting:
            return
        self._history.found(hunted.found)
        if hunted.over:
            self._hunting = None
            self._looked = "looked in all bytes" + (" so far" if self._early else "")
        else:
            self._looked = f"looking in all bytes: {hunted.looked / hunted.of:.0%}, Esc stops"
        self._show()

    def _stop_hunt(self) -> None:
        if self._hunting is not None:
            self._hunting.stop()
        self._hunting, self._early = None, False

    # Actions --------------------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """Stop the search, or leave."""
        if self._hunting is None:
            self.dismiss(None)
            return
        self._stop_hunt()
        self._looked = _STOPPED
        self._show()

    def action_list(self) -> None:
        """To the list; from it, back to the words."""
        (self._words if self._table.has_focus else self._table).focus()

    def action_words(self) -> None:
        """To the words."""
        self._words.focus()

    def on_highlight_board_left(self) -> None:
        """Up from the first line, one is at the words."""
        self._words.focus()

    def action_preview(self, count: int) -> None:
        """Scroll the bytes."""
        self._preview.scroll_lines(count)

    def on_highlight_board_chosen(self) -> None:
        """As Enter."""
        self.action_choose("input")

    def action_choose(self, what: What) -> None:
        """Leave, and have this done with the highlighted line."""
        line = self._table.line
        if line is not None:
            self.dismiss(Chosen(what, line))
