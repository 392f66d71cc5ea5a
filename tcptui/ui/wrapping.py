"""Pieces of text laid into lines of cells, and which bytes stand in which cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tcptui.protocol.glyphs import Piece
from tcptui.ui.spacingmarks import width as cells_wide


class Cell(NamedTuple):
    """Some cells of a line, and the bytes that they show. x: the first one; begin, end: stream offsets."""

    x: int
    width: int
    begin: int
    end: int


def wrapped(pieces: list[Piece], width: int) -> Iterator[list[Piece]]:
    """Lines of at most `width` cells, at least one. No character is split; a longer glyph is, after its first cells."""
    line: list[Piece] = []
    room = width
    for piece in pieces:
        if piece.single and (cells := cells_wide(piece.text)) <= room:
            line.append(piece)
            room -= cells
            continue
        rest: Piece | None = piece
        while rest is not None:
            head, rest, cells = _fitting(rest, room, whole=bool(line))
            if head is not None:
                line.append(head)
                room -= cells
            if rest is not None:
                yield line
                line, room = [], width
    yield line


def _fitting(piece: Piece, room: int, *, whole: bool) -> tuple[Piece | None, Piece | None, int]:
    """What of a piece fits into `room` cells, what is left of it, and the cells taken. whole: glyphs are not split."""
    text, glyph, size, single = piece
    if not single:
        if size <= room:
            return piece, None, size
        head = Piece(text[:room], glyph, room, False) if room else None
        return head, Piece(text[room:], glyph, size - room, False), room
    cells = cells_wide(text)
    if cells <= room:
        return piece, None, cells
    if whole:
        return None, piece, 0
    if not glyph:
        return piece, None, cells
    return Piece(text[:room], glyph, size, True), Piece(text[room:], glyph, 0, True), room


def cells_of(line: list[Piece], x: int, offset: int) -> Iterator[Cell]:
    """The cells of a line that begins at cell x with byte `offset`."""
    for text, _, size, single in line:
        if single:
            width = cells_wide(text)
            yield Cell(x, width, offset, offset + size)
            x += width
        else:
            yield from (Cell(x + i, 1, offset + i, offset + i + 1) for i in range(size))
            x += size
        offset += size
