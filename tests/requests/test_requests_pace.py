"""How fast a replay goes: its pauses at each pace, step by step, and stopped."""

from __future__ import annotations

import pytest

from tcptui.protocol.commands import Attach, Close, Detach, Send
from tcptui.protocol.events import Received, Tick
from tcptui.requests.replaying.pace import Pace
from tcptui.requests.replaying.word import Word
from tests.requests.play import GET, OK, Play, names, step

PAUSED = GET + step('pause = "2s"') + GET


@pytest.mark.parametrize(("pace", "due"), [("x1", 2.0), ("x10", 0.2), ("none", 0.0)])
def test_a_pause_at_each_pace(pace: Pace, due: float) -> None:
    play = Play(PAUSED, pace=pace)
    play.connected()
    if due:
        assert play.deadline == due
        assert names(play.tick(due)) == ["Send"]
    assert play.results == [(1, True), (2, True), (3, True)]


def test_in_place_of_a_pause_the_answer_is_waited_for() -> None:
    play = Play(PAUSED, pace="wait")
    play.connected()
    assert (play.results, play.deadline) == ([(1, True)], 10.0)
    assert names(play.comes(OK, at=0.3)) == ["Send"]
    assert [one.seconds for one in play.done] == [0.0, 0.3, 0.0]


def test_where_none_is_owed_a_pause_is_no_waiting() -> None:
    play = Play(PAUSED, "none", pace="wait")
    assert names(play.connected()) == ["Send", "Send", "Close"]


def test_an_answer_in_place_of_a_pause_that_does_not_come() -> None:
    play = Play(PAUSED, pace="wait")
    play.connected()
    assert play.tick(10.0) == [Close(1, flush=0.0, why="timeout")]
    assert (play.done[1].expected, play.done[1].got) == ("the answer that is owed", "nothing came")


def test_an_answer_in_place_of_a_pause_that_can_not_come_any_more() -> None:
    play = Play(PAUSED, pace="wait")
    play.connected()
    play.fin()
    assert play.done[1].got == "nothing came; the peer closed its side (FIN) after 0 bytes"


def test_so_many_bytes_are_waited_for() -> None:
    play = Play(
        step("wait = { size = 3 }") + step('send = "a"') + step("wait = { size = 2 }") + step('send = "b"'), "none"
    )
    play.connected()
    play.comes(b"12")
    assert play.results == []
    play.comes(b"3")
    assert play.results == [(1, True), (2, True)]
    play.comes(b"4")
    assert play.done[2:] == []
    play.comes(b"5")
    assert len(play.results) == 4


def test_bytes_that_are_still_to_come_are_told() -> None:
    play = Play(step("wait = { size = 3, within = '1s' }"), "none")
    play.connected()
    play.comes(b"12")
    play.tick(1.0)
    assert (play.done[0].expected, play.done[0].got) == ("3 bytes", "2 bytes came: 12")


# Step by step


def test_each_step_waits_for_a_word() -> None:
    play = Play(GET + step("expect = { status = 200, within = '1s' }") + step('pause = "1s"'), stepwise=True)
    assert play.connected() == []
    assert (play.deadline, play.replay.at.held, play.replay.at.index) == (None, True, 0)
    assert names(play.go_on(at=5.0)) == ["Send"]
    assert play.comes(OK, at=6.0) == []
    assert play.results == [(1, True)]
    assert play.go_on(at=20.0) == []
    assert play.results == [(1, True), (2, True)], "what came while the step was held back counts"
    play.go_on(at=30.0)
    assert (play.deadline, play.replay.at.held) == (31.0, False), "the pause begins with the word"
    assert play.tick(31.0) == [Close(1)]


def test_a_word_too_many_is_none() -> None:
    play = Play(GET + step("expect = { status = 200 }"), stepwise=True)
    play.connected()
    play.go_on()
    play.go_on()
    assert play.go_on() == []
    assert (play.results, play.replay.at.held) == ([(1, True)], False)


def test_the_end_comes_while_a_step_is_held_back() -> None:
    play = Play(GET + GET, stepwise=True)
    play.connected()
    play.go_on()
    assert play.closed() == []
    assert (play.replay.report.over, play.replay.report.left) == (True, 1)


# Stopping


def test_stopping_closes_a_connection_of_its_own() -> None:
    play = Play(PAUSED)
    play.connected()
    assert play.replay.stop(100.5) == [Close(1, flush=0.0, why="cancelled")]
    assert play.replay.stop(100.6) == []
    assert (play.replay.report.over, play.replay.report.left, play.deadline) == (True, 2, None)


def test_stopping_leaves_a_connection_that_was_joined() -> None:
    play = Play(PAUSED, joining=True)
    play.tick(0.0)
    assert play.replay.stop(100.5) == [Detach(1, play.replay)]


# A word


def test_a_word_is_said_once_and_leaves() -> None:
    said: list[float] = []

    def say(now: float) -> list[Send]:
        said.append(now)
        return [Send(1, b"x")]

    word = Word(1, say)
    assert Attach(1, word).script is word
    assert word.deadline() == 0.0
    assert word.on(Received(1, 0, 0, 1, b"y"), 1.0) == ()
    assert word.on(Tick(1, 0), 2.0) == [Send(1, b"x"), Detach(1, word)]
    assert (word.deadline(), word.on(Tick(1, 0), 3.0), said) == (None, (), [2.0])
