"""The story: events folded into facts, as the sidebar shows them."""

from __future__ import annotations

import errno

import pytest

from tcptui.diagnosis.facts import ANSWERS_KEPT
from tcptui.diagnosis.states import meaning
from tcptui.diagnosis.story import Story, Timings
from tcptui.protocol.events import (
    Acked,
    Address,
    Closed,
    Connected,
    ConnectFailed,
    Connecting,
    HalfClosed,
    KernelSample,
    Message,
    NetworkError,
    Opened,
    PeerFin,
    ReadingPaused,
    ReadingResumed,
    Received,
    Resolved,
    Resolving,
    Sent,
    Tick,
)
from tcptui.protocol.tcpinfo import _STATES

V4, V6 = Address("ipv4", "127.0.0.1", 80), Address("ipv6", "::1", 80)
LOCAL = Address("ipv4", "127.0.0.1", 51234)
MS = 1_000_000


def told(*events):
    story = Story(1)
    for event in events:
        story.on(event)
    return story


OPENING = (
    Opened(1, 0, "localhost:80", "auto"),
    Resolving(1, 1 * MS, "localhost", 80),
    Resolved(1, 3 * MS, (V6, V4)),
    Connecting(1, 4 * MS, V6, 1),
    ConnectFailed(1, 5 * MS, V6, 1, errno.ECONNREFUSED, "ECONNREFUSED", "error", "the connection was refused"),
    Connecting(1, 5 * MS, V4, 2),
    Connected(1, 6 * MS, V4, LOCAL, 2, 0.001),
)
PHASES = ["new", "resolving", "resolving", "connecting", "connecting", "connecting", "open"]


def test_the_phases_of_the_opening():
    story = Story(1)
    assert story.phase == "new"
    phases = []
    for event in OPENING:
        story.on(event)
        phases.append(story.phase)
    assert phases == PHASES
    story.on(Closed(1, 9 * MS, "fin", "asked", 0, 0))
    assert (story.phase, story.state) == ("over", "CLOSED")


def test_target_addresses_and_attempts():
    story = told(*OPENING)
    assert (story.target, story.framing) == ("localhost:80", "auto")
    assert (story.local, story.remote) == (LOCAL, V4)
    assert [(a.number, a.address, a.failed and a.failed.errno_name) for a in story.attempts] == [
        (1, V6, "ECONNREFUSED"),
        (2, V4, None),
    ]
    assert told(*OPENING[:4]).remote == V6


def test_an_attempt_that_fails_before_its_syn_is_an_attempt():
    [attempt] = told(OPENING[4]).attempts
    assert attempt.failed is OPENING[4]


def test_timings_are_those_of_the_last_answer():
    story = told(*OPENING)
    assert story.timings == Timings(0.002, 0.002, None, None)
    for event in (
        Sent(1, 10 * MS, 0, 5),
        Sent(1, 20 * MS, 5, 5),
        Received(1, 21 * MS, 0, 9),
        Received(1, 25 * MS, 9, 1),
    ):
        story.on(event)
    assert story.timings == Timings(0.002, 0.002, 0.001, 0.005)
    story.on(Sent(1, 90 * MS, 10, 5))
    assert story.timings == Timings(0.002, 0.002, 0.001, 0.005)
    story.on(Received(1, 92 * MS, 10, 5))
    assert story.timings == Timings(0.002, 0.002, 0.002, 0.002)


def test_a_server_that_speaks_first_is_timed_from_the_connection():
    story = told(*OPENING, Received(1, 8 * MS, 0, 9))
    assert story.timings.first_byte == pytest.approx(0.002)
    assert not story.heard


def test_counts_come_from_the_offsets_so_that_gathered_events_do():
    story = told(*OPENING, Sent(1, 10 * MS, 0, 5000), Received(1, 11 * MS, 0, 70), Received(1, 12 * MS, 70, 50))
    assert (story.taken, story.read, story.heard) == (5000, 120, True)


def test_the_kernel_s_figures(tape):
    t = tape().connected().sent(b"x" * 100, acked=None)
    story = t.witness.story
    assert (story.figures, story.state, story.acked, story.unacked, story.unread) == (None, None, None, None, None)
    t.sample(acked=60, notsent=10)
    assert (story.state, story.acked, story.unacked, story.unread) == ("ESTABLISHED", 60, 40, 0)
    assert story.figures is story.figures, "decoded once a sample"
    story.on(Acked(1, 99, 90))
    assert (story.acked, story.unacked) == (90, 10)
    story.on(KernelSample(1, 100, b"", 7))
    assert (story.figures, story.pending) == (None, 7)
    story.on(Closed(1, 101, "fin", "asked", 3, 4))
    assert (story.unread, story.pending) == (3, 4)


def test_the_last_answers_are_kept():
    story = Story(1)
    for number in range(1, ANSWERS_KEPT + 3):
        story.on(Message(1, number, "in", number, number, number + 1, "line", True, True, 0))
    story.on(Message(1, 99, "out", 1, 0, 9, "line", True, True, 1))
    story.on(Message(1, 99, "in", 99, 50, 60, "interim", True, False, 1, 100))
    assert story.answers_complete == ANSWERS_KEPT + 2
    assert story.answered == ANSWERS_KEPT + 3
    assert len(story.answers) == ANSWERS_KEPT
    assert story.answers[-1].kind == "interim"


def test_turning_points():
    soft = NetworkError(1, 1, errno.EHOSTUNREACH, "EHOSTUNREACH", "no", soft=True)
    hard = NetworkError(1, 2, errno.ETIMEDOUT, "ETIMEDOUT", "no", soft=False)
    fin, half = PeerFin(1, 3, 0), HalfClosed(1, 4, 0)
    story = told(soft, hard, fin, half, Tick(1, 5))
    assert (story.soft_errors, story.network_error, story.fin, story.half_closed) == ([soft], hard, fin, half)


def test_a_pause_is_there_until_reading_goes_on():
    pause = ReadingPaused(1, 1, "asked")
    assert told(pause).paused is pause
    assert told(pause, ReadingResumed(1, 2)).paused is None


def test_every_state_has_a_meaning():
    words = {meaning(state) for state in (*_STATES.values(), "CLOSED")}
    assert len(words) == len(_STATES) + 1
    assert meaning("ESTABLISHED") == "both sides may talk"
    assert meaning("NEW_SYN_RECV").startswith("a state that")
