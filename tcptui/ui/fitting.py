"""Texts in a given room of cells."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

_TO_A_CELL = 8
"""Characters that are looked at for each cell: a letter may have signs above and below it, which take none."""


def cut(text: str, room: int) -> str:
    """The text, or where it is wider than so many cells, its beginning with `…`."""
    near = text[: max(0, room) * _TO_A_CELL + 1]  # what a peer or a file says may be a million letters long
    if near == text and cell_len(text) <= room:
        return text
    return f"{set_cell_size(near, max(0, room - 1)).rstrip()}…"[: max(0, room)]


def filled(text: str, room: int) -> str:
    """The text cut or padded to exactly so many cells."""
    return set_cell_size(cut(text, room), room)
