"""Texts in a given room of cells."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def cut(text: str, room: int) -> str:
    """The text, or where it is wider than so many cells, its beginning with `…`."""
    return text if cell_len(text) <= room else f"{set_cell_size(text, max(0, room - 1)).rstrip()}…"[: max(0, room)]


def filled(text: str, room: int) -> str:
    """The text cut or padded to exactly so many cells."""
    return set_cell_size(cut(text, room), room)
