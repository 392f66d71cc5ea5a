"""Where the content is typed."""

from __future__ import annotations

import unicodedata
from typing import ClassVar, Literal

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from tcptui.protocol.escapes import escape
from tcptui.protocol.glyphs import visible
from tcptui.ui.composer.work import TYPED_LIMIT
from tcptui.ui.themes import tone_style
from tcptui.ui.typeahead import TakesText

_OURS = ("f6", "f7")
"""Keys that Textual's text area has, and the workbench, too."""


class ContentArea(TextArea, TakesText):
    """A text of several lines. What can't be seen is drawn as a glyph, or pasted as an escape."""

    BINDING_GROUP_TITLE = "In the composer's content"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "go('first')", "first", id="content.first", tooltip="The beginning of the content"),
        Binding("ctrl+end", "go('last')", "last", id="content.last", tooltip="The end of the content"),
    ]

    class TooLong(Message):
        """What was pasted is more than can be edited."""

    def __init__(self) -> None:
        super().__init__(
            id="composer-content",
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder="the content",
        )
        self.cursor_blink = False
        for key in _OURS:
            self._bindings.key_to_bindings.pop(key, None)
        self._wrong: tuple[int, int] | None = None
        self.escapes = True
        """Whether what is pasted and can't be seen becomes an escape; of it, controls are left out otherwise."""

    def get_line(self, line_index: int) -> Text:
        """A line to be drawn: each character that could act on the terminal replaced by a sign of one cell."""
        line = super().get_line(line_index)
        if not line.plain.isprintable():
            line.plain = "".join(map(_drawn, line.plain))
        if self._wrong is not None and self._wrong[0] == line_index and line.plain:
            at = min(self._wrong[1], len(line.plain) - 1)  # what is missing at a line's end is told by its last sign
            line.stylize(Style(reverse=True, underline=True) + tone_style(self, "failure"), at, at + 1)
        return line

    def mark_wrong(self, place: tuple[int, int] | None) -> None:
        """Mark the character at a row and a column, both from 0, as wrong; the cursor stays where it is."""
        if place != self._wrong:
            self._wrong = place
            self._line_cache.clear()
            self.refresh()

    async def _on_paste(self, event: events.Paste) -> None:
        """Line ends become new lines; no control character gets in as it is."""
        event.stop()
        event.prevent_default()
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        self.put("".join(each if each in "\n\t" or each.isprintable() else self._safe(each) for each in text))

    def _safe(self, character: str) -> str:
        if self.escapes:
            return escape(character.encode("utf-8", "surrogateescape"))
        return "" if unicodedata.category(character) == "Cc" else character  # no such stands in JSON or in hex

    def put(self, text: str, *, apart: bool = False) -> None:
        """Type this in the place of what is selected, or at the cursor. apart: with blanks between it and the rest."""
        if len(text) + len(self.text) > TYPED_LIMIT:
            self.post_message(self.TooLong())
            return
        start, end = sorted(self.selection)
        if apart and self.get_text_range((start[0], 0), start)[-1:].strip():
            text = f" {text}"
        if apart and self.get_text_range(end, (end[0], end[1] + 1)).strip():
            text += " "
        self._replace_via_keyboard(text, start, end)

    # Places ---------------------------------------------------------------------------------------------------------

    @property
    def index(self) -> int:
        """The cursor as an index into the text."""
        return self._index(self.cursor_location)

    @property
    def selected(self) -> tuple[int, int | None]:
        """The indexes between which text is selected; the cursor's and None, where none is."""
        begin, end = sorted(self.selection)
        return self._index(begin), self._index(end) if begin != end else None

    def _index(self, place: tuple[int, int]) -> int:
        row, column = place
        return sum(len(self.document.get_line(line)) + 1 for line in range(row)) + column

    def action_go(self, where: Literal["first", "last"]) -> None:
        """To the beginning, or to the end."""
        self.move_cursor((0, 0) if where == "first" else self.document.end)

    def go_to(self, index: int) -> None:
        """Put the cursor before the character of an index."""
        text = self.text[:index]
        row = text.count("\n")
        self.move_cursor((row, len(text) - text.rfind("\n") - 1))


def _drawn(character: str) -> str:
    """A character in as many cells as it is taken for."""
    return character if character.isprintable() or character in "\t\n" else visible(character.encode())[:1] or "·"
