"""What differs as lines: both sides beside each other, or one above the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len

from tcptui.protocol.glyphs import visible_text
from tcptui.requests.comparing import Difference
from tcptui.ui.comparison.lines import BAR, BEFORE, HEAD, INDENT, NOW, TONES, Layout, Line
from tcptui.ui.comparison.values import differing, lines_of
from tcptui.ui.fitting import filled
from tcptui.ui.widgets.board import Piece

_LABEL: Final = 24


def differences(found: tuple[Difference, ...], of: Layout) -> list[Line]:
    """Their lines: first those that may not be, then those that may."""
    ordered = sorted(found, key=lambda one: bool(one.ignored))
    return [line for one in ordered for line in difference(one, of)]


def difference(one: Difference, of: Layout) -> Iterator[Line]:
    """What is there on the left, and what on the right: beside each other, or one above the other."""
    left, right = (None if value is None else visible_text(value) for value in (one.left, one.right))
    spans = differing(left, right) if left is not None and right is not None else ((0, 0), (0, 0))
    label = ("~ " if one.ignored else "") + visible_text(one.words)
    if of.wide:
        yield from _beside(one, label, left, right, spans, of)
        return
    room = of.width - INDENT - _LABEL - 2
    blank = " " * (INDENT + _LABEL)
    fits = cell_len(label) < _LABEL
    if not fits:
        yield Line((_label(label, of.width - INDENT),), one)
    first = _label(label, _LABEL) if fits else (blank, "")
    for sign, value, span_ in ((BEFORE, left, spans[0]), (NOW, right, spans[1])):
        for row, pieces in enumerate(_value(one, value, span_, room, sign)):
            yield Line((first, (f"{sign} " if not row else "  ", _tone(one, sign)), *pieces), one)
            first = (blank, "")


_Spans = tuple[tuple[int, int], tuple[int, int]]


def _beside(
    one: Difference, label: str, left: str | None, right: str | None, spans: _Spans, of: Layout
) -> Iterator[Line]:
    """Both in one line where they have room behind the label, else below it."""
    before = of.half + HEAD
    room, other = before - INDENT - _LABEL - 2, of.half - 2
    first = _label(label, _LABEL)
    if cell_len(label) >= _LABEL or cell_len(left or "") > room or cell_len(right or "") > other:
        yield Line((_label(label, before - INDENT), (BAR, "muted")), one)
        room, first = before - INDENT - 4, (" " * (INDENT + 2), "")
    lefts = _value(one, left, spans[0], room, BEFORE)
    rights = _value(one, right, spans[1], other, NOW)
    nothing: list[Piece] = []
    for row, (a, b) in enumerate(zip_longest(lefts, rights, fillvalue=nothing)):
        sign = (f"{BEFORE} ", f"{NOW} ") if not row else ("  ", "  ")
        gap = " " * (before - cell_len(first[0]) - 2 - sum(cell_len(text) for text, _ in a))
        yield Line(
            (first, (sign[0], _tone(one, BEFORE)), *a, (f"{gap}{BAR}", "muted"), (sign[1], _tone(one, NOW)), *b), one
        )
        first = (" " * cell_len(first[0]), "")


def _label(label: str, room: int) -> Piece:
    return f"{'':>{INDENT}}{filled(label, room)}", "muted" if label.startswith("~") else "event"


def _tone(one: Difference, sign: str) -> str:
    return "muted" if one.ignored else f"bold {TONES[sign]}"


def _value(one: Difference, value: str | None, span_: tuple[int, int], room: int, sign: str) -> list[list[Piece]]:
    if value is None:
        return [[("not there", "muted")]]
    if not value:
        return [[("(empty)", "muted")]]
    return lines_of(value, span_, room, "muted" if one.ignored else TONES[sign])
