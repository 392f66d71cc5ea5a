"""The lines of a replay: only those that are asked for, each as it stands at the moment."""

from __future__ import annotations

import pytest

from tcptui.protocol.units import span
from tcptui.requests.replaying.pace import Pace
from tcptui.ui.replaying.lines import Lines
from tests.requests.play import OK, Play, step

GET = step('send = "GET / HTTP/1.1\\r\\nHost: {{host}}\\r\\n\\r\\n"')


def lines(play: Play, now: float = 100.0, width: int = 60) -> Lines:
    return Lines(play.plan.request.steps, play.replay, now, width)


def drawn(shown: Lines, top: int = 0, height: int = 99) -> list[str]:
    return ["".join(text for text, _ in pieces) for pieces in shown.window(top, height)]


def failed(before: int, after: int) -> Play:
    """So many steps that are met, one that is not, and some that are never come to."""
    play = Play(GET * before + step("expect = { status = 204 }") + GET * after)
    play.connected()
    play.comes(OK * before)
    return play


def test_a_window_is_a_part_of_the_whole() -> None:
    shown = lines(failed(40, 20))
    whole = drawn(shown)
    assert len(whole) == shown.count == 64
    assert shown.at == (40, 43)
    for top in range(63):
        assert drawn(shown, top, 5) == whole[top : top + 5]
    assert all(len(line) <= 60 for line in whole)


def test_what_is_done_not_met_and_never_come_to() -> None:
    first, second, expected, got, last = drawn(lines(failed(1, 1), width=80))
    assert first.startswith(" ✓ 1 send GET / HTTP/1.1 … (35 bytes)")
    assert second.startswith(" ✗ 2 expect status 204")
    assert expected.strip() == "expected status 204"
    assert got.strip() == 'got      status 200 (HTTP/1.1 200 OK); 18 bytes: {"id": 7, "a": []}'
    assert last.startswith(" – 3 send GET")
    assert last.rstrip().endswith("not done")


def test_what_there_was_is_folded_and_cut() -> None:
    play = Play(step("expect = { contains = 'no' }") + GET, "none")
    play.connected()
    play.comes(b"many words " * 40)
    play.fin()
    shown = lines(play, width=50)
    whole = drawn(shown)
    got = next(at for at, line in enumerate(whole) if line.strip().startswith("got "))
    assert [line.rstrip()[-1] == "…" for line in whole[got : got + 3]] == [False, False, True]
    assert whole[got + 3].startswith(" – 2 send")
    assert len(whole) == shown.count
    assert shown.at == (0, got + 2)
    assert all(len(line) <= 50 for line in whole)


@pytest.mark.parametrize(("pace", "took"), [("x1", 2.5), ("x10", 0.15)])
def test_what_is_under_way_tells_its_time(pace: Pace, took: float) -> None:
    play = Play(step('pause = "3s"') + GET, pace=pace)
    assert drawn(lines(play))[0].startswith(" · 1 pause 3s"), "nothing is under way before it is connected"
    play.connected()
    first, second = drawn(lines(play, 100 + took))
    assert first.startswith(" ▸ 1 pause 3s")
    assert first.rstrip().endswith(span(took))
    assert second.startswith(" · 2 send")


def test_what_waits_for_its_key_tells_it() -> None:
    play = Play(GET, stepwise=True)
    play.connected()
    assert drawn(lines(play))[0].startswith(" ‖ 1 send")
    assert "alt+o does it" in drawn(lines(play))[0]


def test_secrets_and_control_characters_are_not_shown() -> None:
    play = Play(step("wait = { contains = 'hidden', within = '1s' }"), "none", token="hidden")
    play.plan.filling.values.captured("token", "hidden", secret=True)
    play.connected()
    assert 'wait contains "***"' in drawn(lines(play))[0]
    play.comes(b"\x1b[2J")
    play.tick(1.0)
    assert not any("\x1b" in line for line in drawn(lines(play)))
