"""The only way from bytes to the screen: rows of the record become strips of cells.

Every byte goes through `protocol.glyphs`, so nothing that a peer sent acts on the terminal, and all of it is put
into Rich segments as it is, so nothing is read as markup. Each function gives whole lines of exactly `width` cells.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tcptui.protocol.events import Direction
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import Piece, visible, visible_text
from tcptui.protocol.wording import Tone
from tcptui.ui.veiled import VEIL
from tcptui.ui.wrapping import Cell, cells_of, wrapped

NONE_HIDDEN: Final = frozenset[int]()
"""No byte is hidden."""

_ARROW = 3
"""Cells between the time and the text: the arrow with a space on each side."""

_HEX = 77
"""Cells that a line of 16 bytes takes without its time; with less room, a line has eight bytes."""

_HEX_OFFSET = 10
_HEX_GAP = 8
"""Cells of the offset before a line's bytes; bytes after which a group ends."""

_WIDEST = 2
"""Cells of the widest character: with less room than this, wrapping would never end."""

_ARROWS: dict[Direction, str] = {"in": "←", "out": "→"}
_GOES_ON = "↳"
"""Stands in the place of the arrow where a line was too long for one row, so that nobody takes the cut for its end."""


@frozen
class Inks:
    """One style a meaning. `tones` has those of event lines; `glyph` is added to the text's own style; `base` fills.

    marks: what is laid over highlighted bytes, by the kind of mark.
    """

    base: Style
    text_in: Style
    text_out: Style
    arrow_in: Style
    arrow_out: Style
    glyph: Style
    time: Style
    tones: dict[Tone, Style]
    marks: dict[str, Style]

    def text(self, direction: Direction) -> Style:
        """The style of text that went this way."""
        return self.text_in if direction == "in" else self.text_out

    def arrow(self, direction: Direction) -> Style:
        """The style of this way's arrow."""
        return self.arrow_in if direction == "in" else self.arrow_out


def mixed_inks(base: Style, style: Callable[[str], Style]) -> Inks:
    """The styles of a theme. base: of plain text; style: of a tone's name, as `themes.tone_style` takes it."""
    return Inks(
        base=base, text_in=base, text_out=style("out"),
        arrow_in=style("bold in"), arrow_out=style("bold out"), glyph=style("muted"), time=style("muted"),
        tones={
            "event": style("event"), "good": style("good"), "warning": style("warning"),
            "failure": style("failure"), "muted": style("muted"),
        },
        marks={
            "match": style("bold underline warning"), "current": style("bold reverse warning"),
            "selected": Style(reverse=True), "cursor": style("bold reverse event"),
        },
    )  # fmt: skip


class Head(NamedTuple):
    """What stands before a row's bytes. time: as wide as its column; offset: of the first byte in its stream.

    first: the row begins a line, so the time and the direction are told.
    """

    time: str
    direction: Direction
    offset: int
    first: bool


def text_lines(head: Head, pieces: list[Piece], width: int, inks: Inks) -> list[Strip]:
    """The row as text, wrapped so that all of it can be seen."""
    style = inks.text(head.direction)
    glyph = style + inks.glyph
    blank = [Segment(" " * (len(head.time) + _ARROW), inks.time)]
    lines = []
    for index, line in enumerate(wrapped(pieces, _text_width(head, width))):
        margin = blank if index else _margin(head, inks)
        lines.append(_whole([*margin, *_inked(line, style, glyph)], width, inks))
    return lines


def text_cells(head: Head, pieces: list[Piece], width: int) -> list[list[Cell]]:
    """The cells of each of its lines."""
    offset, lines = head.offset, []
    for line in wrapped(pieces, _text_width(head, width)):
        lines.append(list(cells_of(line, len(head.time) + _ARROW, offset)))
        offset += sum(piece.size for piece in line)
    return lines


def _text_width(head: Head, width: int) -> int:
    return max(_WIDEST, width - len(head.time) - _ARROW)


def _margin(head: Head, inks: Inks) -> list[Segment]:
    if not head.first:
        return [Segment(f"{'':>{len(head.time)}} {_GOES_ON} ", inks.time)]
    return [Segment(f"{head.time} ", inks.time), Segment(f"{_ARROWS[head.direction]} ", inks.arrow(head.direction))]


def _inked(line: list[Piece], style: Style, glyph: Style) -> Iterator[Segment]:
    """The line as few segments: neighbours of one kind together."""
    run: list[str] = []
    for index, piece in enumerate(line):
        run.append(piece.text)
        if index + 1 == len(line) or line[index + 1].glyph != piece.glyph:
            yield Segment("".join(run), glyph if piece.glyph else style)
            run = []


def hex_lines(head: Head, data: bytes, width: int, inks: Inks, hidden: frozenset[int] = NONE_HIDDEN) -> list[Strip]:
    """At most 16 bytes as their offset, their values and their glyphs, one cell a byte.

    Where the time has no room beside them, it stands above the stretch that they begin. hidden: the places in `data` of
    bytes that are not to be shown.
    """
    per_line = _per_line(width)
    style = inks.text(head.direction)
    lines = [_whole([Segment(head.time, inks.time)], width, inks)] if _time_above(head, width) else []
    for start in range(0, len(data), per_line):
        part = data[start : start + per_line]
        arrow = Segment(f"{_ARROWS[head.direction]} ", inks.arrow(head.direction))
        dots = frozenset(at - start for at in hidden) if hidden else hidden
        line = [arrow, Segment(f"{head.offset + start:08x}  ", inks.time)]
        if _has_time(head, width):
            line.insert(0, Segment(f"{'' if start else head.time:>{len(head.time)}} ", inks.time))
        for text, glyph in itertools.chain(_values(part, per_line, dots), _byte_column(part, dots)):
            line.append(Segment(text, style + inks.glyph if glyph else style))
        lines.append(_whole(line, width, inks))
    return lines


def hex_cells(head: Head, size: int, width: int) -> list[list[Cell]]:
    """The cells of each of the lines: of every byte its value's, then of every byte its glyph's; none of a time's."""
    per_line = _per_line(width)
    x = (len(head.time) + 1 if _has_time(head, width) else 0) + len("→ ") + _HEX_OFFSET
    glyphs = x + _hex_width(per_line)
    lines: list[list[Cell]] = [[]] if _time_above(head, width) else []
    for start in range(0, size, per_line):
        offsets = range(head.offset + start, head.offset + min(start + per_line, size))
        values = [Cell(x + 3 * i + i // _HEX_GAP, 2, offset, offset + 1) for i, offset in enumerate(offsets)]
        lines.append(values + [Cell(glyphs + i, 1, offset, offset + 1) for i, offset in enumerate(offsets)])
    return lines


def _per_line(width: int) -> int:
    return 16 if width >= _HEX else 8


def _has_time(head: Head, width: int) -> bool:
    return width >= _HEX + len(head.time) + 1


def _time_above(head: Head, width: int) -> bool:
    return head.first and not _has_time(head, width)


def _hex_width(per_line: int) -> int:
    return per_line * 3 + per_line // _HEX_GAP - 1


def event_lines(time: str, sentence: str, tone: Tone, width: int, inks: Inks) -> list[Strip]:
    """A sentence about the connection, set off by a dash, wrapped under itself at spaces."""
    style = inks.tones[tone]
    margin = len(time) + _ARROW + 1
    first = [Segment(f"{time} ", inks.time), Segment("── ", style)]
    rest = [Segment(" " * margin, inks.time)]
    words = folded_at_spaces(visible_text(sentence), max(_WIDEST, width - margin))
    return [
        _whole([*(rest if index else first), Segment(line, style)], width, inks) for index, line in enumerate(words)
    ]


def _whole(line: list[Segment], width: int, inks: Inks) -> Strip:
    """A strip of this width. It is told its width, for measuring costs more than all else here."""
    used = sum(cell_len(segment.text) for segment in line)
    if used > width:
        return Strip(line, used).crop(0, width)
    return Strip([*line, Segment(" " * (width - used), inks.base)], width)


def folded_at_spaces(text: str, width: int) -> list[str]:
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
            head = _fitting(word, width)
            lines[-1] = head
            lines.append("")
            word = word[len(head) :]
        lines[-1] = word
    return lines


def _fitting(text: str, room: int) -> str:
    """As much of the text's beginning as fits into `room` cells."""
    cells = 0
    for index, character in enumerate(text):
        cells += cell_len(character)
        if cells > room:
            return text[:index]
    return text


def _hex(data: bytes, per_line: int) -> str:
    """The bytes' values in groups of eight, padded to the width of a full line, with a space after."""
    groups = [data[start : start + _HEX_GAP].hex(" ") for start in range(0, len(data), _HEX_GAP)]
    return f"{'  '.join(groups):<{_hex_width(per_line) - 1}} "


def _values(data: bytes, per_line: int, dots: frozenset[int]) -> Iterator[tuple[str, bool]]:
    """The bytes' values, each stretch with whether it is glyphs: dots for what is hidden."""
    text = _hex(data, per_line)
    if not dots:
        yield text, False
        return
    cells = list(text)
    for at in dots & frozenset(range(len(data))):
        x = 3 * at + at // _HEX_GAP
        cells[x : x + 2] = VEIL, VEIL
    for glyph, run in itertools.groupby(cells, VEIL.__eq__):
        yield "".join(run), glyph


def _byte_column(data: bytes, dots: frozenset[int]) -> Iterator[tuple[str, bool]]:
    """One cell a byte: printable ASCII as it is, controls as their pictures, the upper half as a dot."""
    if not dots:
        return map(byte_glyph, data)
    return ((VEIL, True) if at in dots else byte_glyph(byte) for at, byte in enumerate(data))


def byte_glyph(byte: int) -> tuple[str, bool]:
    """A byte in one cell, and whether that is a glyph: a control's picture, or a dot for the upper half."""
    if 0x20 <= byte < 0x7F:
        return chr(byte), False
    return ("·" if byte > 0x7F else visible(bytes((byte,)))), True


def marked(strip: Strip, spans: list[tuple[int, int, Style]]) -> Strip:
    """The strip with styles laid over spans of its cells, each a first cell and the one after its last."""
    cuts = sorted({0, strip.cell_length, *(x for begin, end, _ in spans for x in (begin, end))})
    pieces: list[Segment] = []
    for begin, end in itertools.pairwise(cuts):
        over = [style for first, last, style in spans if first <= begin and end <= last]
        for text, own, _ in strip.crop(begin, end):
            pieces.append(Segment(text, Style.combine([own or Style.null(), *over])))
    return Strip(pieces, strip.cell_length)
