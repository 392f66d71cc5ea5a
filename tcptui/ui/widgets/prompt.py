"""The input: a line, or a block of lines, that Enter sends; it shows what Enter will put at each line's end."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tcptui.protocol.glyphs import visible
from tcptui.ui.editor import Editor, History
from tcptui.ui.keys import EDIT_KEYS
from tcptui.ui.sessions import EOLS
from tcptui.ui.telling import NOT_EMPTY
from tcptui.ui.themes import tone_style
from tcptui.ui.typed import Cell, TypedLine, lay_out

_MARGIN = 2
"""Cells before the text: the prompt's sign and a space."""

_CURSOR = Style(reverse=True)

_MODIFIED = ("alt+", "ctrl+", "super+", "hyper+", "meta+")
"""Keys that carry a character and mean no text."""

_METHODS = {key: each.method for each in EDIT_KEYS for key in each.keys}


class Prompt(Widget, can_focus=True):
    """Edits the text of the connection in view. Enter posts `Submitted`, with the editor still as it was."""

    hint: reactive[str] = reactive("")
    """What stands there while nothing is typed."""

    notice: reactive[str] = reactive("", layout=True)
    """Why Enter would not send, or "": stands above the text."""

    remark: reactive[str] = reactive("", layout=True)
    """What there is to say about the last key; it stands in the notice's place until the next one."""

    eol: reactive[str] = reactive("crlf")
    """The name of the end of line that Enter sends."""

    class Submitted(Message):
        """Enter was pressed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """Esc or a page key: the keys should go up to the pane. key: the key that did it."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self.editor = Editor()
        self.history = History()
        self._height = 1
        self._layout_of: tuple[str, int, int] | None = None
        self._layout: tuple[list[TypedLine], int] = ([], 0)

    def show(self, editor: Editor) -> None:
        """Edit this text from now on."""
        self.editor = editor
        self._changed()

    def sent(self) -> None:
        """What was submitted has gone out: remember it and begin anew."""
        self.history.add(self.editor.text)
        self.editor.set("")
        self._changed()

    # Keys -----------------------------------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        self.remark = ""
        if event.key == "ctrl+w" and not self.editor.text:
            return  # the screen closes a tab with it
        method = _METHODS.get(event.key)
        if method == "older":
            self._older()
        elif method == "newer":
            self._newer()
        elif method is not None:
            getattr(self.editor, method)()
        elif event.key == "enter":
            self.post_message(self.Submitted(self.editor.text))
        elif event.key == "ctrl+j":
            self.editor.insert("\n")
        elif event.key in ("escape", "pageup", "pagedown"):
            self.post_message(self.Left(event.key))
        elif event.key == "ctrl+d" and self.editor.text:
            self._delete()
        elif event.is_printable and event.character and not event.key.startswith(_MODIFIED):
            self.editor.insert(event.character)
        else:
            return
        event.stop()
        event.prevent_default()
        self._changed()

    def _delete(self) -> None:
        """As in a shell; at the end of a text, where that does nothing, say why no side is closed."""
        if self.editor.cursor == len(self.editor.text):
            self.remark = NOT_EMPTY
        self.editor.delete()

    def clear(self) -> bool:
        """Throw away what is typed; False where nothing is."""
        if not self.editor.text:
            return False
        self.editor.set("")
        self._changed()
        return True

    def _older(self) -> None:
        if not self.editor.up():
            self._recall(self.history.older(self.editor.text))

    def _newer(self) -> None:
        if not self.editor.down():
            self._recall(self.history.newer())

    def _recall(self, text: str | None) -> None:
        if text is not None:
            self.editor.set(text)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.editor.insert(event.text)
        self._changed()

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        lines, _ = self._shown(self.size.width)
        row = offset.y - bool(self._said)
        if 0 <= row < len(lines):
            self.editor.cursor = lines[row].index_at(offset.x - _MARGIN)
            self._changed()

    @property
    def _said(self) -> str:
        return self.remark or self.notice

    # Drawing --------------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        """Draw again, and lay out again only where the height changed: that is what costs."""
        height = self._needed(self.size.width or 80)
        self.refresh(layout=height != self._height)

    def _needed(self, width: int) -> int:
        return len(self._shown(width)[0]) + bool(self._said)

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """As many lines as the text takes, up to eight, and one for the notice."""
        self._height = self._needed(width)
        return self._height

    def _shown(self, width: int) -> tuple[list[TypedLine], int]:
        """The lines to draw and which of them the cursor is on, laid out once while nothing changes."""
        of = (self.editor.text, self.editor.cursor, width)
        if of != self._layout_of:
            self._layout, self._layout_of = lay_out(*of[:2], width - _MARGIN), of
        return self._layout

    def render_line(self, y: int) -> Strip:
        """One line of the notice and the text."""
        width = self.size.width
        if self._said:
            if y == 0:
                style = tone_style(self, "warning")
                return Strip([Segment(visible(self._said.encode()), style)]).adjust_cell_length(width, style)
            y -= 1
        lines, at_cursor = self._shown(width)
        if y >= len(lines):
            return Strip.blank(width, self.rich_style)
        return self._line(lines, y, y == at_cursor).adjust_cell_length(width, self.rich_style)

    def _line(self, lines: list[TypedLine], y: int, has_cursor: bool) -> Strip:
        cells = lines[y].cells
        sign = ("›" if y == 0 else "·") if lines[y].begins else " "
        line = [Segment(f"{sign} ", tone_style(self, "bold event" if self.has_focus else "bold muted"))]
        text = tone_style(self, "")
        glyph = tone_style(self, "muted")
        cursor = _CURSOR if self.has_focus else Style.null()
        at = self.editor.cursor if has_cursor else -1
        line += [
            Segment(cell.text, (glyph if cell.glyph else text) + (cursor if cell.index == at else Style.null()))
            for cell in cells
        ]
        if y + 1 < len(lines) and not lines[y + 1].begins:
            return Strip(line)
        return Strip(line + self._line_end(cells, at, text, glyph, cursor))

    def _line_end(self, cells: list[Cell], at: int, text: Style, glyph: Style, cursor: Style) -> list[Segment]:
        """What comes after a line's text: its end of line, the cursor on it where it is there, the hint."""
        if not self.editor.text and self.hint:
            hint = tone_style(self, "italic muted")
            return [Segment(" ", text + cursor), Segment(f" {visible(self.hint.encode())}", hint)]
        end = visible(EOLS[self.eol]) or " "
        at_end = at >= 0 and at not in (cell.index for cell in cells)
        return [Segment(end[0], glyph + cursor if at_end else glyph), Segment(end[1:], glyph)]
