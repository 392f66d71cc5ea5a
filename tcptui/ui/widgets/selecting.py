"""Selecting in the window: a cursor that is moved by keys or dragged by the mouse, over bytes and events."""

from __future__ import annotations

from textual.message import Message

from tcptui.journal.rows import Row
from tcptui.ui.rowlayout import Mark
from tcptui.ui.screenful import Line
from tcptui.ui.selection import Selection, Spot, edge_of
from tcptui.ui.widgets.row_window import RowWindow
from tcptui.ui.wrapping import Cell


class SelectingWindow(RowWindow):
    """A window in which something may be selected. While it is, the window stays where it is, whatever arrives."""

    class SelectionChanged(Message):
        """Something else is selected, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.selection: Selection | None = None
        self._column = 0
        """The cell that the cursor keeps to when it moves up and down."""

    def select(self, selection: Selection | None) -> None:
        """Select this, or nothing."""
        if selection == self.selection:
            return
        window = self.window()
        if window is not None and selection is not None:
            window.hold(self.size.height)
        elif window is not None:
            window.held = False
        self.selection = selection
        self.record_changed()
        # From our own loop: what is posted while our parent handles a click on its border would go no farther than it.
        self.call_next(self.post_message, self.SelectionChanged())

    def marks_of(self, row: Row) -> list[Mark]:
        """What was found in a row, and over it what is selected."""
        found = super().marks_of(row)
        return found + self.selection.marks(row) if self.selection is not None else found

    # Places on the screen -------------------------------------------------------------------------------------------

    def _cells(self, line: Line) -> list[Cell]:
        """The cells of a line that show bytes, one a character."""
        layout = self.layout_of_rows()
        if layout is None or not line.row.is_data:
            return []
        cells = layout.cells(line.row)[line.index]
        return cells[: len(cells) // 2] if self.view == "hex" else cells

    def spot_at(self, x: int, y: int) -> Spot | None:
        """The character at a cell of the window, or the nearest in its line; None where there are no lines."""
        lines = self.shown()
        if not lines:
            return None
        line = lines[min(max(0, y), len(lines) - 1)]
        layout = self.layout_of_rows()
        cells = layout.cells(line.row)[line.index] if layout is not None and line.row.is_data else []
        if not cells:
            return edge_of(line.row, last=False)
        cell = min(cells, key=lambda cell: max(cell.x - x, x - cell.x - cell.width + 1, 0))
        return Spot(line.row.pos, line.row.direction, cell.begin, cell.end - cell.begin)

    def _whereabouts(self, spot: Spot) -> tuple[int, int] | None:
        """The cell at which a character stands; None where it is out of view."""
        for y, line in enumerate(self.shown()):
            if spot.direction is None:
                if line.row.pos == spot.pos and not line.row.is_data:
                    return 0, y
                continue
            if line.row.direction == spot.direction and line.row.is_data:
                for cell in self._cells(line):
                    if cell.begin <= spot.offset < cell.end:
                        return cell.x, y
        return None

    # Moving the cursor ----------------------------------------------------------------------------------------------

    def begin_selecting(self) -> bool:
        """Begin where `go_to` led, else with the top line, at the end with the lowest; False where there is nothing."""
        at = self._place_gone_to() or (0, self.size.height - 1 if self.follows else 0)
        spot = self.spot_at(*at)
        if spot is None:
            return False
        self._column = at[0]
        self.select(Selection(spot, spot))
        return True

    def _place_gone_to(self) -> tuple[int, int] | None:
        """The cell of the place that was brought into view last, while it is."""
        if self.went_to is None:
            return None
        window = self.window()
        if window is None:
            return None
        row = window.rows.at(*self.went_to)
        return self._whereabouts(Spot(row.pos, row.direction if row.is_data else None, self.went_to[1], 1))

    def move_lines(self, count: int) -> None:
        """Move the selection's end by lines of the screen; negative is up."""
        at = self._head_in_view()
        window = self.window()
        if at is None or window is None:
            return
        y = at[1] + count
        lines = self.shown()
        last = len(lines) - 1
        if 0 <= y <= last and lines[y].row.is_data and not self._cells(lines[y]):
            y += 1 if count > 0 else -1  # the time above a stretch of hex
        if y < 0:
            window.up(-y, self.size.height)
        elif y > last:
            window.down(y - last, self.size.height)
        self.record_changed()
        self._head_to(self.spot_at(self._column, min(max(0, y), last)))

    def move_characters(self, step: int) -> None:
        """Move the selection's end to the next character or the one before, over the ends of lines."""
        at = self._head_in_view()
        if at is None:
            return
        cells = self._cells(self.shown()[at[1]])
        here = next((i for i, cell in enumerate(cells) if cell.x == at[0]), 0)
        if 0 <= here + step < len(cells):
            self._column = cells[here + step].x
            self._head_to(self.spot_at(self._column, at[1]))
        else:
            self._go_over_the_end(step)
        if (now := self._head_in_view()) is not None:
            self._column = now[0]

    def _go_over_the_end(self, step: int) -> None:
        """To the next line's first character or the one before's last; at the record's ends, nowhere."""
        before = self.selection
        self._column = 0 if step > 0 else self.size.width
        self.move_lines(step)
        if before is not None and self.selection is not None:
            one, other = (before.head, self.selection.head) if step > 0 else (self.selection.head, before.head)
            if other.comes_before(one):
                self.select(before)

    def move_to_end(self, *, last: bool) -> None:
        """Move the selection's end to the record's beginning or its end."""
        window = self.window()
        if window is None:
            return
        if last:
            window.end()
            window.hold(self.size.height)
        else:
            window.home()
        self._column = self.size.width if last else 0
        self.record_changed()
        self._head_to(self.spot_at(self._column, len(self.shown()) - 1 if last else 0))

    def _head_in_view(self) -> tuple[int, int] | None:
        """Where the selection's end stands; brought into view, if it was not."""
        if self.selection is None:
            return None
        at = self._whereabouts(self.selection.head)
        if at is None:
            self.go_to(self.selection.head.pos, self.selection.head.offset)
            at = self._whereabouts(self.selection.head)
        return at

    def _head_to(self, spot: Spot | None) -> None:
        if spot is not None and self.selection is not None:
            self.select(self.selection.to(spot))

    # The mouse ------------------------------------------------------------------------------------------------------

    def select_line(self, spot: Spot) -> None:
        """Select the whole row of a character."""
        window = self.window()
        if window is not None:
            row = window.rows.at(spot.pos, spot.offset)
            self.select(Selection(edge_of(row, last=False), edge_of(row, last=True)))

    def drag_to(self, anchor: Spot, x: int, y: int) -> None:
        """Select from where the mouse was pressed to where it is now; beyond an edge, scroll."""
        window = self.window()
        if window is None:
            return
        if y < 0:
            window.up(-y, self.size.height)
        elif y >= self.size.height:
            window.down(y - self.size.height + 1, self.size.height)
        self.record_changed()
        spot = self.spot_at(x, y)
        if spot is not None:
            self.select(Selection(anchor, spot))
