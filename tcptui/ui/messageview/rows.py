"""One line a message: which it is, when it was, how long, what it begins with, and how quick an answer was."""

from __future__ import annotations

from typing import Final

from tcptui.protocol.events import Direction, Message
from tcptui.protocol.framing.telling import Arriving, Standing
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import visible, visible_text
from tcptui.protocol.units import exact, size, span
from tcptui.ui.fitting import cut, filled
from tcptui.ui.veiled import VEIL
from tcptui.ui.veiledtext import HIDDEN, runs
from tcptui.ui.widgets.board import Pieces

CLOSED, OPEN = "▸", "▾"

_ARROWS: dict[Direction, str] = {"in": "←", "out": "→"}
_SIZE, _KIND, _AFTER = 9, 9, 10
_NARROW, _WIDE = 56, 68
"""Cells from which an answer's time, and the kind, have their columns."""
_NUMBER = 4

AFTER: Final = "answered"
"""The heading of how long after its request an answer began."""


@frozen
class Columns:
    """How wide a line is, and its columns. number, time: cells."""

    width: int
    number: int
    time: int

    @property
    def kind(self) -> int:
        """Cells of the kind: none where there is no room."""
        return _KIND if self.width >= _WIDE else 0

    @property
    def after(self) -> int:
        """Cells of an answer's time."""
        return _AFTER if self.width >= _NARROW else 0

    @property
    def text(self) -> int:
        """Cells of the first line: what the others leave."""
        taken = 4 + self.number + 1 + self.time + 1 + _SIZE + 2 + (self.kind + 1 if self.kind else 0) + self.after
        return max(1, self.width - taken)


def columns(width: int, newest: int, time: int) -> Columns:
    """The columns for a window of this width. newest: the largest message number there is; time: cells of a time."""
    return Columns(width, max(_NUMBER, len(f"{newest:,}")), time)


def heading(of: Columns, place: str) -> Pieces:
    """The columns' names, and at the right which message of how many the cursor is on."""
    kind = f"{'kind':<{of.kind}} " if of.kind else ""
    names = f"    {'no.':>{of.number}} {'time':>{of.time}} {'size':>{_SIZE}}  {kind}first line"
    after = f"{AFTER:>{of.after}}" if of.after else ""
    end = f"  {place}{after}"
    return ((filled(names, of.width - len(end)) + end, "muted"),)


def message_line(message: Message, time: str, of: Columns, *, opened: bool, refusal: bool = False) -> Pieces:
    """A message. time: as wide as its column; refusal: whether its first line says that what was asked failed."""
    words, tone = _told(message)
    if refusal and message.complete:
        tone = "failure"
    after = span(message.after) if message.after is not None else ""
    return (
        (f"{OPEN if opened else CLOSED} ", "muted"),
        (f"{_ARROWS[message.direction]} ", f"bold {message.direction}"),
        (f"{message.number:>{of.number},} ", ""),
        (f"{time} {size(message.end - message.start):>{_SIZE}}  ", "muted"),
        (f"{filled(message.kind, of.kind)} " if of.kind else "", "muted"),
        (filled(words, of.text), tone),
        (f"{after:>{of.after}}" if of.after else "", "event"),
    )


def _told(message: Message) -> tuple[str, str]:
    """The first line, or what is wrong with the message before it; and a tone."""
    text = first_line(message)
    if message.problem:
        _, breaks, where = message.problem.partition("breaks its framing ")
        return f"✕ {breaks}{where}" if breaks else f"✕ {message.problem}", "failure"
    if not message.complete:
        missing = "" if message.missing is None else f", {exact(message.missing)} missing"
        return f"✕ cut {message.where}".rstrip() + f"{missing} · {text}", "failure"
    if message.kind == "extra":
        return f"! answers nothing · {text}".removesuffix(" · "), "warning"
    if message.notes:
        return f"! {text} · {message.notes[0]}", "warning"
    return text, message.direction if message.direction == "out" else ""


def first_line(message: Message) -> str:
    """A message's first line made safe, with dots for what is hidden of it."""
    return "".join(VEIL * len(run) if run.startswith(HIDDEN) else _safe(run) for run in runs(message.text))


def _safe(text: str) -> str:
    """The bytes of a first line were kept as latin-1."""
    try:
        return visible(text.encode("latin-1"))
    except UnicodeEncodeError:
        return visible_text(text)


def arriving_line(one: Arriving, time: str, of: Columns, *, over: bool, opened: bool = False) -> Pieces:
    """A message whose end has not come. over: nor will it, for the connection is over."""
    if one.lost:
        words = f"{size(one.come)} behind it that can't be told apart"
    elif one.missing is None:
        words = f"{size(one.come)} came before the end" if over else f"arriving: {size(one.come)} so far"
    else:
        share = f"{one.come:,} of {one.come + one.missing:,} B"
        words = f"{share}, {one.missing:,} missing" if over else f"arriving: {share}, {one.missing:,} missing"
    if one.direction == "out":
        words = words.replace("arriving:", "under way:").replace("came", "went")
    mark, tone = ("✕", "failure") if over else ("…", "warning")
    return (
        (f"{OPEN if opened else CLOSED} ", "muted"),
        (f"{_ARROWS[one.direction]} ", f"bold {one.direction}"),
        (f"{'':>{of.number}} ", ""),
        (f"{time} {size(one.come):>{_SIZE}}  ", "muted"),
        (cut(f"{mark} {words}", of.width - of.number - of.time - _SIZE - 8), tone),
    )


def awaited_line(standing: Standing, answers: Direction, of: Columns, *, over: bool) -> Pieces:
    """That answers are owed of which no byte is there yet. answers: the direction in which they go."""
    begun = any(one.direction == answers for one in standing.arriving)
    count = exact(standing.awaited - begun, "answer")
    words = f"✕ {count} never came" if over else f"… {count} awaited"
    blank = " " * (of.number + of.time + _SIZE + 4)
    told = (cut(blank + words, of.width - 4), "failure" if over else "warning")
    return (("  ", ""), (f"{_ARROWS[answers]} ", f"bold {answers}"), told)
