"""The recorded runs one below the other, and what is in the one that is highlighted."""

from __future__ import annotations

import time

from textual import events
from textual.message import Message

from tcptui.journal.entries import ConnectionEntry, RunSummary, ending, run_ending
from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact, size
from tcptui.ui.when import when
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_WHEN, _OUTCOME, _BYTES = 12, 15, 8
_SENT, _MARK = _BYTES + 3, 5
_BESIDE = 2 + _WHEN + 1 + 1 + _OUTCOME + 1 + _BYTES + 2 + _MARK
"""Cells of a line that are not its target, nor what was sent."""
_ROOMY = 90
"""Cells from which on what was sent is told, too."""
_LEAST = 14
_GOOD = ("complete", "closed", "open", "")
_OURS = ("listen ", "from ")
"""What the targets of listeners and of connections that came to them begin with."""


def _fit(text: str, width: int) -> str:
    """The text in so many cells, cut with a sign."""
    return f"{text:<{width}}" if len(text) <= width else f"{text[: max(0, width - 1)]}…"


def target_of(summary: RunSummary) -> str:
    """Where a run went: its first target, one that it connected to before one that it listened at."""
    return min(summary.targets, key=lambda target: target.startswith(_OURS), default="accepted")


class RunList(Wheeled, Board):
    """A window of the runs around the highlighted one. A click highlights; on the highlighted one it opens."""

    class Clicked(Message):
        """A run was clicked. index: in `runs`."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__(id="runs")
        self.runs: list[RunSummary] = []
        self.at = 0
        self.empty = ""
        self._top = 0

    def show(self, runs: list[RunSummary], at: int, empty: str) -> None:
        """Show these runs with one highlighted; empty: what is said where there are none."""
        self.runs, self.at, self.empty = runs, at, empty
        self.redraw()

    def board(self) -> list[Pieces]:
        """A line a run, as many as fit."""
        if not self.runs:
            return [((self.empty, "muted"),)]
        height = max(1, self.content_size.height)
        self._top = max(0, min(max(self._top, self.at - height + 1), self.at, max(0, len(self.runs) - height)))
        now = time.time_ns()
        shown = enumerate(self.runs[self._top : self._top + height], self._top)
        return [self._line(one, index == self.at, now) for index, one in shown]

    def _line(self, summary: RunSummary, here: bool, now: int) -> Pieces:
        roomy = self.content_size.width >= _ROOMY
        room = max(_LEAST, self.content_size.width - _BESIDE - _SENT * roomy)
        target = visible_text(target_of(summary))
        more = f" +{summary.connections - 1}" if summary.connections > 1 else ""
        name = _fit(target, room - len(more)).rstrip() + more
        outcome = run_ending(summary.outcomes, live=summary.run.live)
        sent = f"→{size(summary.sent):>{_BYTES}}  " if roomy else ""
        bytes_ = f"{sent}←{size(summary.received):>{_BYTES}}"
        mark = "live" if summary.run.live else "torn" if summary.run.problem else ""
        first, rest = f"{_fit(when(summary.run.started, now), _WHEN)} {name:<{room}} ", f"{bytes_}  {mark}"
        if here:
            return ((_fit(f"› {first}{_fit(outcome, _OUTCOME)}{rest}", self.content_size.width), "reverse "),)
        tone = "muted" if outcome in _GOOD else "warning"
        return ("  ", ""), (first, ""), (_fit(outcome, _OUTCOME), tone), (rest, "muted")

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and self._top + offset.y < len(self.runs):
            event.stop()
            self.post_message(self.Clicked(self._top + offset.y))

    def wheel(self, direction: int) -> None:
        """Scroll, or move the cursor where there is one."""
        self._step(direction)

    def _step(self, count: int) -> None:
        self.at = max(0, min(self.at + count, len(self.runs) - 1))
        self.redraw()


class RunDetail(Board):
    """The highlighted run: what it is, and its connections, one of which can be highlighted."""

    class Clicked(Message):
        """A connection was clicked. index: in `connections`."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__(id="run")
        self.summary: RunSummary | None = None
        self.connections: list[ConnectionEntry] = []
        self.at: int | None = None
        self._top = 0
        self._first = 0

    def show(self, summary: RunSummary | None, connections: list[ConnectionEntry], at: int | None) -> None:
        """Show this run; at: the highlighted connection, None for none."""
        self.summary, self.connections, self.at = summary, connections, at
        self.redraw()

    def board(self) -> list[Pieces]:
        """The run in two lines, then its connections."""
        if self.summary is None:
            return []
        run = self.summary.run
        facts = [run.id, exact(self.summary.connections, "connection"), f"record {size(run.size)}"]
        facts += [f"tcptui {run.version}"] if run.version else []
        facts += ["still being recorded"] if run.live else []
        lines: list[Pieces] = [((_fit(visible_text(" · ".join(facts)), self.content_size.width), ""),)]
        if run.problem:
            lines.append(((_fit(visible_text(run.problem), self.content_size.width), "warning"),))
        self._first = len(lines)
        room = max(1, self.content_size.height - len(lines))
        at = self.at or 0
        self._top = max(0, min(max(self._top, at - room + 1), at, max(0, len(self.connections) - room)))
        shown = enumerate(self.connections[self._top : self._top + room], self._top)
        return [*lines, *(self._line(one, index == self.at) for index, one in shown)]

    def _line(self, one: ConnectionEntry, here: bool) -> Pieces:
        width = self.content_size.width
        outcome = ending(one.outcome, live=self.summary is not None and self.summary.run.live)
        first = f"{one.conn:>4}  {_fit(visible_text(one.target or one.peer or 'unknown'), 30)}  "
        told = visible_text(one.summary or f"→ {size(one.sent)}  ← {size(one.received)}")
        rest = _fit(told, max(0, width - len(first) - _OUTCOME - 2))
        if here:
            return ((_fit(f"› {first[2:]}{_fit(outcome, _OUTCOME)}{rest}", width), "reverse "),)
        return (first, ""), (_fit(outcome, _OUTCOME), "muted" if outcome in _GOOD else "warning"), (rest, "muted")

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self._first:
            return
        index = self._top + offset.y - self._first
        if index < len(self.connections):
            event.stop()
            self.post_message(self.Clicked(index))
