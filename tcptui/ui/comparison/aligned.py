"""Two messages as lines that stand beside each other: their fields, and their contents undone for reading."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice, zip_longest
from typing import Final

from rich.cells import cell_len

from tcptui.protocol.credentials import is_credential
from tcptui.protocol.dissecting import Readable, dissect, readable
from tcptui.protocol.framing.parts import Part
from tcptui.protocol.glyphs import visible_text
from tcptui.requests.comparing import Hiding, Utterance
from tcptui.requests.comparing.content import field_value
from tcptui.requests.comparing.secrets import NOTHING
from tcptui.requests.comparing.text import common_ends
from tcptui.ui.comparison.lines import BEFORE, NOW, Layout
from tcptui.ui.comparison.values import differing, fitting, lines_of
from tcptui.ui.fitting import filled
from tcptui.ui.widgets.board import Piece, Pieces

MOST: Final = 20_000
"""Lines of a message that are shown."""

_ALIGNED = 2_000
"""Lines up to which those of both sides are looked for in each other; beyond, they stand as they come."""

_HEX = 16
_SIGNS = 2
_TAB = 4

Row = tuple[str | None, str | None]
"""A line of each side; None where it has none that belongs there."""


def aligned(left: list[str], right: list[str]) -> list[Row]:
    """Lines that are the same stand beside each other."""
    begin, end = common_ends(left, right)
    ours, theirs = left[begin : len(left) - end], right[begin : len(right) - end]
    rows: list[Row] = list(zip(left[:begin], right[:begin], strict=True))
    if max(len(ours), len(theirs)) > _ALIGNED:
        rows += zip_longest(ours, theirs)
    else:
        for _, a, a_end, b, b_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
            rows += zip_longest(ours[a:a_end], theirs[b:b_end])
    return [*rows, *zip(left[len(left) - end :], right[len(right) - end :], strict=True)]


def lines(framing: str, one: Utterance | None, hiding: Hiding = NOTHING) -> list[str]:
    """A message as lines that are safe to be drawn: a field a line, then its content, as text or in hex.

    hiding: hides the secrets in it.
    """
    if one is None:
        return []
    found = list(islice(_lines(framing, one, hiding), MOST + 1))
    return [*found[:MOST], f"… only the first {MOST:,} lines are shown"] if len(found) > MOST else found


def _lines(framing: str, one: Utterance, hiding: Hiding) -> Iterator[str]:
    told = content_told = False
    of = (framing, one.direction, one.kind, one.data, one.size)
    for part in dissect(*of):
        if part.kind == "content" and not content_told:
            content_told = True
            if told:
                yield ""
            yield from _content(readable(*of), hiding)
        elif part.kind in ("header", "length", "checksum"):
            told = True
            yield _field(part, one.data, hiding)
    if not one.whole:
        yield f"… these are the first {len(one.data):,} of {one.size:,} bytes"


def _content(content: Readable, hiding: Hiding) -> Iterator[str]:
    if content.text is not None:
        for line in hiding.text(content.text).split("\n"):
            yield visible_text(line.removesuffix("\r").expandtabs(_TAB))
        return
    for at in range(0, len(content.data), _HEX):
        yield f"{at:06x} {hiding.hex(content.data, at, min(at + _HEX, len(content.data)))}"


def _field(part: Part, data: bytes, hiding: Hiding) -> str:
    """Its line as it is; of what is no line its name and what it says."""
    raw = data[part.start : part.end]
    line = raw.rstrip(b"\r\n")
    if is_credential(part.name):
        return visible_text(f"{part.name}: {hiding.credential(field_value(part, data))}")
    if not part.value and (raw != line or (line.isascii() and line.decode("ascii").isprintable())):
        return visible_text(hiding.text(line.decode("utf-8", "surrogateescape")))
    said = hiding.text(part.value) if part.value else hiding.hex(data, part.start, part.end)
    return visible_text(f"{part.name}: {said}")


# As lines of a given width --------------------------------------------------------------------------------------------


def drawn(row: Row, of: Layout) -> list[Pieces]:
    """A row: its sides beside each other, or where they differ one above the other."""
    left, right = row
    if left is not None and left == right:
        return _same(left, of)
    spans = differing(left, right) if left is not None and right is not None else ((0, 0), (0, 0))
    return _beside(row, spans, of) if of.wide else _above(row, spans, of)


def _same(text: str, of: Layout) -> list[Pieces]:
    if not of.wide:
        return [(("  ", ""), (piece, "")) for piece in _folded(text, of.width - _SIGNS)]
    room = _room(of)
    return [(("  ", ""), (filled(piece, room), ""), (" │   ", "muted"), (piece, "")) for piece in _folded(text, room)]


def _room(of: Layout) -> int:
    return (of.width - 3) // 2 - _SIGNS


def _folded(text: str, room: int) -> list[str]:
    found: list[str] = []
    while True:
        piece = fitting(text, room if len(found) < _ROWS - 1 or len(text) <= room else room - 1)
        found.append(piece)
        text = text[max(1, len(piece)) :]
        if text and len(found) == _ROWS:
            found[-1] += "…"
        if not text or len(found) == _ROWS:
            return found


_Spans = tuple[tuple[int, int], tuple[int, int]]


def _beside(row: Row, spans: _Spans, of: Layout) -> list[Pieces]:
    room = _room(of)
    left, right = (_inked(text, span, room, tone) for text, span, tone in zip(row, spans, _TONES, strict=True))
    found: list[Pieces] = []
    nothing: list[Piece] = []
    for at, (a, b) in enumerate(zip_longest(left, right, fillvalue=nothing)):
        signs = [sign if text is not None and not at else " " for sign, text in zip((BEFORE, NOW), row, strict=True)]
        gap = " " * (room - sum(cell_len(text) for text, _ in a))
        found.append(((f"{signs[0]} ", "bold failure"), *a, (f"{gap} │ ", "muted"), (f"{signs[1]} ", "bold good"), *b))
    return found


_TONES = ("failure", "good")
_ROWS = 50
"""Lines that one line of a message has at most."""


def _inked(text: str | None, span: tuple[int, int], room: int, tone: str) -> list[list[Piece]]:
    return [] if text is None else lines_of(text, span, room, tone, rows=_ROWS)


def _above(row: Row, spans: _Spans, of: Layout) -> list[Pieces]:
    found: list[Pieces] = []
    for text, span, sign, tone in zip(row, spans, (BEFORE, NOW), _TONES, strict=True):
        for at, line in enumerate(_inked(text, span, of.width - _SIGNS, tone)):
            found.append(((f"{'  ' if at else f'{sign} '}", f"bold {tone}"), *line))
    return found
