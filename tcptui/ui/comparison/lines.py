"""The lines of a comparison: one a pair of messages with both times, and below it, where it is open, what differs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len

from tcptui.protocol.frozen import frozen
from tcptui.protocol.units import exact, size, span
from tcptui.requests.comparing import Difference, Pair, Utterance
from tcptui.ui.comparison.values import differing, lines_of, safe
from tcptui.ui.fitting import cut, filled
from tcptui.ui.widgets.board import Piece, Pieces

WIDE: Final = 96
"""Cells from which on both sides stand beside each other, not one above the other."""

BEFORE, NOW = "−", "+"
"""The signs of the left side and of the right one."""

_TONES = {BEFORE: "failure", NOW: "good"}
_ARROWS = {"in": "←", "out": "→"}
_HEAD: Final = 12
_TIME, _AFTER = 10, 10
_INDENT, _LABEL = 4, 24
_BAR = " │ "


@frozen
class Line:
    """One line. difference: the one that it is about, None for none."""

    pieces: Pieces
    difference: Difference | None = None


@frozen
class Layout:
    """Where things stand in lines of so many cells."""

    width: int

    @property
    def wide(self) -> bool:
        """Whether both sides stand beside each other."""
        return self.width >= WIDE

    @property
    def half(self) -> int:
        """Cells of a side of a pair, where they stand beside each other."""
        return (self.width - _HEAD - len(_BAR)) // 2

    @property
    def times(self) -> int:
        """Cells of a side's times."""
        return _TIME + _AFTER


def columns(of: Layout) -> Pieces:
    """The names of the columns."""
    names = f"{'at':>{_TIME}}{'answered':>{_AFTER}}"
    head = filled("    no.", _HEAD)
    if of.wide:
        left = filled(f"{names}  {BEFORE} first line", of.half)
        return ((f"{head}{left}{_BAR}{filled(f'{names}  {NOW} first line', of.half)}", "muted"),)
    at = f"{f'{BEFORE} at':>{_TIME}}{f'{NOW} at':>{_TIME}}"
    return ((filled(f"{head}{at}  first line", of.width), "muted"),)


# A pair ---------------------------------------------------------------------------------------------------------------


def mark(pair: Pair) -> Piece:
    """What a pair comes to, as a sign: `=` the same, `≈` as far as it was compared, `~` differs where it may, `≠`
    differs, `−` and `+` for a message that only one side has."""
    if not pair.same:
        sign = NOW if pair.left is None else BEFORE if pair.right is None else "≠"
        return sign, "bold warning" if sign == "≠" else f"bold {_TONES[sign]}"
    if pair.differences:
        return "~", "muted"
    partial = any(one is not None and not one.whole for one in (pair.left, pair.right))
    return ("≈" if partial else "="), "muted"


def pair_line(pair: Pair, number: int, of: Layout, *, opened: bool) -> Line:
    """The pair's own line. number: its place in the conversation, from 1."""
    one = pair.left or pair.right
    assert one is not None, "a pair has a message"
    sign, tone = mark(pair)
    head: list[Piece] = [
        ("▾ " if opened else "▸ " if pair.differences else "  ", "muted"),
        (f"{sign} ", tone),
        (f"{_ARROWS[one.direction]} ", f"bold {one.direction}"),
        (filled(f"{number:,}", _HEAD - 6), ""),
    ]
    if of.wide:
        return Line((*head, *_side(pair.left, of.half, BEFORE), (_BAR, "muted"), *_side(pair.right, of.half, NOW)))
    both = f"{_at(pair.left):>{_TIME}}{_at(pair.right):>{_TIME}}"
    text = cut(_first_line(one), of.width - _HEAD - 2 * _TIME - 2)
    return Line((*head, (both, "muted"), (f"  {text}", _plain(one))))


def _side(one: Utterance | None, room: int, sign: str) -> Iterator[Piece]:
    """One side's times and first line, or that it has no such message."""
    if one is None:
        yield filled(f"{'':>{_TIME + _AFTER}}  no such message", room), _TONES[sign]
        return
    after = span(one.after) if one.after is not None else ""
    yield f"{_at(one):>{_TIME}}", "muted"
    yield f"{after:>{_AFTER}}  ", "event"
    yield filled(_first_line(one), room - _TIME - _AFTER - 2), _plain(one)


def _at(one: Utterance | None) -> str:
    return "" if one is None else span(max(0, one.t) / 1e9)


def _plain(one: Utterance) -> str:
    return "out" if one.direction == "out" else ""


def _first_line(one: Utterance) -> str:
    """Its first line made safe: its bytes were kept as latin-1."""
    try:
        text = safe(one.text.encode("latin-1").decode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        text = safe(one.text)
    return text or size(one.size)


def _inside(pair: Pair, of: Layout) -> Iterator[Line]:
    """What is to be said of a pair beside what differs."""
    cut_short = [one for one in (pair.left, pair.right) if one is not None and not one.whole]
    if cut_short:
        compared = size(min(len(one.data) for one in cut_short))
        yield _note(f"only the first {compared} of it are compared", "warning")
    if not of.wide and pair.left is not None and pair.right is not None:
        afters = [span(one.after) for one in (pair.left, pair.right) if one.after is not None]
        if len(afters) == 2:
            yield _note(f"answered after {BEFORE} {afters[0]}, {NOW} {afters[1]}", "muted")


def _note(text: str, tone: str) -> Line:
    return Line(((" " * _INDENT + text, tone),))


def inside(pair: Pair, of: Layout) -> list[Line]:
    """The lines below an open pair."""
    return [*_inside(pair, of), *differences(pair.differences, of)]


# What differs ---------------------------------------------------------------------------------------------------------


def differences(found: tuple[Difference, ...], of: Layout) -> list[Line]:
    """Their lines: first those that may not be, then those that may."""
    ordered = sorted(found, key=lambda one: bool(one.ignored))
    return [line for one in ordered for line in difference(one, of)]


def difference(one: Difference, of: Layout) -> Iterator[Line]:
    """What is there on the left, and what on the right: beside each other, or one above the other."""
    left, right = (None if value is None else safe(value) for value in (one.left, one.right))
    spans = differing(left, right) if left is not None and right is not None else ((0, 0), (0, 0))
    label = ("~ " if one.ignored else "") + safe(one.words)
    if of.wide:
        yield from _beside(one, label, left, right, spans, of)
        return
    room = of.width - _INDENT - _LABEL - 2
    blank = " " * (_INDENT + _LABEL)
    fits = cell_len(label) < _LABEL
    if not fits:
        yield Line((_label(label, of.width - _INDENT),), one)
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
    before = of.half + _HEAD
    room, other = before - _INDENT - _LABEL - 2, of.half - 2
    first = _label(label, _LABEL)
    if cell_len(label) >= _LABEL or cell_len(left or "") > room or cell_len(right or "") > other:
        yield Line((_label(label, before - _INDENT), (_BAR, "muted")), one)
        room, first = before - _INDENT - 4, (" " * (_INDENT + 2), "")
    lefts = _value(one, left, spans[0], room, BEFORE)
    rights = _value(one, right, spans[1], other, NOW)
    nothing: list[Piece] = []
    for row, (a, b) in enumerate(zip_longest(lefts, rights, fillvalue=nothing)):
        sign = (f"{BEFORE} ", f"{NOW} ") if not row else ("  ", "  ")
        gap = " " * (before - cell_len(first[0]) - 2 - sum(cell_len(text) for text, _ in a))
        yield Line(
            (first, (sign[0], _tone(one, BEFORE)), *a, (f"{gap}{_BAR}", "muted"), (sign[1], _tone(one, NOW)), *b), one
        )
        first = (" " * cell_len(first[0]), "")


def _label(label: str, room: int) -> Piece:
    return f"{'':>{_INDENT}}{filled(label, room)}", "muted" if label.startswith("~") else "event"


def _tone(one: Difference, sign: str) -> str:
    return "muted" if one.ignored else f"bold {_TONES[sign]}"


def _value(one: Difference, value: str | None, span_: tuple[int, int], room: int, sign: str) -> list[list[Piece]]:
    if value is None:
        return [[("not there", "muted")]]
    if not value:
        return [[("(empty)", "muted")]]
    return lines_of(value, span_, room, "muted" if one.ignored else _TONES[sign])


# What happened --------------------------------------------------------------------------------------------------------


def events_line(found: tuple[Difference, ...], *, opened: bool) -> Line:
    """The last line: whether the same happened to both connections."""
    count = sum(not one.ignored for one in found)
    sign, tone = ("≠", "bold warning") if count else ("~" if found else "=", "muted")
    told = f"what happened to the connections: {exact(count, 'difference')}" if count else _the_same(found)
    return Line((("▾ " if opened else "▸ " if found else "  ", "muted"), (f"{sign} ", tone), (told, "")))


def _the_same(found: tuple[Difference, ...]) -> str:
    return "what happened to the connections is the same" + (", but for what may differ" if found else "")
