"""The lines of a form, and how each is drawn: a label, a value that can be edited, and what the mouse can do to it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rich.cells import cell_len, set_cell_size

from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import visible
from tcptui.ui.fitting import cut
from tcptui.ui.widgets.board import Piece

RowKind = Literal["field", "header", "action"]

_LABEL_MOST = 17
_POINTER = 2
"""Cells of the sign at the beginning of the line that has the keys."""


class Knob(NamedTuple):
    """Something at a line's end that a click does. act: `turn`, `choose`, `remove`, `up` or `down`."""

    text: str
    tone: str
    act: str


TURN = Knob("◂ ▸", "event", "turn")
"""Beside a value of which there are only so many."""


@frozen
class Row:
    """One line.

    id: what it is for, unique in the form; value: as it stands; kind: a field of the form, a header (label and value
    in one text), or something that Enter does; knobs: shown always; own: shown while the keys are on the line;
    tone: of the value; problem: it can't be used.
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


def label_width(rows: tuple[Row, ...], width: int) -> int:
    """Cells of the column of labels."""
    widest = max((cell_len(row.label) for row in rows if row.kind == "field"), default=0)
    return min(widest, _LABEL_MOST, width // 2)


class Line(NamedTuple):
    """A line laid out. pieces: with their tones; value_at, room: where the value stands; knobs: from which cell on."""

    pieces: tuple[Piece, ...]
    value_at: int
    room: int
    knobs: tuple[tuple[int, Knob], ...]


def laid_out(row: Row, labels: int, width: int, *, here: bool, text: str, skipped: int) -> Line:
    """A line in so many cells. text: of the value; skipped: characters of it that are left of the room."""
    knobs = (*row.own, *row.knobs) if here else row.knobs
    taken = sum(cell_len(knob.text) + 1 for knob in knobs)
    label = _label(row, labels, here=here)
    value_at = sum(cell_len(piece[0]) for piece in label)
    room = max(1, width - value_at - taken)
    shown = visible(text[skipped:].encode("utf-8", "surrogateescape"))
    value = set_cell_size(shown if here else cut(shown, room), room)
    pieces = [*label, *_value(row, value, skipped)]
    placed, x = [], value_at + room
    for knob in knobs:
        pieces.append((f" {knob.text}", knob.tone))
        placed.append((x + 1, knob))
        x += cell_len(knob.text) + 1
    return Line(tuple(pieces), value_at, room, tuple(placed))


def _label(row: Row, labels: int, *, here: bool) -> list[Piece]:
    pointer = (("✕ ", "bold failure") if row.problem else ("› ", "bold event")) if here or row.problem else ("  ", "")
    if row.kind != "field":
        return [pointer]
    return [pointer, (f"{set_cell_size(cut(row.label, labels), labels)}  ", "muted")]


def _value(row: Row, value: str, skipped: int) -> list[Piece]:
    """The value; of a header, its name in the colour of the header's bytes."""
    if row.kind == "header" and not skipped and ":" in value:
        name, colon, rest = value.partition(":")
        return [(name, "out"), (colon, "muted"), (rest, row.tone)]
    return [(value, "bold event" if row.kind == "action" else row.tone)]
