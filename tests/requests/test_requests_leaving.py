"""What a replay sends leaves before it closes: a slow reader loses nothing, and one that never reads is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcptui.protocol.commands import Close, HalfClose
from tests.requests.play import Play, names, step


@pytest.fixture
def send_file(tmp_path: Path) -> str:
    """A step that sends a file of five bytes, which the kernel takes when `Play.takes` says so."""
    path = tmp_path / "body.bin"
    path.write_bytes(b"12345")
    return step(f'send_file = "{path}"')


def test_a_fin_comes_behind_all_that_was_sent(send_file: str) -> None:
    play = Play(send_file + step('close = "fin"'), "none")
    assert names(play.connected()) == ["SendFile"]
    assert play.takes(3, at=4.0) == []
    assert play.results == [(1, True)], "two bytes would be lost"
    assert play.takes(2, at=9.0) == [Close(1)]
    assert [one.seconds for one in play.done] == [0.0, 9.0]


def test_bytes_that_do_not_leave_are_a_timeout(send_file: str) -> None:
    play = Play(send_file + step('close = "fin"'), "none")
    play.connected()
    play.takes(3, at=4.0)
    assert play.deadline == 14, "it is not late while bytes go"
    assert play.tick(14.0) == [Close(1, flush=0.0, why="timeout")]
    assert (play.done[1].expected, play.done[1].got) == ("all that was sent to leave", "3 of 5 bytes")


@pytest.mark.parametrize("last", ['pause = "0s"', 'expect = { contains = "+OK" }'])
def test_all_that_was_sent_leaves_also_where_the_last_step_was_met(send_file: str, last: str) -> None:
    play = Play(send_file + step(last), "none")
    play.connected()
    assert play.comes(b"+OK", at=1.0) == []
    assert play.results == [(1, True), (2, True)]
    assert play.takes(5, at=9.0) == [Close(1)]


@pytest.mark.parametrize(("how", "command"), [("rst", "Abort"), ("half", "HalfClose")])
def test_other_ways_to_close_wait_for_nothing(send_file: str, how: str, command: str) -> None:
    """An abort means to lose what is still here, and the engine puts a half-close behind what is pending."""
    play = Play(send_file + step(f'close = "{how}"'), "none")
    assert names(play.connected()) == ["SendFile", command]


def test_a_connection_that_is_dead_takes_nothing_more(send_file: str) -> None:
    play = Play(send_file + step('wait = "end"') + step('close = "fin"'), "none")
    play.connected()
    assert play.rst() == [Close(1)]
    assert play.results == [(1, True), (2, True), (3, True)]


def test_half_closed_it_still_takes_what_is_pending(send_file: str) -> None:
    play = Play(send_file + step('close = "half"') + step('close = "fin"'), "none")
    assert HalfClose(1) in play.connected()
    assert play.takes(5) == [Close(1)]
