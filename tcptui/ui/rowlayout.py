"""A row of the record as the lines that show it, remembered while it stays as it is, and marks laid over them.

Marks are the way to highlight bytes: whoever finds something (a search, the selection) says for a row which stretches
of its stream are what, and the pane draws them on whatever lines and in whatever view those bytes stand.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, NamedTuple

from rich.style import Style
from textual.strip import Strip

from tcptui.journal.rows import Row, Rows
from tcptui.protocol.events import RunStarted
from tcptui.protocol.frozen import frozen
from tcptui.protocol.wording import Manner, Told, sentence
from tcptui.ui.render import NONE_HIDDEN, Head, Inks, event_lines, hex_cells, hex_lines, marked, text_cells, text_lines
from tcptui.ui.rowbytes import RowBytes
from tcptui.ui.rowtimes import RowTimes, TimeMode
from tcptui.ui.veiled import veiled_bytes
from tcptui.ui.wrapping import Cell

View = Literal["text", "hex"]

MarkKind = Literal["match", "current", "selected", "cursor"]
"""What a mark means: something found, the one of them that one stands on, what is selected, and where its end is."""


class Mark(NamedTuple):
    """A stretch to be highlighted. begin, end: offsets in the stream of the row's direction, of which whatever lies
    outside the row is passed over. On an event's row any mark highlights the whole sentence."""

    begin: int
    end: int
    kind: MarkKind


Marks = Callable[[Row], list[Mark]]
"""What is to be highlighted in a row; asked once a frame for each row on the screen, so it has to be quick."""

_REMEMBERED = 512
_CELLS_REMEMBERED = 128
"""Rows whose cells are known: those on the screen, which are marked anew with every frame."""

_HEX_GAP = 2
"""Cells between two values at most."""

_READ_BEFORE = 32
_EVENTS_PASSED = 16
"""Rows without a line of their own that are passed over for the one before."""


@frozen
class Look:
    """How rows are shown.

    manner: how events are told; encoding: as `encodings.canonical` names it; secrets: how many stretches of what came
    were told to be secrets by now, None where secrets are shown.
    """

    view: View
    manner: Manner
    times: TimeMode
    encoding: str
    secrets: int | None = 0

    def hides_else(self, other: Look) -> bool:
        """Whether it differs from another one in nothing but what is hidden: then all rows keep their places."""
        return replace(other, secrets=self.secrets) == self


class _Laid(NamedTuple):
    """A row laid out. settled: whether it stays so when more arrives; hides: whether it has secrets, not shown."""

    lines: list[Strip]
    settled: bool = True
    hides: bool = False


class RowLayout:
    """Lays rows out. started: of the run, from which times are told; width: cells."""

    def __init__(self, rows: Rows, look: Look, started: RunStarted, width: int, inks: Inks) -> None:
        self._rows = rows
        self._bytes = RowBytes(rows, veiled=look.secrets is not None)
        self._look = look
        self._times = RowTimes(look.times, started, self._line_before)
        self._width = width
        self._inks = inks
        self._remembered: OrderedDict[Row, _Laid] = OrderedDict()
        self._cells: dict[Row, list[list[Cell]]] = {}
        self._earlier: dict[tuple[int, int], Row] = {}
        self._laid_out: Row | None = None
        """The row that was laid out last: mostly it is the one before the next."""

    def __call__(self, row: Row) -> list[Strip]:
        """The row's lines: none for an event that is no line on the screen."""
        return self._of(row).lines

    def hides(self, row: Row) -> bool:
        """Whether the row has secrets that are not shown."""
        return row.is_data and self._of(row).hides

    def _of(self, row: Row) -> _Laid:
        laid = self._remembered.get(row)
        if laid is not None:
            self._remembered.move_to_end(row)
            return laid
        laid = self._lay_out(row)
        self._laid_out = row
        if laid.settled:
            self._remembered[row] = laid
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return laid

    def cells(self, row: Row) -> list[list[Cell]]:
        """For each of a DATA row's lines, which of its cells show which bytes, in the bytes' order."""
        if self._look.view == "hex":
            return hex_cells(self._head(row), row.size, self._width)
        found = self._cells.get(row)
        if found is None:
            text = self._bytes.text(row, self._look.encoding)
            found = text_cells(self._head(row, text.skipped), text.pieces, self._width)
            if text.settled:
                if len(self._cells) >= _CELLS_REMEMBERED:
                    self._cells.clear()
                self._cells[row] = found
        return found

    def line_of(self, row: Row, offset: int) -> int:
        """Which of a row's lines shows the byte at this stream offset."""
        if not row.is_data:
            return 0
        for index, cells in enumerate(self.cells(row)):
            if any(cell.begin <= offset < cell.end for cell in cells):
                return index
        return 0

    def mark(self, row: Row, index: int, strip: Strip, marks: list[Mark]) -> Strip:
        """One of the row's lines, with the row's marks laid over it."""
        if not row.is_data:
            margin = len(self._times.of(row)) + 1
            end = len(strip.text.rstrip())
            return marked(strip, [(margin, end, self._inks.marks[mark.kind]) for mark in marks])
        cells = self.cells(row)[index]
        return marked(strip, [span for mark in marks for span in self._spans(cells, mark)])

    def _spans(self, cells: list[Cell], mark: Mark) -> list[tuple[int, int, Style]]:
        """The runs of cells that show something of a mark."""
        spans: list[tuple[int, int, Style]] = []
        style = self._inks.marks[mark.kind]
        expected = -1
        for cell in cells:
            if cell.end <= mark.begin or cell.begin >= mark.end:
                continue
            # Between two values of hex lies a space, or two; it is part of what is marked.
            if cell.begin == expected and 0 <= cell.x - spans[-1][1] <= _HEX_GAP:
                spans[-1] = (spans[-1][0], cell.x + cell.width, style)
            else:
                spans.append((cell.x, cell.x + cell.width, style))
            expected = cell.end
        return spans

    def told(self, row: Row) -> Told | None:
        """An event's row in words; None where it is no line."""
        return sentence(self._rows.event(row), self._look.manner)

    def _lay_out(self, row: Row) -> _Laid:
        if not row.is_data:
            told = self.told(row)
            return _Laid([] if told is None else event_lines(self._times.of(row), *told, self._width, self._inks))
        if self._look.view == "hex":
            return self._hex(row)
        text = self._bytes.text(row, self._look.encoding)
        if not text.pieces:
            return _Laid([], text.settled)
        lines = text_lines(self._head(row, text.skipped), text.pieces, self._width, self._inks)
        return _Laid(lines, text.settled, text.hides)

    def _hex(self, row: Row) -> _Laid:
        data = self._bytes.of(row)
        hidden = self._bytes.hidden(row, data)
        dots = veiled_bytes(data, row.offset, hidden) if hidden else NONE_HIDDEN
        lines = hex_lines(self._head(row), data, self._width, self._inks, dots)
        return _Laid(lines, hides=bool(dots))

    def _head(self, row: Row, skipped: int = 0) -> Head:
        assert row.direction is not None, "only rows of bytes have a head"
        return Head(self._times.of(row), row.direction, row.offset + skipped, row.first)

    def _line_before(self, row: Row) -> Row | None:
        """The row before that is on the screen."""
        known = self._laid_out
        if known is not None and known.pos == row.pos and known.is_data and known.offset + known.size == row.offset:
            return known
        for _ in range(_EVENTS_PASSED):
            earlier = self._just_before(row)
            if earlier is None or earlier.is_data or self.told(earlier) is not None:
                return earlier
            row = earlier
        return row

    def _just_before(self, row: Row) -> Row | None:
        """The row before, read with those before it, which are asked for next while the window moves up."""
        place = (row.pos, row.offset)
        if place not in self._earlier:
            self._earlier = {
                (later.pos, later.offset): earlier
                for earlier, later in itertools.pairwise([*self._rows.before(row, _READ_BEFORE), row])
            }
        return self._earlier.get(place)
