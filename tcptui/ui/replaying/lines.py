"""A replay's steps as lines: those that are done with their results, the one under way, those to come. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from tcptui.protocol.events import StepDone
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact, span
from tcptui.requests.describing import step_words
from tcptui.requests.model import Step
from tcptui.requests.replaying.replay import Replay
from tcptui.requests.replaying.report import Report
from tcptui.ui.fitting import cut, filled
from tcptui.ui.keymap import key_of
from tcptui.ui.render import folded_at_spaces
from tcptui.ui.widgets.board import Pieces

_TIME = 10
"""Cells of a step's time."""

_LABEL = 9


@frozen
class Lines:
    """The lines of one connection's replay at one moment, made as they are asked for: there may be thousands.

    A step has one; below the last that is done, where it was not met, stands why. now: monotonic seconds; rows: lines
    that what was expected, and what there was, have there at most.
    """

    steps: Sequence[Step]
    replay: Replay
    now: float
    width: int
    rows: int = 3

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.steps) + len(self._why(self.replay.report))

    @property
    def at(self) -> tuple[int, int]:
        """The first and the last line of the step that is to be seen: under way, not met, or the last one."""
        report = self.replay.report
        if report.failed:
            return len(report.results) - 1, len(report.results) - 1 + len(self._why(report))
        here = min(len(report.results), max(0, len(self.steps) - 1))
        return here, here

    def window(self, top: int, height: int) -> list[Pieces]:
        """So many lines from one on."""
        report = self.replay.report
        done = len(report.results)
        below = self._why(report)
        lines = []
        for at in range(top, min(top + height, len(self.steps) + len(below))):
            if done <= at < done + len(below):
                lines.append(below[at - done])
            elif at < done:
                lines.append(self._done(report.results[at]))
            else:
                lines.append(self._not_done(at - len(below)))
        return lines

    def _line(self, mark: str, tone: str, number: int, words: str, after: str, style: str = "") -> Pieces:
        head = f" {number:>{self._digits}} "
        after = f"{after:>{_TIME}} "
        room = max(1, self.width - 2 - cell_len(head) - cell_len(after))
        said = filled(visible_text(words), room)
        return (f" {mark}", f"bold {tone}"), (head, "muted"), (said, style), (after, "muted")

    @property
    def _digits(self) -> int:
        return len(str(len(self.steps)))

    def _done(self, result: StepDone) -> Pieces:
        took = span(result.seconds) if result.seconds else ""
        if not result.ok:
            return self._line("✗", "failure", result.step, result.what, took, "bold failure")
        size = "" if result.size is None else f" ({exact(result.size)})"
        return self._line("✓", "good", result.step, result.what + size, took)

    def _why(self, report: Report) -> list[Pieces]:
        """Of a step that was not met, what was expected and what there was."""
        if not report.failed:
            return []
        result = report.results[-1]
        return [*self._detail("expected", result.expected, ""), *self._detail("got", result.got, "failure")]

    def _detail(self, label: str, words: str, tone: str) -> Iterator[Pieces]:
        indent = " " * (self._digits + 4)
        room = max(1, self.width - len(indent) - _LABEL - 1)
        rows = folded_at_spaces(visible_text(words), room)
        last = self.rows - 1
        for number, row in enumerate([*rows[:last], cut(" ".join(rows[last:]), room)][: len(rows)]):
            yield (indent, ""), (f"{'' if number else label:<{_LABEL}}", "muted"), (row, tone)

    def _not_done(self, index: int) -> Pieces:
        report, here = self.replay.report, self.replay.at
        words = step_words(self.steps[index], self.replay.mask)
        if report.over:
            return self._line("–", "muted", index + 1, words, "not done", "muted")
        if not report.stood or index != here.index:
            return self._line("·", "muted", index + 1, words, "", "muted")
        if here.held:
            return self._line("‖", "warning", index + 1, words, f"{key_of('replay.step')} does it", "bold ")
        took = span(max(0.0, self.now - here.began)) if here.began is not None else ""
        return self._line("▸", "event", index + 1, words, took, "bold ")
