"""Bytes that are secrets, in what is drawn: a dot stands for each of them, and no byte moves for it. Pure.

The dot is not the byte's: what is searched, selected, copied and saved stays what was sent. CR and LF, which are no
secret, are shown as ever.
"""

from __future__ import annotations

from typing import Final

from tcptui.protocol.glyphs import Piece

VEIL: Final = "•"
"""Stands for a byte that is not shown."""

_LINE_END: Final = ("␍", "␊")
_CR_LF: Final = b"\r\n"

Stretches = list[tuple[int, int]]
"""Stretches of a stream that are secrets: the offsets of a first byte and of the one behind the last, rising."""


def veiled(pieces: list[Piece], offset: int, hidden: Stretches) -> list[Piece]:
    """The pieces of a text that begins at `offset` of its stream, without what is hidden of it.

    A character of which some bytes are hidden is hidden whole, with a dot for each of its bytes.
    """
    shown: list[Piece] = []
    for piece in pieces:
        end = offset + piece.size
        within = [
            (max(start, offset) - offset, min(stop, end) - offset)
            for start, stop in hidden
            if _meet(start, stop, offset, end)
        ]
        if not within or piece.text in _LINE_END:
            shown.append(piece)
        elif piece.single:
            shown.append(Piece(VEIL * piece.size, True, piece.size, False))
        else:
            shown += _cut(piece, within)
        offset = end
    return shown


def _meet(start: int, stop: int, offset: int, end: int) -> bool:
    return start < end and stop > offset


def _cut(piece: Piece, within: Stretches) -> list[Piece]:
    """A piece with a cell for each byte, cut at the ends of what is hidden of it."""
    found: list[Piece] = []
    at = 0
    for start, stop in within:
        if at < start:
            found.append(Piece(piece.text[at:start], piece.glyph, start - at, False))
        found.append(Piece(VEIL * (stop - start), True, stop - start, False))
        at = stop
    if at < piece.size:
        found.append(Piece(piece.text[at:], piece.glyph, piece.size - at, False))
    return found


def veiled_bytes(data: bytes, offset: int, hidden: Stretches) -> frozenset[int]:
    """Which bytes of `data`, which begins at `offset` of its stream, are hidden, counted from its first."""
    places = {at for start, stop in hidden for at in range(max(0, start - offset), min(len(data), stop - offset))}
    return frozenset(at for at in places if data[at] not in _CR_LF)
