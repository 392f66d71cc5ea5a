"""Bytes that are secrets, in what is drawn: a dot stands for each of them, and no byte moves for it. Pure.

The dot is not the byte's: what is searched, selected, copied and saved stays what was sent. CR and LF, which are no
secret, are shown as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tcptui.journal.index import Stretches
from tcptui.protocol.glyphs import Piece

VEIL: Final = "•"
"""Stands for a byte that is not shown."""

_LINE_END: Final = ("␍", "␊")
_CR_LF: Final = b"\r\n"


def veiled(pieces: list[Piece], offset: int, hidden: Stretches) -> list[Piece]:
    """The pieces of a text that begins at `offset` of its stream, without what is hidden of it.

    A character of which some bytes are hidden is hidden whole, with a dot for each of its bytes.
    """
    shown: list[Piece] = []
    for piece in pieces:
        end = offset + piece.size
        inside = [(max(start, offset), min(stop, end)) for start, stop in hidden if start < end and stop > offset]
        if not inside or piece.text in _LINE_END:
            shown.append(piece)
        elif piece.single:
            shown.append(_dots(piece.size))
        else:
            shown += _cut(piece, offset, inside)
        offset = end
    return shown


def _cut(piece: Piece, offset: int, inside: Stretches) -> Iterator[Piece]:
    """A piece with a cell for each byte, cut at the ends of what is hidden of it."""
    at = offset
    for start, stop in inside:
        if at < start:
            yield Piece(piece.text[at - offset : start - offset], piece.glyph, start - at, False)
        yield _dots(stop - start)
        at = stop
    if at < offset + piece.size:
        yield Piece(piece.text[at - offset :], piece.glyph, offset + piece.size - at, False)


def _dots(count: int) -> Piece:
    return Piece(VEIL * count, True, count, False)


def veiled_bytes(data: bytes, offset: int, hidden: Stretches) -> frozenset[int]:
    """Which bytes of `data`, which begins at `offset` of its stream, are hidden, counted from its first."""
    places = {at for start, stop in hidden for at in range(max(0, start - offset), min(len(data), stop - offset))}
    return frozenset(at for at in places if data[at] not in _CR_LF)
