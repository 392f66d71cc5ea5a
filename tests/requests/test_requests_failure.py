"""Why one of many replays counts as failed."""

from __future__ import annotations

import pytest

from tcptui.protocol.verdict import Outcome
from tcptui.requests.replaying.report import failure
from tcptui.requests.replaying.tally import Cause
from tests.requests.play import GET, OK, Play, step


def replayed(steps: str, *, stopped: bool = False, reset: bool = False) -> Play:
    play = Play(steps)
    play.connected()
    if reset:
        play.rst()
    else:
        play.comes(OK)
    if stopped:
        play.replay.stop(101)
    return play


@pytest.mark.parametrize(
    ("play", "outcome", "cause"),
    [
        (replayed(GET), "complete", None),
        (replayed(GET + step("expect = { status = 500 }")), "complete", "not met"),
        (replayed(GET + step("expect = { status = 500 }")), "cancelled", "not met"),
        (replayed(GET + step("expect = { status = 200 }"), reset=True), "reset", "reset"),
        (replayed(GET + step('expect = { event = "peer-rst" }'), reset=True), "reset", None),
        (replayed(GET + step('pause = "1h"'), stopped=True), "complete", "cancelled"),
        (replayed(GET + step('pause = "1h"'), stopped=True), "cancelled", "cancelled"),
    ],
)
def test_a_replay_failed_by_its_steps_or_by_its_end(play: Play, outcome: Outcome, cause: Cause | None) -> None:
    assert failure(play.replay.report, outcome) == cause
