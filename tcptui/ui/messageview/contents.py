"""A message's bytes or its text as lines of a given width: to be read, or as they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from tcptui.journal.index import Stretches
from tcptui.protocol.glyphs import Piece, visible
from tcptui.ui.veiled import VEIL, veiled_bytes
from tcptui.ui.veiledtext import marked_pieces, marked_text
from tcptui.ui.widgets.board import Piece as Inked
from tcptui.ui.widgets.board import Pieces
from tcptui.ui.wrapping import wrapped

MARGIN: Final = 4
"""Cells before what belongs to a message."""

INDENT: Final = " " * MARGIN

NOTHING: Final[Stretches] = []
"""Nothing is hidden."""

_TAB = 4
_NARROWEST = 8
_HEX_LINE = 16
_HEX_HALF = 8
_HEX_WIDTH = 8 + 3 * _HEX_LINE + 2 + _HEX_LINE
"""Cells of an offset, 16 bytes in hex, and their characters; with less room a line has eight bytes."""


def readable_lines(text: str, width: int) -> Iterator[Pieces]:
    """Text for reading: a line is a line, tabs are spaces; what could act on the terminal is a glyph."""
    for line in text.split("\n"):
        for part in folded(line.removesuffix("\r").expandtabs(_TAB), width - MARGIN):
            yield ((INDENT, ""), *part)


def text_lines(data: bytes, encoding: str, width: int, hidden: Stretches = NOTHING) -> Iterator[Pieces]:
    """The bytes as text, each of them there: line ends and all that can't be read are glyphs. hidden: places in data
    of bytes that are not shown."""
    *lines, last = marked_text(data, encoding, hidden).split("\n")
    for line in lines:
        yield from (((INDENT, ""), *part) for part in folded(f"{line}\n", width - MARGIN))
    if last:
        yield from (((INDENT, ""), *part) for part in folded(last, width - MARGIN))


def folded(text: str, room: int) -> Iterator[Pieces]:
    """A text in lines of so many cells, at least one, safe to be drawn; glyphs are muted, as are dots for `HIDDEN`."""
    room = max(_NARROWEST, room)
    if text.isascii() and text.isprintable():
        yield from (((text[at : at + room], ""),) for at in range(0, max(1, len(text)), room))
    else:
        yield from (tuple(_joined(row)) for row in wrapped(list(marked_pieces(text)), room))


def _joined(row: list[Piece]) -> Iterator[tuple[str, str]]:
    """Neighbours of one kind together."""
    run: list[str] = []
    for index, piece in enumerate(row):
        run.append(piece.text)
        if index + 1 == len(row) or row[index + 1].glyph != piece.glyph:
            yield "".join(run), "muted" if piece.glyph else ""
            run = []


def hex_lines(data: bytes, width: int, hidden: Stretches = NOTHING) -> Iterator[Pieces]:
    """Offsets in the message, values, and characters. hidden: as for `text_lines`."""
    per_line = _HEX_LINE if width >= _HEX_WIDTH + MARGIN else _HEX_HALF
    room = 3 * per_line + per_line // _HEX_HALF - 1
    dots = veiled_bytes(data, 0, hidden)
    for start in range(0, len(data), per_line):
        part = data[start : start + per_line]
        here = frozenset(at for at in range(len(part)) if start + at in dots) if dots else dots
        halves = (part[:_HEX_HALF], part[_HEX_HALF:])
        values = "  ".join(half.hex(" ") for half in halves if half)
        shown = "".join(VEIL if at in here else _glyph(byte) for at, byte in enumerate(part))
        yield ((f"{INDENT}{start:06x}  ", "muted"), *_inked(f"{values:<{room}} ", here), (shown, "muted"))


def _inked(values: str, dots: frozenset[int]) -> Iterator[Inked]:
    """Values of hex, with muted dots for some of them."""
    if not dots:
        yield values, ""
        return
    cells = list(values)
    for at in dots:
        x = 3 * at + at // _HEX_HALF
        cells[x : x + 2] = VEIL, VEIL
    for hidden, run in groupby(cells, VEIL.__eq__):
        yield "".join(run), "muted" if hidden else ""


def _glyph(byte: int) -> str:
    if 0x20 <= byte < 0x7F:
        return chr(byte)
    return "·" if byte > 0x7F else visible(bytes((byte,)))
