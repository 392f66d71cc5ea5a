"""A replay's steps as lines: those that are done with their results, the one under way, those to come. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tcptui.protocol.events import StepDone
from tcptui.protocol.glyphs import visible
from tcptui.protocol.units import exact, span
from tcptui.requests.describing import step_words
from tcptui.requests.model import Step
from tcptui.requests.replay import Replay
from tcptui.ui.fitting import cut, filled
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.board import Pieces

_TIME = 10
"""Cells of a step's time."""

_LABEL = 9


class Lines(NamedTuple):
    """All lines. at: the first and the last of the one that is to be seen: under way, or failed."""

    lines: tuple[Pieces, ...]
    at: tuple[int, int]


def step_lines(steps: Sequence[Step], replay: Replay, now: float, width: int) -> Lines:
    """The lines of one connection's replay. now: monotonic seconds."""
    report, here = replay.report, replay.at
    lines: list[Pieces] = []
    shown = (0, 0)
    for number, step in enumerate(steps, 1):
        begin = len(lines)
        if number <= len(report.results):
            result = report.results[number - 1]
            lines += _done(result, len(steps), width)
            if not result.ok or number == len(steps):
                shown = begin, len(lines) - 1
        elif number == here.index + 1 and report.stood and not report.over:
            lines.append(_under_way(number, replay.mask(step_words(step)), replay, len(steps), now, width))
            shown = begin, begin
        else:
            lines.append(_to_come(number, replay.mask(step_words(step)), len(steps), width, over=report.over))
    if not report.results and report.over:
        shown = 0, 0
    return Lines(tuple(lines), shown)


def _line(mark: str, tone: str, number: int, words: str, after: str, of: int, width: int, style: str = "") -> Pieces:
    digits = len(str(of))
    head = f" {mark} {number:>{digits}} "
    after = f"{after:>{_TIME}} "
    room = max(1, width - cell_len(head) - cell_len(after))
    return (
        (f" {mark}", f"bold {tone}"), (f" {number:>{digits}} ", "muted"), (filled(_safe(words), room), style),
        (after, "muted"),
    )  # fmt: skip


def _done(result: StepDone, of: int, width: int) -> Iterator[Pieces]:
    size = "" if result.size is None else f" ({exact(result.size)})"
    took = span(result.seconds) if result.seconds else ""
    if result.ok:
        yield _line("✓", "good", result.step, result.what + size, took, of, width)
        return
    yield _line("✗", "failure", result.step, result.what, took, of, width, "bold failure")
    indent = " " * (len(str(of)) + 4)
    for label, words in (("expected", result.expected), ("got", result.got)):
        room = max(1, width - len(indent) - _LABEL - 1)
        yield (
            (indent, ""),
            (f"{label:<{_LABEL}}", "muted"),
            (cut(_safe(words), room), "failure" if label == "got" else ""),
        )


def _under_way(number: int, words: str, replay: Replay, of: int, now: float, width: int) -> Pieces:
    here = replay.at
    if here.held:
        return _line("‖", "warning", number, words, f"{key_of('replay.step')} does it", of, width, "bold ")
    took = span(max(0.0, now - here.began)) if here.began is not None else ""
    return _line("▸", "event", number, words, took, of, width, "bold ")


def _to_come(number: int, words: str, of: int, width: int, *, over: bool) -> Pieces:
    return _line("–" if over else "·", "muted", number, words, "not done" if over else "", of, width, "muted")


def _safe(text: str) -> str:
    return visible(text.encode("utf-8", "surrogateescape"))
