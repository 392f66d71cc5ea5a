"""The collection as a tree: only the lines of the window are drawn."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.message import Message

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact
from tcptui.ui.collection.outline import Line
from tcptui.ui.fitting import filled
from tcptui.ui.widgets.board import Pieces
from tcptui.ui.widgets.highlight_board import HighlightBoard

_TARGET_FROM = 46
"""Cells from which on a line tells the target, too."""


class RequestTree(HighlightBoard[Line], can_focus=True):
    """Groups open and close; a click on one does that."""

    BINDING_GROUP_TITLE = "In the tree of saved requests"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", id="saved.up", tooltip="The line above"),
        Binding("down,j", "move(1)", "down", id="saved.down", tooltip="The line below"),
        Binding("pageup,b", "page(-1)", "page up", id="saved.page-up", tooltip="A page up"),
        Binding("pagedown", "page(1)", "page down", id="saved.page-down", tooltip="A page down"),
        Binding("home,g", "move(-1000000)", "first", id="saved.top", tooltip="The first line"),
        Binding("end,G", "move(1000000)", "last", id="saved.bottom", tooltip="The last line"),
        Binding("left,h", "fold(True)", "close", id="saved.close", tooltip="Close the group, or go to it"),
        Binding("right,l", "fold(False)", "open", id="saved.open", tooltip="Open the group"),
    ]

    class Folded(Message):
        """A group is to be closed, or opened."""

        def __init__(self, key: str, *, closed: bool) -> None:
            super().__init__()
            self.key, self.closed = key, closed

    def __init__(self) -> None:
        super().__init__("saved-tree")

    def show(self, lines: list[Line], key: str | None = None) -> None:
        """Show these; the highlight stays on its line, or goes to that of this key."""
        before = self.line
        wanted = key if key is not None else before.key if before is not None else None
        at = next((number for number, line in enumerate(lines) if line.key == wanted), None)
        if at is None and before is None:
            at = next((number for number, line in enumerate(lines) if line.kind == "request"), 0)
        self.lines = lines
        self.at = max(0, min(self.at if at is None else at, len(lines) - 1))
        self.redraw()
        self.turned()

    def board(self) -> list[Pieces]:
        """As many as fit."""
        return [self._pieces(self.lines[at], here=at == self.at) for at in self.window()]

    def _pieces(self, line: Line, *, here: bool) -> Pieces:
        width = self.content_size.width
        broken = line.item is not None and line.item.entry.read is None
        sign = "✕ " if broken else "  " if line.kind == "request" else "▸ " if line.closed else "▾ "
        begin = "  " * line.depth + sign
        if line.kind == "request":
            note = visible_text(line.item.target[:width]) if line.item is not None and width >= _TARGET_FROM else ""
        else:
            note = exact(line.count, "request") if line.count else "none yet"
        room = max(1, width - cell_len(begin))
        note = f"  {note}" if note and cell_len(note) + 2 <= room // 2 else ""
        text = filled(visible_text(line.text[:width]), room - cell_len(note))
        if here:
            return ((f"{begin}{text}{note}", "reverse "),)
        tone = "failure" if broken else {"place": "bold ", "group": "event", "request": ""}[line.kind]
        return (begin, "failure" if broken else "muted"), (text, tone), (note, "muted")

    # Keys and mouse -------------------------------------------------------------------------------------------------

    def action_fold(self, closed: bool) -> None:
        """Close or open a group; from what is in it, closing goes to the group first."""
        line = self.line
        if line is None:
            return
        if line.kind != "request" and line.closed != closed:
            self.post_message(self.Folded(line.key, closed=closed))
        elif closed:
            above = (n for n in range(self.at - 1, -1, -1) if self.lines[n].depth < line.depth)
            self.go(next(above, self.at))

    def clicked(self, at: int, chain: int) -> None:
        """Close or open a group; otherwise as any line."""
        line = self.lines[at]
        if line.kind == "request":
            super().clicked(at, chain)
        else:
            self.go(at)
            self.post_message(self.Folded(line.key, closed=not line.closed))
