"""The number of the row at the top while someone reads back, counted in a thread that lives only as long as that."""

from __future__ import annotations

from tcptui.journal.linecount import LineCount
from tcptui.journal.rows import Row, Rows
from tcptui.protocol.events import Opened


def unseen_rows(rows: Rows) -> int:
    """How many rows at the beginning take no line, so that nobody would count them: that of the event Opened."""
    first = rows.first()
    return int(first is not None and not first.is_data and isinstance(rows.event(first), Opened))


class RowNumbers:
    """Numbers for one pane. Whoever follows the end needs none, so a flood pays for no counting."""

    def __init__(self) -> None:
        self._count: LineCount | None = None
        self._of: Rows | None = None

    def words(self, rows: Rows, top: Row) -> str:
        """`row 1,204 of 5,431`, with a + while more is being counted; empty until the row is counted."""
        if self._count is None or self._of is not rows:
            self.rest()
            self._count, self._of = LineCount(rows), rows
            self._count.start()
        number = self._count.number(top)
        if number is None:
            return ""
        unseen = unseen_rows(rows)
        return f"row {number + 1 - unseen:,} of {self._count.total - unseen:,}{'' if self._count.caught_up else '+'}"

    def rest(self) -> None:
        """Stop counting."""
        if self._count is not None:
            self._count.stop()
            self._count = self._of = None
