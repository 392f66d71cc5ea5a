"""One line of a message's bytes: the part's name, a bar in its colour, the offset, the values, the glyphs, a note."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tcptui.protocol.framing.parts import PartKind
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import visible_text
from tcptui.ui.composer.dump import NOTE_GAP, Columns, Shown
from tcptui.ui.fitting import cut
from tcptui.ui.partinks import PART_TONES
from tcptui.ui.render import byte_glyph

_NOTE_LEAST = 12
"""Cells of room for which a note is worth its while."""

_CUT = "│"
"""Stands before a byte before which the message is cut."""


@frozen
class Dress:
    """The styles of a dump. kinds: of each kind of part; over bytes: cursor, span; dim: over what is out of date."""

    plain: Style
    muted: Style
    wrong: Style
    mark: Style
    cursor: Style
    span: Style
    dim: Style
    kinds: dict[PartKind, Style]

    @staticmethod
    def of(ink: Callable[[str], Style]) -> Dress:
        """ink: gives a tone's style by its name."""
        kinds = {kind: ink(tone) for kind, tone in PART_TONES.items()}
        return Dress(
            plain=ink(""),
            muted=ink("muted"),
            wrong=ink("bold failure"),
            mark=ink("bold failure"),
            cursor=Style(reverse=True, bold=True),
            span=Style(underline=True, bold=True),
            dim=Style(dim=True),
            kinds=kinds,
        )


@frozen
class Over:
    """What is laid over bytes, by their offsets. cursor: -1 for none; spans: what is highlighted; marks: the cuts."""

    cursor: int
    spans: tuple[tuple[int, int], ...]
    marks: frozenset[int]

    def within(self, begin: int, end: int) -> Over:
        """What of it lies over bytes begin..end."""
        return Over(
            self.cursor if begin <= self.cursor < end else -1,
            tuple((max(begin, first), min(end, last)) for first, last in self.spans if first < end and begin < last),
            frozenset(mark for mark in self.marks if begin <= mark < end),
        )

    def style(self, offset: int, dress: Dress) -> Style:
        """The style over one byte."""
        if offset == self.cursor:
            return dress.cursor
        return dress.span if any(begin <= offset < end for begin, end in self.spans) else Style.null()


def draw(shown: Shown, data: bytes, over: Over, columns: Columns, dress: Dress, width: int) -> Strip:
    """A line in so many cells. data: its bytes; over: what is laid over them."""
    part, style = shown.part, dress.kinds[shown.part.kind]
    ink = dress.wrong if part.wrong else style
    name = cut(visible_text(part.name), columns.name) if shown.first else ""
    line = [
        Segment(f"{name:>{columns.name}}", ink),
        Segment(("✕" if part.wrong else " ") + "▌" if shown.first else " ▏", ink),
        Segment(f" {shown.begin:0{columns.offset_digits}x} ", dress.muted),
        *_values(shown, data, columns, over, style, dress),
        *_glyphs(shown, data, over, style, dress),
    ]
    note, tone = _note(shown, dress)
    room = width - columns.text_at - len(data) - NOTE_GAP
    if note and room >= _NOTE_LEAST:
        line.append(Segment(" " * NOTE_GAP + cut(note, room), tone))
    return Strip(line).adjust_cell_length(width, dress.plain)


def _values(shown: Shown, data: bytes, columns: Columns, over: Over, style: Style, dress: Dress) -> Iterator[Segment]:
    """Each byte as two digits with a blank before it, or the sign of a cut; filled up to a full line."""
    x = columns.hex_at - 1
    for index, offset in enumerate(range(shown.begin, shown.end)):
        yield Segment(" " * (columns.value_at(index) - 1 - x), dress.plain)
        yield Segment(_CUT, dress.mark) if offset in over.marks else Segment(" ", dress.plain)
        yield Segment(f"{data[offset - shown.begin]:02x}", style + over.style(offset, dress))
        x = columns.value_at(index) + 2
    yield Segment(" " * (columns.text_at - x), dress.plain)


def _glyphs(shown: Shown, data: bytes, over: Over, style: Style, dress: Dress) -> Iterator[Segment]:
    """Each byte in one cell."""
    for offset in range(shown.begin, shown.end):
        text, glyph = byte_glyph(data[offset - shown.begin])
        yield Segment(text, (dress.muted if glyph else style) + over.style(offset, dress))


def _note(shown: Shown, dress: Dress) -> tuple[str, Style]:
    """What is wrong with the part, or what it says."""
    if not shown.first:
        return "", dress.muted
    if shown.part.wrong:
        return f"✕ {visible_text(shown.part.wrong)}", dress.wrong
    return visible_text(shown.part.value), dress.muted
