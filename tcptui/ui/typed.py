"""What is being typed as lines of cells: wrapped, made visible, and of a long text only the lines around the cursor."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.cells import cell_len

from tcptui.protocol.glyphs import segments

TALLEST = 8
"""Lines shown at once of a block; the cursor's is always among them."""

_LAID_OUT = 1600
"""Characters laid out before and after the cursor, so that a pasted megabyte does not slow the keys."""

_WIDEST = 2


@dataclass(slots=True)
class Cell:
    """One typed character on the screen; index: its place in the text."""

    text: str
    glyph: bool
    index: int


@dataclass(slots=True)
class TypedLine:
    """One line on the screen. begins: whether a typed line begins here; start: index of its first character."""

    begins: bool
    start: int
    cells: list[Cell] = field(default_factory=list)

    def index_at(self, x: int) -> int:
        """The index of the character at this cell, of the line's end where the line is shorter."""
        for cell in self.cells:
            x -= cell_len(cell.text)
            if x < 0:
                return cell.index
        return self.start + len(self.cells)


def lay_out(text: str, cursor: int, width: int) -> tuple[list[TypedLine], int]:
    """At most TALLEST lines of at most `width` cells, and which of them the cursor is on. cursor: an index."""
    lines, at_cursor = _lines(text, cursor, max(_WIDEST, width))
    top = max(0, min(at_cursor - TALLEST // 2, len(lines) - TALLEST))
    return lines[top : top + TALLEST], at_cursor - top


def _lines(text: str, cursor: int, width: int) -> tuple[list[TypedLine], int]:
    begin, end = max(0, cursor - _LAID_OUT), min(len(text), cursor + _LAID_OUT)
    lines = [TypedLine(True, begin)]
    used = at_cursor = 0
    for index in range(begin, end):
        if index == cursor:
            at_cursor = len(lines) - 1
        if text[index] == "\n":
            lines.append(TypedLine(True, index + 1))
            used = 0
            continue
        cell = _cell(text[index], index)
        wide = cell_len(cell.text)
        if used + wide > width:
            lines.append(TypedLine(False, index))
            used = 0
            at_cursor += index == cursor
        lines[-1].cells.append(cell)
        used += wide
    return lines, len(lines) - 1 if cursor == len(text) else at_cursor


def _cell(character: str, index: int) -> Cell:
    if " " <= character <= "~":
        return Cell(character, False, index)
    [(text, glyph)] = segments(character.encode("utf-8", "surrogateescape"))
    return Cell(text, glyph, index)
