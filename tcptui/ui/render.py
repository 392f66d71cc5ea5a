"""The only way from bytes to the screen: rows of the record become strips of cells.

Every byte goes through `protocol.glyphs`, so nothing that a peer sent acts on the terminal, and all of it is put
into Rich segments as it is, so nothing is read as markup. Each function gives whole lines of exactly `width` cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tcptui.protocol.events import Direction
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import segments, visible
from tcptui.protocol.wording import Tone

GUTTER = 12
"""Cells before the text: nine for the time, three for the arrow."""

_FULL_HEX = 87
_HEX = 77
"""Cells that a line of 16 bytes takes with its time and without; with less room, a line has eight bytes."""

_WIDEST = 2
"""Cells of the widest character: with less room than this, wrapping would never end."""

_ARROWS: dict[Direction, str] = {"in": "←", "out": "→"}


@frozen
class Inks:
    """One style a meaning. `tones` has those of event lines; `glyph` is added to the text's own style; `base` fills."""

    base: Style
    text_in: Style
    text_out: Style
    arrow_in: Style
    arrow_out: Style
    glyph: Style
    time: Style
    tones: dict[Tone, Style]

    def text(self, direction: Direction) -> Style:
        """The style of text that went this way."""
        return self.text_in if direction == "in" else self.text_out

    def arrow(self, direction: Direction) -> Style:
        """The style of this way's arrow."""
        return self.arrow_in if direction == "in" else self.arrow_out


@frozen
class Stretch:
    """Bytes of one direction that make one row. time: what stands in the gutter; offset: in their stream."""

    time: str
    direction: Direction
    offset: int
    first: bool
    data: bytes


def text_lines(row: Stretch, width: int, inks: Inks) -> list[Strip]:
    """The row as text, wrapped so that all of it can be seen."""
    style = inks.text(row.direction)
    gutter = _gutter(row, inks) if row.first else [Segment(" " * GUTTER, inks.time)]
    pieces = [Segment(text, style + inks.glyph if glyph else style) for text, glyph in segments(row.data)]
    blank = [Segment(" " * GUTTER, inks.time)]
    lines = _wrapped(pieces, max(_WIDEST, width - GUTTER))
    return [_whole([*(blank if index else gutter), *line], width, inks) for index, line in enumerate(lines)]


def hex_lines(row: Stretch, width: int, inks: Inks) -> list[Strip]:
    """At most 16 bytes as their offset, their values and their glyphs, one cell a byte."""
    per_line = 16 if width >= _HEX else 8
    style = inks.text(row.direction)
    lines = []
    for start in range(0, len(row.data), per_line):
        data = row.data[start : start + per_line]
        arrow = Segment(f"{_ARROWS[row.direction]} ", inks.arrow(row.direction))
        line = [arrow, Segment(f"{row.offset + start:08x}  ", inks.time), Segment(_hex(data, per_line), style)]
        if width >= _FULL_HEX:
            line.insert(0, Segment(f"{row.time if not start else '':>9} ", inks.time))
        line += [Segment(text, style + inks.glyph if glyph else style) for text, glyph in _byte_column(data)]
        lines.append(_whole(line, width, inks))
    return lines


def event_lines(time: str, sentence: str, tone: Tone, width: int, inks: Inks) -> list[Strip]:
    """A sentence about the connection, set off by a dash, wrapped under itself at spaces."""
    style = inks.tones[tone]
    room = max(_WIDEST, width - GUTTER - 1)
    first = [Segment(f"{time:>9} ", inks.time), Segment("── ", style)]
    rest = [Segment(" " * (GUTTER + 1), inks.time)]
    words = _filled(visible(sentence.encode("utf-8", "surrogateescape")), room)
    return [
        _whole([*(rest if index else first), Segment(line, style)], width, inks) for index, line in enumerate(words)
    ]


def _whole(line: list[Segment], width: int, inks: Inks) -> Strip:
    """A strip of this width. It is told its width, for measuring costs more than all else here."""
    used = sum(cell_len(segment.text) for segment in line)
    if used > width:
        return Strip(line, used).crop(0, width)
    return Strip([*line, Segment(" " * (width - used), inks.base)], width)


def _gutter(row: Stretch, inks: Inks) -> list[Segment]:
    return [
        Segment(f"{row.time:>9} ", inks.time),
        Segment(f"{_ARROWS[row.direction]} ", inks.arrow(row.direction)),
    ]


def _wrapped(pieces: Iterable[Segment], width: int) -> Iterator[list[Segment]]:
    """Segments cut into lines of at most `width` cells; at least one line."""
    line: list[Segment] = []
    room = width
    for text, style, _ in pieces:
        rest = text
        while rest:
            head, cells = _fitting(rest, room)
            if head:
                line.append(Segment(head, style))
                rest = rest[len(head) :]
                room -= cells
            if rest:
                yield line
                line, room = [], width
    yield line


def _fitting(text: str, room: int) -> tuple[str, int]:
    """As much of the text's beginning as fits into `room` cells, and its width."""
    if text.isascii():
        head = text[:room]
        return head, len(head)
    cells = 0
    for index, character in enumerate(text):
        width = cell_len(character)
        if cells + width > room:
            return text[:index], cells
        cells += width
    return text, cells


def _filled(text: str, width: int) -> list[str]:
    """A sentence broken at spaces, and inside words only where one is longer than the line."""
    lines = [""]
    for word in text.split(" "):
        candidate = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(candidate) <= width:
            lines[-1] = candidate
            continue
        if lines[-1]:
            lines.append("")
        while cell_len(word) > width:
            head, _ = _fitting(word, width)
            lines[-1] = head
            lines.append("")
            word = word[len(head) :]
        lines[-1] = word
    return lines


def _hex(data: bytes, per_line: int) -> str:
    """The bytes' values in groups of eight, padded to the width of a full line, with a space after."""
    groups = [data[start : start + 8].hex(" ") for start in range(0, len(data), 8)]
    return f"{'  '.join(groups):<{per_line * 3 + per_line // 8 - 2}} "


def _byte_column(data: bytes) -> Iterator[tuple[str, bool]]:
    """One cell a byte: printable ASCII as it is, controls as their pictures, the upper half as a dot."""
    for byte in data:
        if 0x20 <= byte < 0x7F:
            yield chr(byte), False
        else:
            yield ("·" if byte > 0x7F else visible(bytes((byte,)))), True
