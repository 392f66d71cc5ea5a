"""Lines of which only those are drawn again that changed: what shows numbers many times a second stands on it."""

from __future__ import annotations

from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tcptui.ui.themes import tone_style

Piece = tuple[str, str]
"""A text and its style: a tone's name, maybe with `bold` or `reverse` before it; "" for the plain one."""

Pieces = tuple[Piece, ...]


class Board(Widget):
    """A subclass says what its lines are; `redraw` looks at them."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._lines: list[Pieces] = []
        self._styles_by_name: dict[str, Style] = {}

    def board(self) -> list[Pieces]:
        """The lines as they are to be now."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw the lines that are not as they were."""
        before, self._lines = self._lines, self.board()
        for y, (old, new) in enumerate(zip_longest(before, self._lines)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def on_resize(self) -> None:
        """The lines may depend on the size."""
        self._lines = self.board()
        self.refresh()

    def on_show(self) -> None:
        """What is hidden has no size to draw its lines for; shown again in the size it had, it gets no resize."""
        self.on_resize()

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._styles_by_name.clear()

    def render_line(self, y: int) -> Strip:
        """One line, filled to the width."""
        width = self.size.width
        pieces = self._lines[y] if y < len(self._lines) else ()
        line = Strip([Segment(text, self._style(name)) for text, name in pieces])
        return line.adjust_cell_length(width, self._style(""))

    def _style(self, name: str) -> Style:
        style = self._styles_by_name.get(name)
        if style is None:
            style = self._styles_by_name[name] = tone_style(self, name)
        return style
