"""The lines of a form, and how each is drawn: a label, a value that can be edited, and what the mouse can do to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from rich.cells import cell_len, set_cell_size

from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import visible_text
from tcptui.ui.fitting import cut, filled
from tcptui.ui.widgets.board import Piece, Pieces

RowKind = Literal["field", "header", "action"]

_LABEL_MOST = 17
_CURSOR = "reverse "


class Knob(NamedTuple):
    """Something at a line's end that a click does. act: `turn`, `choose`, `remove`, `up` or `down`."""

    text: str
    tone: str
    act: str


TURNS = (Knob("◂", "event", "before"), Knob("▸", "event", "after"))
"""Beside a value of which there are only so many: to the one before, to the one after."""


@frozen
class Row:
    """One line.

    id: what it is for, unique in the form; value: as it stands; kind: a field of the form, a header (label and value
    in one text), or something that Enter does; knobs: shown always; own: shown while the keys are on the line;
    tone: of the value; problem: it can't be used; secret: a mark stands for each character.
    """

    id: str
    label: str
    value: str
    kind: RowKind = "field"
    knobs: tuple[Knob, ...] = ()
    own: tuple[Knob, ...] = ()
    tone: str = ""
    choices: tuple[str, ...] = ()
    only_choices: bool = False
    problem: bool = False
    secret: bool = False

    def drawn(self, text: str) -> str:
        """The value as it is to be seen. text: of it, as it is being edited."""
        return "•" * len(text) if self.secret else text


def label_width(rows: tuple[Row, ...], width: int) -> int:
    """Cells of the column of labels."""
    widest = max((cell_len(row.label) for row in rows if row.kind == "field"), default=0)
    return min(widest, _LABEL_MOST, width // 2)


class Line(NamedTuple):
    """A line laid out. pieces: with their tones; value_at: the cell where the value begins, of which so many characters
    are `skipped`; knobs: from which cell on."""

    pieces: Pieces
    value_at: int
    skipped: int
    knobs: tuple[tuple[int, Knob], ...]


def laid_out(
    row: Row, labels: int, width: int, text: str, cursor: int | None, *, here: bool, selected: bool = False
) -> Line:
    """A line in so many cells.

    text: of the value; cursor: in it, None for none; here: the line has the keys; selected: the whole value is.
    """
    knobs = (*row.own, *row.knobs) if here else row.knobs
    label = _label(row, labels, here=here)
    value_at = sum(cell_len(piece[0]) for piece in label)
    room = max(1, width - value_at - sum(cell_len(knob.text) + 1 for knob in knobs))
    skipped = _skipped(text, cursor, room)
    value = [(visible_text(text[skipped:]), _CURSOR)] if selected else _value(row, text[skipped:], skipped, cursor)
    pieces = [*label, *_fitted(value, room)]
    placed, x = [], value_at + room
    for knob in knobs:
        pieces.append((f" {knob.text}", knob.tone))
        placed.append((x + 1, knob))
        x += cell_len(knob.text) + 1
    return Line(tuple(pieces), value_at, skipped, tuple(placed))


def index_at(line: Line, text: str, x: int) -> int:
    """The character of the value that stands at a cell of the line; behind the last one, its end."""
    x -= line.value_at
    for index in range(line.skipped, len(text)):
        x -= cell_len(visible_text(text[index]))
        if x < 0:
            return index
    return len(text)


def _skipped(text: str, cursor: int | None, room: int) -> int:
    """Characters left out at the front, so that the cursor is in the room."""
    skipped = 0
    while cursor is not None and skipped < cursor and cell_len(visible_text(text[skipped : cursor + 1])) >= room:
        skipped += 1
    return skipped


def _label(row: Row, labels: int, *, here: bool) -> list[Piece]:
    pointer = (("✕ ", "bold failure") if row.problem else ("› ", "bold event")) if here or row.problem else ("  ", "")
    if row.kind != "field":
        return [pointer]
    return [pointer, (f"{set_cell_size(cut(row.label, labels), labels)}  ", "muted")]


def _value(row: Row, text: str, skipped: int, cursor: int | None) -> Iterator[Piece]:
    """The value; of a header, its name in the colour of the header's bytes; the cursor on a cell of its own."""
    runs = [(text, "bold event" if row.kind == "action" else row.tone)]
    if row.kind == "header" and not skipped and ":" in text:
        name, colon, rest = text.partition(":")
        runs = [(name, "out"), (colon, "muted"), (rest, row.tone)]
    at = -1 if cursor is None else cursor - skipped
    for run, tone in runs:
        if 0 <= at < len(run):
            before, under, behind = map(visible_text, (run[:at], run[at], run[at + 1 :]))
            yield from ((before, tone), (under, _CURSOR), (behind, tone))
        else:
            yield visible_text(run), tone
        at -= len(run)
    if at == 0 and cursor is not None:
        yield " ", _CURSOR


def _fitted(pieces: Iterable[Piece], room: int) -> Iterator[Piece]:
    """The pieces in exactly so many cells; what is cut says so."""
    for text, tone in pieces:
        if cell_len(text) > room:
            yield filled(text, room), tone
            room = 0
            break
        yield text, tone
        room -= cell_len(text)
    yield " " * room, ""
