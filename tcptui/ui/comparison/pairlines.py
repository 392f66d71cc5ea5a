"""One line a pair of messages with both times, and what is to be said of it beside what differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact, size, span
from tcptui.requests.comparing import Difference, Pair, Utterance
from tcptui.ui.comparison.differing import differences
from tcptui.ui.comparison.lines import BAR, BEFORE, HEAD, INDENT, NOW, TONES, Layout, Line
from tcptui.ui.fitting import cut, filled
from tcptui.ui.widgets.board import Piece, Pieces

_ARROWS = {"in": "←", "out": "→"}
_TIME: Final = 10
_AFTER: Final = 10


def columns(of: Layout) -> Pieces:
    """The names of the columns."""
    names = f"{'at':>{_TIME}}{'answered':>{_AFTER}}"
    head = filled("    no.", HEAD)
    if of.wide:
        left = filled(f"{names}  {BEFORE} first line", of.half)
        return ((f"{head}{left}{BAR}{filled(f'{names}  {NOW} first line', of.half)}", "muted"),)
    at = f"{f'{BEFORE} at':>{_TIME}}{f'{NOW} at':>{_TIME}}"
    return ((filled(f"{head}{at}  first line", of.width), "muted"),)


def mark(pair: Pair) -> Piece:
    """What a pair comes to, as a sign: `=` the same, `≈` as far as it was compared, `~` differs where it may, `≠`
    differs, `−` and `+` for a message that only one side has."""
    if not pair.same:
        sign = NOW if pair.left is None else BEFORE if pair.right is None else "≠"
        return sign, "bold warning" if sign == "≠" else f"bold {TONES[sign]}"
    if pair.differences:
        return "~", "muted"
    return ("≈" if pair.in_part else "="), "muted"


def pair_line(pair: Pair, number: int, of: Layout, *, opened: bool) -> Line:
    """The pair's own line. number: its place in the conversation, from 1."""
    one = pair.left or pair.right
    assert one is not None, "a pair has a message"
    sign, tone = mark(pair)
    head: list[Piece] = [
        ("▾ " if opened else "▸ " if pair.differences or pair.in_part else "  ", "muted"),
        (f"{sign} ", tone),
        (f"{_ARROWS[one.direction]} ", f"bold {one.direction}"),
        (filled(f"{number:,}", HEAD - 6), ""),
    ]
    if of.wide:
        return Line((*head, *_side(pair.left, of.half, BEFORE), (BAR, "muted"), *_side(pair.right, of.half, NOW)))
    both = f"{_at(pair.left):>{_TIME}}{_at(pair.right):>{_TIME}}"
    text = cut(_first_line(one), of.width - HEAD - 2 * _TIME - 2)
    return Line((*head, (both, "muted"), (f"  {text}", _plain(one))))


def _side(one: Utterance | None, room: int, sign: str) -> Iterator[Piece]:
    """One side's times and first line, or that it has no such message."""
    if one is None:
        yield filled(f"{'':>{_TIME + _AFTER}}  no such message", room), TONES[sign]
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
        text = visible_text(one.text.encode("latin-1").decode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        text = visible_text(one.text)
    return text or size(one.size)


def _inside(pair: Pair, of: Layout) -> Iterator[Line]:
    """What is to be said of a pair beside what differs."""
    cut_short = [one for one in (pair.left, pair.right) if one is not None and not one.whole]
    if cut_short:
        compared = size(min(len(one.data) for one in cut_short))
        yield _note(f"only the first {compared} of it are compared", "warning")
    if pair.more:
        yield _note(f"only the first {exact(len(pair.differences), 'difference')} of more are told", "warning")
    if not of.wide and pair.left is not None and pair.right is not None:
        afters = [span(one.after) for one in (pair.left, pair.right) if one.after is not None]
        if len(afters) == 2:
            yield _note(f"answered after {BEFORE} {afters[0]}, {NOW} {afters[1]}", "muted")


def _note(text: str, tone: str) -> Line:
    return Line(((" " * INDENT + text, tone),))


def inside(pair: Pair, of: Layout) -> list[Line]:
    """The lines below an open pair."""
    return [*_inside(pair, of), *differences(pair.differences, of)]


# What happened --------------------------------------------------------------------------------------------------------


def events_line(found: tuple[Difference, ...], *, opened: bool) -> Line:
    """The last line: whether the same happened to both connections."""
    count = sum(not one.ignored for one in found)
    sign, tone = ("≠", "bold warning") if count else ("~" if found else "=", "muted")
    told = f"what happened to the connections: {exact(count, 'difference')}" if count else _the_same(found)
    return Line((("▾ " if opened else "▸ " if found else "  ", "muted"), (f"{sign} ", tone), (told, "")))


def _the_same(found: tuple[Difference, ...]) -> str:
    return "what happened to the connections is the same" + (", but for what may differ" if found else "")
