"""The witness: messages as they are found, bytes that lag, and a verdict that waits for them."""

from __future__ import annotations

import itertools

import pytest

from tcptui.diagnosis import witness as limits
from tcptui.diagnosis.witness import Witness
from tcptui.protocol.events import (
    Address,
    Closed,
    Connected,
    KernelSample,
    Message,
    Opened,
    PeerFin,
    Received,
    Sent,
    Tick,
    VerdictReached,
)
from tcptui.protocol.framing import parse_framing
from tcptui.protocol.verdict import exit_code

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
ADDRESS = Address("ipv4", "127.0.0.1", 80)


class Record:
    """The bytes of both directions, as the record gives them back."""

    def __init__(self):
        self.streams = {"in": b"", "out": b""}
        self.read_back = []
        self.broken = None

    def read(self, conn, direction, offset, size):
        if self.broken is not None:
            raise self.broken
        data = self.streams[direction][offset : offset + size]
        self.read_back.append((direction, offset, len(data)))
        return data


class Run:
    """One connection's Witness with a clock that moves on by `step` seconds at every look at it."""

    def __init__(self, framing="http", step=0.0, recorded=True):
        self.record = Record()
        ticking = itertools.count(0.0, step) if step else itertools.repeat(0.0)
        source = self.record if recorded else None
        self.witness = Witness(1, parse_framing(framing), source, lambda: next(ticking))
        self.t = 0
        self.told = []
        self.tell(Opened, "a:80", framing)
        self.tell(Connected, ADDRESS, ADDRESS, 1, 0.001)

    def tell(self, kind, *values):
        self.t += 1
        notes = list(self.witness.on(kind(1, self.t, *values), self.t / 1e9))
        self.told += [note.event for note in notes]
        return [note.event for note in notes]

    def _bytes(self, kind, direction, data):
        stream = self.record.streams[direction]
        self.record.streams[direction] = stream + data
        view = memoryview(bytearray(data))
        found = self.tell(kind, len(stream), len(data), view)
        view.release()  # the engine's buffer is valid during the call only
        return found

    def sent(self, data):
        return self._bytes(Sent, "out", data)

    def received(self, data):
        return self._bytes(Received, "in", data)

    def tick(self):
        assert self.witness.deadline() == 0.0
        return self.tell(Tick)

    def catch_up(self):
        turns = 0
        while self.witness.lag:
            self.tick()
            turns += 1
        return turns

    @property
    def messages(self):
        return [event for event in self.told if isinstance(event, Message)]


def test_messages_are_told_with_the_event_that_ended_them():
    run = Run()
    run.sent(GET)
    assert run.received((HEAD % 5)[:20]) == []
    [answer] = run.received((HEAD % 5)[20:] + b"hello")
    assert (answer.t, answer.direction, answer.number, answer.status, answer.awaited) == (run.t, "in", 1, 200, 0)
    assert [m.direction for m in run.messages] == ["out", "in"]
    assert run.witness.deadline() is None


def test_no_message_is_told_where_there_is_no_framing():
    run = Run("none")
    run.sent(b"hello\n")
    run.received(b"world\n")
    run.tell(PeerFin, 6)
    assert run.told == []


def test_the_verdict_comes_with_the_closing_and_once():
    run = Run()
    run.sent(GET)
    run.received(HEAD % 0)
    [verdict] = run.tell(Closed, "fin", "asked", 0, 0)
    assert isinstance(verdict, VerdictReached)
    assert run.witness.story.verdict is verdict.verdict
    assert run.tell(Tick) == []


def test_a_fin_ends_an_answer_before_the_verdict():
    run = Run("until-close")
    run.received(b"Sat Nov 21\r\n")
    [message] = run.tell(PeerFin, 12)
    assert (message.start, message.end, message.complete) == (0, 12, True)


def test_a_body_costs_nothing():
    run = Run()
    run.sent(GET)
    run.received(HEAD % 3_000_000)
    for _ in range(3):
        run.received(bytes(1_000_000))
    assert run.messages[-1].complete
    assert run.witness.lag == 0
    assert run.record.read_back == []


def test_what_does_not_fit_into_the_turn_lags_and_is_read_back_on_ticks():
    lines = b"x" * 99 + b"\n"
    run = Run("line", step=0.0015)
    run.received(lines * 10_000)
    assert 0 < run.witness.lag < 1_000_000
    assert run.witness.deadline() == 0.0
    turns = run.catch_up()
    assert turns > 5
    assert len(run.messages) == 10_000
    assert [m.start for m in run.messages] == list(range(0, 1_000_000, 100))
    assert {m.t for m in run.messages} == {3}, "a message has its event's time, however late it is"
    assert len(run.record.read_back) <= 1 + 1_000_000 // limits.BLOCK


def test_each_turn_goes_on_a_little_however_slow_the_machine():
    run = Run("line", step=1.0)
    run.received(b"a\n" * 2_000)
    assert run.catch_up() == 31  # of the smallest slice
    assert len(run.messages) == 2_000


def test_a_turn_tells_a_bounded_number_of_messages():
    run = Run("line")
    assert len(run.received(b"\n" * 50_000)) <= 2 * limits.MESSAGES_A_TURN
    while run.witness.lag:
        assert len(run.tick()) <= 2 * limits.MESSAGES_A_TURN
    assert len(run.messages) == 50_000


def test_slices_grow_where_decoding_is_cheap():
    run = Run("line")
    run.received(b"x" * 1_000_000)
    assert run.witness.lag == 0
    assert run.witness._slice == limits.SLICE


def test_a_request_is_known_before_its_answer_is_split():
    run = Run("http", step=0.0015)
    run.sent(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 50_000 + b"0\r\n\r\n")
    assert run.witness.lag
    run.sent(b"HEAD / HTTP/1.1\r\n\r\n")
    run.received((HEAD % 2) + b"ok")
    run.received(HEAD % 99)  # the answer to HEAD has no body
    run.catch_up()
    assert [(m.direction, m.kind, m.complete) for m in run.messages] == [
        ("out", "request", True),
        ("out", "request", True),
        ("in", "response", True),
        ("in", "response", True),
    ]


def test_the_verdict_waits_for_what_lags():
    run = Run("line", step=0.0001)
    run.sent(b"go\n")
    run.received(b"x" * 999_999 + b"\n")
    assert run.witness.lag
    assert run.tell(PeerFin, 1_000_000) == []
    assert run.tell(Closed, "fin", "peer", 0, 0) == []
    run.catch_up()
    assert [type(event) for event in run.told[-2:]] == [Message, VerdictReached]
    assert run.told[-1].verdict.outcome == "complete"
    assert run.told[-1].verdict.received.bytes == 1_000_000


def closed_under_flood(step, *, answered=True):
    run = Run("line", step)
    run.sent(b"go\n")
    run.received(b"first\n" if answered else b"x")
    run.received(b"y" * 250_000 if not answered else b"more\n" * 50_000)
    run.tell(Closed, "fin", "asked", 0, 0)
    run.catch_up()
    return run.told[-1].verdict


def test_a_verdict_does_not_wait_for_a_flood_for_ever():
    verdict = closed_under_flood(step=0.1)
    assert (verdict.outcome, verdict.response.complete) == ("complete", True)
    assert "bytes could not be decoded in time" in verdict.meaning


def test_an_answer_that_was_not_decoded_is_not_judged():
    verdict = closed_under_flood(step=0.1, answered=False)
    assert verdict.response is None
    assert "bytes could not be decoded in time" in verdict.meaning
    assert (verdict.outcome, exit_code(verdict.outcome)) == ("local-error", 1), "an unknown answer is no success"
    assert "whether the answer is whole is not known" in verdict.summary


def test_messages_that_were_not_all_counted_are_told_as_at_least_so_many():
    assert "at least " in closed_under_flood(step=0.1).summary


def test_who_leaves_is_not_kept_waiting_by_what_lags():
    waits = {}
    for why in ("asked", "stopped"):
        run = Run("line", 0.01)
        run.received(b"x" * 2_000_000)
        run.tell(Closed, "fin", why, 0, 0)
        waits[why] = run.witness._wait_until - run.witness._clock()
    assert waits["stopped"] < 1.0 < waits["asked"]


def test_what_is_decoded_in_time_is_judged():
    assert "decoded" not in closed_under_flood(step=0.00001).meaning


def test_without_a_record_nothing_waits():
    run = Run("line", step=1.0, recorded=False)
    run.received(b"a\n" * 20_000)
    assert run.witness.lag == 0
    assert len(run.messages) == 20_000


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), ValueError("The log has become shorter.")])
def test_a_record_that_can_not_be_read_leaves_no_answer_and_no_guess(error):
    run = Run("line", step=1.0)
    run.sent(b"go\n")
    run.received(b"x" * 300_000)
    run.record.broken = error
    run.tick()
    assert run.witness.lag == 0
    run.received(b"\n")
    [verdict] = run.tell(Closed, "fin", "asked", 0, 0)
    assert verdict.verdict.response is None
    assert verdict.verdict.received.bytes == 300_001


def test_a_long_backlog_is_merged_and_loses_nothing(monkeypatch):
    monkeypatch.setattr(limits, "EXACT_BACKLOG", 8)
    run = Run("line", step=0.0015)
    run.received(b"y" * 500_000 + b"\n")
    for _ in range(100):
        run.sent(b"ping\n")
        run.received(b"pong\n")
    assert len(run.witness._backlog) <= 8
    run.catch_up()
    assert sum(m.direction == "out" for m in run.messages) == 100
    assert sum(m.direction == "in" for m in run.messages) == 101


@pytest.mark.parametrize("cut", [1, 7, 64, 100_000])
def test_lagging_or_not_the_same_messages_are_found(cut):
    answers = b"".join((HEAD % n) + b"b" * n for n in range(200))
    told = []
    for step in (0.0, 0.0015):
        run = Run("http", step)
        run.sent(GET * 200)
        for start in range(0, len(answers), cut):
            run.received(answers[start : start + cut])
        run.catch_up()
        told.append([(m.direction, m.start, m.end, m.complete, m.awaited) for m in run.messages if m.direction == "in"])
    assert told[0] == told[1]
    assert len(told[0]) == 200


def test_kernel_figures_and_its_own_notes_find_nothing():
    run = Run()
    run.sent(GET)
    [message] = run.received(HEAD % 0)
    assert run.tell(KernelSample, b"", 0) == []
    assert list(run.witness.on(message, 1.0)) == []
    assert run.witness.story.answers_complete == 1
