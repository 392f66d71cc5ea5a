"""A replay in a few words: how far it is, and what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcptui.requests.reading import read_request
from tcptui.ui.replaying.round import Round
from tcptui.ui.replaying.telling import words
from tcptui.ui.replaying.wanted import Saved, Wanted, Where
from tests.requests.play import GET, OK, Play, step


def told(play: Play, *, stopped: bool = False, where: Where = "new") -> str:
    request = play.plan.request
    read = read_request(b'target = "h:1"\n[[steps]]\nsend = "x"\n', "r.toml")
    one = Round(Saved(Path("r.toml"), read), Wanted(where), type(read)(request, (0,) * len(request.steps)))
    one.stopped = stopped
    return words(one, play.replay)[0]


def test_what_came_of_it() -> None:
    play = Play(GET + step("expect = { status = 200 }"))
    assert told(play) == "◌ connecting"
    play.connected()
    assert told(play) == "▸ step 2 of 2"
    play.comes(OK)
    assert told(play) == "✓ all steps are done in 100.0 ms"
    failed = Play(GET + step("expect = { status = 500 }") + GET)
    failed.connected()
    failed.comes(OK)
    assert told(failed) == "✗ step 2 of 3 was not met"


def test_steps_that_take_no_time_have_none() -> None:
    play = Play(GET)
    play.connected()
    assert told(play) == "▸ waiting for what is owed"
    play.comes(OK)
    assert told(play) == "✓ all steps are done"


@pytest.mark.parametrize(("stopped", "why"), [(True, "stopped"), (False, "the connection ended")])
def test_a_file_that_did_not_go_out_is_not_done(tmp_path: Path, stopped: bool, why: str) -> None:
    path = tmp_path / "body.bin"
    path.write_bytes(bytes(5_000))
    play = Play(step(f'send_file = "{path}"') + step("wait = { size = 1 }"), "none")
    play.connected()
    play.takes(1_000)
    assert told(play) == "▸ step 2 of 2 · 4.0 kB to go out"
    play.comes(b"x")
    assert told(play) == "▸ 4.0 kB to go out"
    play.replay.stop(101)
    assert told(play, stopped=stopped) == f"■ {why} before 4.0 kB went out"
    assert told(play, stopped=stopped, where="current").endswith("; 4.0 kB are still going out")
    play.takes(4_000)
    assert told(play, stopped=stopped).startswith("✓ all steps are done")


def test_what_never_stood_was_not_cut_off() -> None:
    play = Play(GET)
    play.closed()
    assert told(play) == "■ never connected"
    assert told(play, stopped=True) == "■ stopped before it was connected"


def test_a_replay_that_was_stopped_says_after_how_many_steps() -> None:
    play = Play(step('pause = "1h"'), "none")
    play.connected()
    play.replay.stop(101)
    assert told(play, stopped=True) == "■ stopped after 0 of 1 step"
