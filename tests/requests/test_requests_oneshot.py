"""The script of `send`, as transcripts: events in, commands out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcptui.protocol.commands import Abort, Close, Send, SendFile
from tcptui.protocol.events import (
    Address,
    Closed,
    Connected,
    KernelSample,
    LocalError,
    Message,
    Opened,
    PeerFin,
    Received,
    Resolving,
    Sent,
    Tick,
)
from tcptui.requests.oneshot import OneShot

ADDRESS = Address("ipv4", "127.0.0.1", 80)
BODY = Path("body.bin")


class Play:
    """Tells a OneShot its events; `at` is in seconds since its first one."""

    def __init__(self, payloads=(b"GET",), **options):
        self.script = OneShot(1, payloads, **options)
        assert self.script.deadline() is None
        assert self.tell(0.0, Opened, "a:80", "auto") == []

    def tell(self, at, kind, *values):
        return list(self.script.on(kind(1, int(at * 1e9), *values), 100.0 + at))

    def connected(self, at=0.1):
        return self.tell(at, Connected, ADDRESS, ADDRESS, 1, 0.1)

    def message(self, at, *, awaited=0, final=True, complete=True, problem=None, direction="in"):
        return self.tell(at, Message, direction, 1, 0, 9, "response", complete, final, awaited, 200, None, problem)

    @property
    def deadline(self):
        when = self.script.deadline()
        return None if when is None else pytest.approx(when - 100.0)


def test_payloads_go_out_in_their_order_when_the_connection_stands():
    play = Play([b"a", BODY, b"c"])
    assert play.tell(0.0, Resolving, "a", 80) == []
    assert play.connected() == [Send(1, b"a"), SendFile(1, BODY), Send(1, b"c")]


def test_after_the_whole_answer_it_lingers_then_closes():
    play = Play(timeout=5, linger=0.2)
    play.connected()
    assert play.deadline == 5
    assert play.message(1.0) == []
    assert play.deadline == 1.2
    assert play.tell(1.1, Tick) == []
    assert play.tell(1.2, Tick) == [Close(1)]
    assert play.deadline is None
    assert play.tell(1.3, Closed, "fin", "asked", 0, 0) == []


def test_messages_that_nobody_asked_for_do_not_prolong_the_lingering():
    play = Play(linger=0.2)
    play.connected()
    for at in (1.0, 1.1, 1.19):
        play.message(at)
    assert play.deadline == 1.2


def test_a_fin_ends_the_lingering():
    play = Play()
    play.connected()
    play.message(1.0)
    assert play.tell(1.05, PeerFin, 9) == [Close(1, flush=pytest.approx(8.95), why="peer")]  # what is left of 10 s
    assert play.tell(1.2, Tick) == []


def test_a_fin_ends_the_waiting():
    play = Play()
    play.connected()
    assert play.tell(1.05, PeerFin, 9) == [Close(1, flush=pytest.approx(8.95), why="peer")]  # what is left of 10 s


def test_interim_answers_and_answers_still_owed_are_waited_out():
    play = Play(timeout=5)
    play.connected()
    assert play.message(1.0, final=False, awaited=1) == []
    assert play.message(1.1, awaited=1) == []
    assert play.deadline == 5
    play.message(1.2)
    assert play.deadline == 1.4


def test_bytes_that_are_no_answer_are_none():
    play = Play(timeout=5)
    play.connected()
    assert play.message(1.0, final=False) == []
    assert play.message(1.0, direction="out") == []
    assert play.message(1.0, complete=False) == []
    assert play.deadline == 5


def test_a_request_that_goes_out_while_it_lingers_is_waited_for():
    play = Play(timeout=5)
    play.connected()
    play.message(1.0)
    play.tell(1.1, Sent, 9, 9)
    assert play.deadline == 1.3
    play.message(1.15, direction="out", awaited=1)
    assert play.deadline == 5


def test_a_broken_framing_ends_it_at_once():
    play = Play()
    play.connected()
    assert play.message(1.0, complete=False, problem="no status line at offset 0") == [Close(1, flush=0.0)]
    assert play.tell(1.0, PeerFin, 9) == []


def test_a_request_of_ours_that_breaks_the_framing_is_sent_all_the_same():
    play = Play()
    play.connected()
    assert play.message(1.0, complete=False, problem="no request line", direction="out", awaited=1) == []


def test_the_timeout_runs_from_the_first_event():
    play = Play(timeout=5)
    play.connected(4.0)
    assert play.deadline == 5
    assert play.tell(4.5, Received, 0, 9) == []
    assert play.tell(5.0, Tick) == [Close(1, flush=0.0, why="timeout")]
    assert play.tell(5.1, PeerFin, 9) == []


def test_the_timeout_before_the_connection_stands_gives_it_up():
    play = Play(timeout=5)
    assert play.tell(4.9, Tick) == []
    assert play.tell(5.0, Tick) == [Abort(1, why="timeout")]


def test_a_file_that_can_not_be_read_ends_it():
    play = Play([BODY])
    play.connected()
    assert play.tell(0.2, LocalError, 2, "ENOENT", "body.bin: there is no such file") == [Close(1, flush=0.0)]


def test_a_connection_that_never_stood_is_given_nothing():
    play = Play()
    assert play.tell(0.1, Closed, "none", "failed", None, 0) == []
    assert play.deadline is None
    assert play.tell(10.0, Tick) == []


def test_the_kernel_s_figures_change_nothing():
    play = Play(timeout=5)
    play.connected()
    assert play.tell(1.0, KernelSample, b"", 0) == []
    assert play.deadline == 5
