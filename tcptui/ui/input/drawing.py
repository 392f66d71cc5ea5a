"""A mode's face as lines of cells."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tcptui.protocol.glyphs import visible_text
from tcptui.ui.input.mode import Face, Piece
from tcptui.ui.typed import TypedLine, lay_out

_CURSOR = Style(reverse=True)
_MARKED = Style(underline=True, bold=True)
_AGAIN = "· "
"""Before each further line of a block; what wraps is set off by as many blanks."""

_INDENT = "  "
_BETWEEN = " · "

_LINES_SAID = 3
"""What is said takes no more room than this from the session."""

Ink = Callable[[str], Style]
"""A tone's style by its name, maybe with `bold` … before it; "" for plain text."""


class Drawing:
    """A face laid out for a width.

    remark: about the last key, stands above all; notice: stands there while there is none, in one line, as it stays;
    hint: stands there while nothing is typed.
    """

    def __init__(self, face: Face, width: int, *, remark: str = "", notice: str = "", hint: str = "") -> None:
        self.width = width
        self._face = face
        self._words: Piece = (face.words, face.words_tone) if face.words else (hint, "muted")
        above: list[Piece] = [(remark, "warning"), *face.above] if remark else list(face.above)
        self._above = [(line, tone) for text, tone in above for line in _wrapped(text, width)]
        if notice and not remark:
            self._above.insert(0, (notice, "warning"))
        self._margin = min(cell_len(face.lead), max(2, width // 2))
        self._lines, self._at_cursor = lay_out(face.text, face.cursor or 0, width - self._margin)

    @property
    def height(self) -> int:
        """Lines that it takes."""
        return len(self._above) + len(self._lines) + len(self._face.below)

    def index_at(self, x: int, y: int) -> int | None:
        """The index of the character there, None where there is no text."""
        row = y - len(self._above)
        return self._lines[row].index_at(x - self._margin) if 0 <= row < len(self._lines) else None

    def strip(self, y: int, ink: Ink, *, has_focus: bool) -> Strip:
        """One line; has_focus: whether the keys go here."""
        if y < len(self._above):
            return self._piece(self._above[y], ink)
        y -= len(self._above)
        if y < len(self._lines):
            return self._line(y, ink, has_focus=has_focus)
        y -= len(self._lines)
        return self._below(y, ink) if y < len(self._face.below) else Strip([])

    def _below(self, y: int, ink: Ink) -> Strip:
        """A line below the text, the last one with the choices."""
        text, tone = self._face.below[y]
        choices = self._face.choices if y + 1 == len(self._face.below) else ()
        return self._piece((f"{_INDENT}{text}{_BETWEEN.join(each.words for each in choices)}", tone), ink)

    def choice_at(self, x: int, y: int) -> str | None:
        """The key of the choice that stands there, None where there is none."""
        if not self._face.choices or y != self.height - 1:
            return None
        x -= cell_len(_INDENT + self._face.below[-1][0])
        for each in self._face.choices:
            if 0 <= x < cell_len(each.words):
                return each.key
            x -= cell_len(each.words + _BETWEEN)
        return None

    def _piece(self, piece: Piece, ink: Ink) -> Strip:
        """A line beside the text, cut with a mark where it is too long."""
        text, tone = piece
        text = visible_text(text)
        style = ink(tone)
        strip = Strip([Segment(text, style)])
        if strip.cell_length > self.width:
            strip = Strip([*strip.crop(0, max(0, self.width - 1)), Segment("…", style)])
        return strip.adjust_cell_length(self.width, style)

    def _line(self, y: int, ink: Ink, *, has_focus: bool) -> Strip:
        line = self._lines[y]
        text, glyph = ink(""), ink("muted")
        cursor = _CURSOR if has_focus else Style.null()
        at = self._face.cursor if y == self._at_cursor and self._face.cursor is not None else -1
        begin, end = self._face.marked
        pieces = [self._lead(y, line, ink, has_focus=has_focus)]
        for cell in line.cells:
            style = glyph if cell.glyph else text
            style += _MARKED if begin <= cell.index < end else Style.null()
            pieces.append(Segment(cell.text, style + (cursor if cell.index == at else Style.null())))
        if y + 1 < len(self._lines) and not self._lines[y + 1].begins:
            return Strip(pieces)
        return Strip(pieces + self._line_end(line, at, ink, cursor))

    def _lead(self, y: int, line: TypedLine, ink: Ink, *, has_focus: bool) -> Segment:
        lead = self._face.lead if y == 0 and line.begins else _AGAIN if line.begins else ""
        tone = self._face.lead_tone if has_focus else "muted"
        lead = visible_text(lead)
        return Segment(f"{lead:<{self._margin}}"[: self._margin], ink(f"bold {tone}"))

    def _line_end(self, line: TypedLine, at: int, ink: Ink, cursor: Style) -> list[Segment]:
        """What comes after a line's text: its end of line, the cursor on it where it is there, the words."""
        ends = self._face.ends or " " * (at >= 0)
        glyph = ink("muted")
        at_end = at >= 0 and at not in (cell.index for cell in line.cells)
        pieces = [Segment(ends[:1], glyph + cursor if at_end else glyph), Segment(ends[1:], glyph)]
        words, tone = self._words
        if words and not self._face.text:
            gap = " " if ends else ""
            pieces.append(Segment(gap + visible_text(words), ink(f"italic {tone}")))
        return pieces


def _wrapped(text: str, width: int) -> list[str]:
    """A sentence in lines of this width; the last one is cut where there would be too many."""
    lines = textwrap.wrap(text, max(1, width), break_on_hyphens=False) or [""]
    return [*lines[: _LINES_SAID - 1], " ".join(lines[_LINES_SAID - 1 :])] if len(lines) >= _LINES_SAID else lines
