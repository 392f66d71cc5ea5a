"""Values that differ as lines of a given width: what differs in them stands out, what is too long is left out."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len

from tcptui.ui.widgets.board import Piece

ROWS: Final = 4
"""Lines that a value has at most."""

_BEFORE: Final = 16
"""Characters that are shown before the first that differs, where not all of a value has room."""


def differing(left: str, right: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where each text is not as the other: its first character that differs, and the one after its last."""
    shorter = min(len(left), len(right))
    begin = next((at for at in range(shorter) if left[at] != right[at]), shorter)
    same = next((at for at in range(shorter - begin) if left[-1 - at] != right[-1 - at]), shorter - begin)
    return (begin, len(left) - same), (begin, len(right) - same)


def lines_of(text: str, span: tuple[int, int], room: int, tone: str, *, rows: int = ROWS) -> list[list[Piece]]:
    """A text in lines of `room` cells, `span` of it in bold; only around what differs where that is not all."""
    begin, end = span
    if cell_len(text) > room * rows and begin > _BEFORE:
        dropped = begin - _BEFORE
        text, begin, end = f"…{text[dropped:]}", _BEFORE + 1, end - dropped + 1
    lines: list[list[Piece]] = []
    at = 0
    while at < len(text) and len(lines) < rows:
        taken = fitting(text[at:], room)
        stop = at + max(1, len(taken))
        if len(lines) == rows - 1 and stop < len(text):
            stop = at + max(1, len(fitting(text[at:], room - 1)))
            lines.append([*_inked(text, at, stop, begin, end, tone), ("…", "muted")])
        else:
            lines.append(_inked(text, at, stop, begin, end, tone))
        at = stop
    return lines or [[]]


def fitting(text: str, room: int) -> str:
    """As much of the text's beginning as has room in so many cells."""
    if text[:room].isascii():
        return text[:room]
    cells = 0
    for at, character in enumerate(text):
        cells += cell_len(character)
        if cells > room:
            return text[:at]
    return text


def _inked(text: str, at: int, stop: int, begin: int, end: int, tone: str) -> list[Piece]:
    """The piece from `at` to `stop`; what lies in begin..end is bold."""
    first, last = min(max(begin, at), stop), min(max(end, at), stop)
    cuts = ((at, first, tone), (first, last, f"bold {tone}"), (last, stop, tone))
    return [(text[a:b], style) for a, b, style in cuts if a < b]
