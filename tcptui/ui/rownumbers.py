"""The number of the row at the top while someone reads back, counted in a thread that lives only as long as that."""

from __future__ import annotations

from tcptui.journal.linecount import LineCount
from tcptui.journal.rows import Row, Rows


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
        return f"row {number + 1:,} of {self._count.total:,}{'' if self._count.caught_up else '+'}"

    def rest(self) -> None:
        """Stop counting."""
        if self._count is not None:
            self._count.stop()
            self._count = self._of = None
