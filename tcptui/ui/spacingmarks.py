"""Marks that take a cell of their own, as the vowel signs of Devanagari, Tamil or Khmer do.

Rich counts them as nothing, while xterm, VTE, tmux and the C library draw each one cell wide: a line with one would be
longer on the screen than we think, and push what stands beside it out of its place. Where a terminal does draw them
narrower (kitty), the line is only shorter than it might be.
"""

from __future__ import annotations

import unicodedata

from rich import cells

_counted = False


def width(text: str) -> int:
    """The cells that one character takes with the marks that sit on it."""
    if len(text) > 1 and not _counted and any(unicodedata.category(mark) == "Mc" for mark in text[1:]):
        _count_them()
    return cells.cell_len(text)


def _count_them() -> None:
    """Give each of them one cell, for Rich and so for Textual: the first time that one is met, for it takes 2 ms."""
    global _counted
    _counted = True
    try:
        from rich._unicode_data import load
    except ImportError:  # a version of Rich that keeps its widths elsewhere: its own counts stand
        return
    widths = load("auto").widths
    if not isinstance(widths, list):
        return
    kept: list[tuple[int, int, int]] = []
    for first, last, cell in widths:
        kept += [(first, last, cell)] if cell else _without_marks(first, last)
    widths[:] = kept
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


def _without_marks(first: int, last: int) -> list[tuple[int, int, int]]:
    """A range of characters without width, less the marks that have one."""
    ranges: list[tuple[int, int, int]] = []
    for code in range(first, last + 1):
        if unicodedata.category(chr(code)) == "Mc":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code, 0)
        else:
            ranges.append((code, code, 0))
    return ranges
