"""A group of connections summed up: how they stand, by which causes they failed, bytes and times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from tcptui.protocol.frozen import frozen
from tcptui.protocol.units import size, span
from tcptui.requests.replaying.tally import Summary, Times
from tcptui.ui.fitting import cut, filled
from tcptui.ui.groups import Part
from tcptui.ui.widgets.board import Board, Piece, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_NAMES = 13
_COUNTS = 9


@frozen
class _Line:
    """Connections that stand in one way. inside: whether they are a part of the line above."""

    part: Part
    mark: str
    tone: str
    count: int
    inside: bool = False


class GroupBoard(Wheeled, Board, can_focus=True):
    """Its lines of connections can be gone through and chosen; the figures stand below them."""

    BINDING_GROUP_TITLE = "In the summary of many connections"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", id="group.up", tooltip="The line above"),
        Binding("down,j", "move(1)", "down", id="group.down", tooltip="The line below"),
        Binding("enter", "choose", "list them", id="group.choose", tooltip="Show these connections in the list"),
    ]

    class Chosen(Message):
        """The connections of one line are wanted."""

        def __init__(self, part: Part) -> None:
            super().__init__()
            self.part = part

    def __init__(self) -> None:
        super().__init__(id="group")
        self._summary: Summary | None = None
        self._at: Part = ""

    def show(self, summary: Summary) -> None:
        """Show these figures."""
        if summary == self._summary:
            return
        before, self._summary = self._summary, summary
        lines = self._lines_of(summary)
        if before is None or len(self._lines_of(before)) != len(lines) or bool(before.remark) != bool(summary.remark):
            self.refresh(layout=True)
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line for each that is shown."""
        return len(self.board())

    def _lines_of(self, now: Summary) -> list[_Line]:
        lines = [
            _Line("", " ", "", now.connections),
            _Line("opening", "◌", "warning", now.opening),
            _Line("open", "●", "good", now.open),
            *([_Line("bad framing", "!", "failure", now.broken, True)] if now.broken else ()),
            _Line("done", "✓", "good", now.done),
            _Line("failed", "✕", "failure", now.lost),
        ]
        return [*lines, *(_Line(outcome, "✕", "failure", count, True) for outcome, count in now.failed)]

    def board(self) -> list[Pieces]:
        """The lines of connections, then what they moved and how long it took."""
        now = self._summary
        if now is None:
            return []
        lines = [self._drawn(line, now) for line in self._lines_of(now)]
        return [*lines, (), *_figures(now, self.content_size.width)]

    def _drawn(self, line: _Line, now: Summary) -> Pieces:
        name = filled(f"{'  ' if line.inside else ''}{line.part or 'connections'}", _NAMES)
        room = max(0, self.content_size.width - _NAMES - _COUNTS - 6)
        bar = "━" * _length(line.count, now.connections, room) if line.part else ""
        tone = line.tone if line.count else "muted"
        if line.part == self._at:
            return (
                (filled(f"› {line.mark} {name}{line.count:>{_COUNTS},}", _NAMES + _COUNTS + 4), "reverse "),
                _bar(bar, tone),
            )
        return (("  ", ""), (line.mark, tone), (f" {name}", "" if line.count else "muted"),
                (f"{line.count:>{_COUNTS},}", "bold " if line.count else "muted"), _bar(bar, tone))  # fmt: skip

    def action_move(self, count: int) -> None:
        """Go to another line."""
        if self._summary is None:
            return
        parts = [line.part for line in self._lines_of(self._summary)]
        at = parts.index(self._at) if self._at in parts else 0
        self._at = parts[max(0, min(at + count, len(parts) - 1))]
        self.redraw()

    def action_choose(self) -> None:
        """Show the connections of this line."""
        self.post_message(self.Chosen(self._at))

    def wheel(self, direction: int) -> None:
        """Go to another line."""
        self.action_move(direction)

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        lines = self._lines_of(self._summary) if self._summary is not None else []
        if offset is not None and offset.y < len(lines):
            event.stop()
            self.post_message(self.Chosen(lines[offset.y].part))


def _length(count: int, of: int, room: int) -> int:
    """Cells of a bar; what is there at all has one."""
    return max(1, count * room // of) if count and of and room else 0


def _bar(bar: str, tone: str) -> Piece:
    return f"  {bar}", tone


def _figures(now: Summary, width: int) -> Iterator[Pieces]:
    yield (
        ("  sent ", "muted"),
        (f"{size(now.sent):>8}", ""),
        ("   received ", "muted"),
        (f"{size(now.received):>8}", ""),
    )
    yield ("  from the first to the last event ", "muted"), (span(now.seconds), "")
    yield ()
    yield ((f"  {'':<9}{'fastest':>10} {'median':>10} {'slowest':>10}", "muted"),)
    yield _times("connect", now.connect)
    yield _times("answer", now.answer)
    if now.remark:
        yield (("  ! ", "bold warning"), (cut(now.remark, width - 4), "warning"))


def _times(name: str, times: Times | None) -> Pieces:
    told = [span(times.fastest), span(times.median), span(times.slowest)] if times is not None else ["–"] * 3
    return (f"  {name:<9}", "muted"), (" ".join(f"{each:>10}" for each in told), "")
