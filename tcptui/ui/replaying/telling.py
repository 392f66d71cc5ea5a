"""A replay in a few words: how far it is, or what came of it, and the keys that go on from there. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from tcptui.protocol.units import exact, size, span
from tcptui.protocol.wording import Tone
from tcptui.requests.replaying.replay import Replay
from tcptui.requests.replaying.report import Report
from tcptui.ui.keymap import key_of
from tcptui.ui.replaying.round import Round


def words(one: Round, replay: Replay) -> tuple[str, Tone]:
    """How far one connection's replay is, or what came of it; of several connections, how they all stand."""
    return _of_all(one) if one.asked > 1 else _of_one(one, replay)


def _of_one(one: Round, replay: Replay) -> tuple[str, Tone]:
    report, count, unsent = replay.report, len(one.steps), replay.at.unsent
    if report.failed:
        return f"✗ step {len(report.results):,} of {count:,} was not met", "failure"
    if report.over:
        return _ended(one, report, unsent)
    going_out = f"{size(unsent)} to go out" if unsent else ""
    if report.all_done:
        return f"▸ {going_out or 'waiting for what is owed'}", "event"
    if not report.stood:
        return "◌ connecting", "warning"
    held = replay.at.held
    step = f"{'‖' if held else '▸'} step {replay.at.index + 1:,} of {count:,}{' waits for its key' if held else ''}"
    return " · ".join(filter(None, (step, going_out))), "event"


def _ended(one: Round, report: Report, unsent: int) -> tuple[str, Tone]:
    why = "stopped" if one.stopped else "the connection ended"
    if not report.stood:
        return f"■ {'stopped before it was connected' if one.stopped else 'never connected'}", "warning"
    if not report.all_done:
        return f"■ {why} after {len(report.results):,} of {exact(len(one.steps), 'step')}", "warning"
    if unsent and one.wanted.where == "current":
        return f"{'■ stopped' if one.stopped else '✓ all steps are done'}; {size(unsent)} are still going out", "event"
    if unsent:
        return f"■ {why} before {size(unsent)} went out", "warning"
    took = sum(result.seconds for result in report.results)
    return "✓ all steps are done" + (f" in {span(took)}" if took else ""), "good"


def _of_all(one: Round) -> tuple[str, Tone]:
    count = one.count()
    failed = f"failed (first: connection {one.first_failed})"
    left = "stopped" if one.stopped else "cut off"
    parts = ((count.done, "done"), (count.failed, failed), (count.under_way, "under way"), (count.left, left))
    told = ", ".join(f"{number:,} {word}" for number, word in parts if number)
    tone: Tone = "failure" if count.failed else "event" if count.under_way else "warning" if count.left else "good"
    return f"{exact(one.asked, 'connection')}: {told}", tone


def keys(one: Round) -> str:
    """What can be done with it now, for a border."""
    return " · ".join(_keys(one))


def _keys(one: Round) -> Iterator[str]:
    if one.held:
        yield f"{key_of('replay.step')} next step"
    if not one.over:
        yield f"{key_of('replay.stop')} stops"
        return
    yield f"{key_of('compare')} what differs"
    yield f"{key_of('replay.again')} again"
    yield f"{key_of('replay.stop')} hides"
