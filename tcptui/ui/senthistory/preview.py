"""The highlighted thing: where it was sent, and its bytes, as far as they are looked at here."""

from __future__ import annotations

import time
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from tcptui.journal.sentlog import SentLog
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import segments, visible_text
from tcptui.protocol.units import exact
from tcptui.ui.fitting import cut
from tcptui.ui.senthistory.line import SentLine
from tcptui.ui.widgets.board import Piece, Pieces
from tcptui.ui.widgets.scrolled_board import ScrolledBoard

_MOST: Final = 16 << 10
"""Bytes that are shown."""


@frozen
class Preview:
    """data: the first bytes of a line's, masked; problem: why there are none, or ""."""

    line: SentLine
    data: bytes = b""
    problem: str = ""


def read_preview(line: SentLine) -> Preview:
    """What to show of it; it reads the disk."""
    try:
        with SentLog(line.entry.run) as log:
            return Preview(line, log.masked(line.entry, _MOST))
    except FileNotFoundError:
        return Preview(line, problem="its run was deleted")
    except OSError as error:
        return Preview(line, problem=f"its record can't be read: {error.strerror}")


class PreviewBoard(ScrolledBoard):
    """Shows one thing that was sent, or nothing."""

    def __init__(self) -> None:
        super().__init__("history-preview", "history.preview-down")
        self._shown: Preview | None = None
        self._laid_out: tuple[int, list[Pieces]] = (0, [])

    def show(self, preview: Preview | None) -> None:
        """Show this one, from its beginning."""
        self._shown, self._top = preview, 0
        self._laid_out = (0, [])
        self.border_title = _title(preview.line) if preview is not None else ""
        self.redraw()

    def shows(self, line: SentLine) -> bool:
        """Whether it shows this one as it is."""
        return self._shown is not None and self._shown.line is line

    def whole(self) -> list[Pieces]:
        """Its lines, laid out for the width."""
        if self._shown is None:
            return []
        width = max(2, self.content_size.width)
        if self._laid_out[0] != width:
            self._laid_out = (width, _lines_of(self._shown, width))
        return self._laid_out[1]


def _lines_of(shown: Preview, width: int) -> list[Pieces]:
    if shown.problem:
        return [((shown.problem, "warning"),)]
    lines = [row for line in shown.data.splitlines(keepends=True) for row in _wrapped(line, width)]
    left = shown.line.entry.size - len(shown.data)
    return [*lines, ((f"… and {exact(left)} more", "muted"),)] if left else lines


def _wrapped(line: bytes, width: int) -> list[Pieces]:
    """One line with its end, in rows of so many cells."""
    rows: list[Pieces] = []
    row: list[Piece] = []
    room = width
    for text, is_glyph in segments(line):
        tone = "muted" if is_glyph else ""
        begin = 0
        for at, character in enumerate(text):
            cells = cell_len(character)
            if cells > room:
                rows.append((*row, (text[begin:at], tone)))
                row, room, begin = [], width, at
            room -= cells
        row.append((text[begin:], tone))
    return [*rows, tuple(row)]


def _title(line: SentLine) -> Content:
    entry = line.entry
    moment = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(entry.t // 1_000_000_000))
    target = visible_text(entry.target)
    facts = [exact(entry.size), f"to {cut(target, 40)}", moment, f"connection {entry.conn} of {entry.run}"]
    return Content(" · ".join(facts))
