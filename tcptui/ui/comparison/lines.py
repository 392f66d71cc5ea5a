"""The lines of a comparison, and where things stand in them."""

from __future__ import annotations

from typing import Final

from tcptui.protocol.frozen import frozen
from tcptui.requests.comparing import Difference
from tcptui.ui.widgets.board import Pieces

WIDE: Final = 96
"""Cells from which on both sides stand beside each other, not one above the other."""

BEFORE, NOW = "−", "+"
"""The signs of the left side and of the right one."""

TONES = {BEFORE: "failure", NOW: "good"}

HEAD: Final = 12
"""Cells of a pair's signs and number."""

INDENT: Final = 4
BAR: Final = " │ "


@frozen
class Line:
    """One line. difference: the one that it is about, None for none."""

    pieces: Pieces
    difference: Difference | None = None


@frozen
class Layout:
    """Where things stand in lines of so many cells."""

    width: int

    @property
    def wide(self) -> bool:
        """Whether both sides stand beside each other."""
        return self.width >= WIDE

    @property
    def half(self) -> int:
        """Cells of a side of a pair, where they stand beside each other."""
        return (self.width - HEAD - len(BAR)) // 2
