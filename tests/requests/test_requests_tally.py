"""Many connections counted, as transcripts: events of several in, one summary out."""

from __future__ import annotations

import pytest

from tcptui.protocol.events import (
    Address,
    Closed,
    Connected,
    ConnectFailed,
    Event,
    Message,
    Opened,
    Received,
    Sent,
    VerdictReached,
)
from tcptui.protocol.verdict import Outcome, ReceivedBytes, SentBytes, Verdict
from tcptui.requests.many import Errand, usual_end
from tcptui.requests.replaying.tally import Tally, Times

ADDRESS = Address("ipv4", "127.0.0.1", 80)


def verdict(outcome: Outcome) -> Verdict:
    sent, received = SentBytes(0, 0, 0, 0), ReceivedBytes(0, 0)
    return Verdict(outcome, "idle", "none", None, None, sent, received, None, None, f"It was {outcome}.", "", ())


class Play:
    """Tells a Tally events at a time in seconds."""

    def __init__(self, asked: int) -> None:
        self.tally = Tally(asked)

    def tell(self, at: float, kind: type[Event], conn: int, *values: object) -> None:
        self.tally.on(kind(conn, int(at * 1e9), *values))  # type: ignore[arg-type]

    def stand(self, conn: int, asked: float, at: float) -> None:
        self.tell(asked, Opened, conn, "a:80", "none")
        self.tell(at, Connected, conn, ADDRESS, ADDRESS, 1, at - asked)

    def answer(self, conn: int, at: float) -> None:
        self.tell(at, Message, conn, "in", 1, 0, 5, "message", True, True, 0)

    def end(self, conn: int, at: float, outcome: Outcome) -> None:
        self.tell(at, Closed, conn, "fin", "asked")
        self.tell(at, VerdictReached, conn, verdict(outcome))


def test_nothing_has_happened_yet() -> None:
    now = Tally(3).summary()
    assert (now.connections, now.opening, now.open, now.done, now.failed) == (3, 3, 0, 0, ())
    assert now.connect is None
    assert now.answer is None
    assert now.seconds == 0
    assert not now.over
    assert Tally(3).status == 0


def test_connections_on_their_way_standing_done_and_failed() -> None:
    play = Play(5)
    for conn in (1, 2, 3):
        play.stand(conn, 10.0, 10.0 + conn / 100)
    play.tell(10.0, Opened, 4, "a:80", "none")
    play.end(1, 10.5, "closed")
    play.end(2, 11.0, "reset")
    now = play.tally.summary()
    assert (now.opening, now.open, now.done, now.failed, now.lost) == (2, 1, 1, (("reset", 1),), 1)
    assert now.seconds == pytest.approx(1.0)
    assert not now.over


def test_bytes_are_counted_once_however_they_are_gathered() -> None:
    play = Play(2)
    play.tell(1, Sent, 1, 0, 5)
    play.tell(1, Sent, 1, 5, 5)
    play.tell(1, Sent, 2, 0, 7)
    play.tell(1, Received, 1, 0, 4)
    play.tell(2, Received, 1, 4, 6)
    now = play.tally.summary()
    assert (now.sent, now.received) == (17, 10)


def test_times_to_stand_and_to_the_answers_end() -> None:
    play = Play(3)
    for conn, stood, answered in ((1, 0.01, 0.2), (2, 0.03, 0.4), (3, 1.02, 1.5)):
        play.stand(conn, 5.0, 5.0 + stood)
        play.answer(conn, 5.0 + answered)
        play.end(conn, 9.0, "complete")
    now = play.tally.summary()
    assert now.connect == Times(pytest.approx(0.01), pytest.approx(0.03), pytest.approx(1.02))
    assert now.answer == Times(pytest.approx(0.2), pytest.approx(0.4), pytest.approx(1.5))
    assert now.held_up == 1
    assert now.remark == "1 took 1 s or more to connect: SYN sent again (full backlog?)"
    assert now.over


def test_where_no_answer_is_owed_the_end_counts() -> None:
    play = Play(1)
    play.stand(1, 5.0, 5.1)
    play.end(1, 7.0, "closed")
    assert play.tally.summary().answer == Times(2.0, 2.0, 2.0)


def test_what_failed_has_no_time_of_an_answer() -> None:
    play = Play(1)
    play.stand(1, 5.0, 5.1)
    play.end(1, 7.0, "truncated")
    assert play.tally.summary().answer is None


def test_answers_that_broke_their_framing_are_counted_while_their_connections_stand() -> None:
    play = Play(3)
    for conn in (1, 2, 3):
        play.stand(conn, 1.0, 1.1)
    for conn in (1, 2, 2):
        problem = Message(conn, int(2e9), "in", 1, 0, 5, "message", False, False, 0, problem="It breaks its framing.")
        play.tally.on(problem)
    assert (play.tally.summary().open, play.tally.summary().broken) == (3, 2)
    play.end(2, 3.0, "cancelled")
    play.end(3, 3.0, "cancelled")
    assert (play.tally.summary().open, play.tally.summary().broken) == (1, 1)


def test_where_a_person_asks_the_newest_answers_are_timed_from_their_requests() -> None:
    tally = Tally(2, by_hand=True)
    tally.on(Opened(1, 0, "a:80", "http"))
    assert tally.summary().answer is None
    for number, after in ((1, 9.0), (2, 0.25)):
        tally.on(
            Message(1, int(100e9), "in", number, 0, 5, "response", True, True, 0, took=0.5, after=after),
        )
    assert tally.summary().answer == Times(0.75, 0.75, 0.75)
    tally.on(VerdictReached(1, int(200e9), verdict("closed")))
    assert tally.summary().answer == Times(0.75, 0.75, 0.75), "a close by hand is no answer"


def test_causes_the_most_frequent_first_and_the_status_of_the_first_by_number() -> None:
    play = Play(5)
    for conn, outcome in ((5, "reset"), (3, "reset"), (4, "refused"), (2, "timeout"), (1, "complete")):
        play.tell(1, Opened, conn, "a:80", "none")
        play.end(conn, 2, outcome)
    assert play.tally.summary().failed[0] == ("reset", 2)
    assert play.tally.status == 28
    assert play.tally.first_failed == (2, verdict("timeout"))


def test_a_connection_that_never_stood_is_not_open() -> None:
    play = Play(1)
    play.tell(1, Opened, 1, "a:80", "none")
    play.tell(1, ConnectFailed, 1, ADDRESS, 1, 111, "ECONNREFUSED", "error", "refused")
    play.tell(1, Closed, 1, "none", "failed")
    now = play.tally.summary()
    assert (now.opening, now.open) == (0, 0)


def test_the_object_of_a_summary() -> None:
    play = Play(2)
    play.stand(1, 1.0, 1.25)
    play.end(1, 2.0, "closed")
    assert play.tally.summary().as_json() == {
        "connections": 2, "open": 1, "done": 1, "failed": {}, "sent": 0, "received": 0,
        "connect": {"fastest": 0.25, "median": 0.25, "slowest": 0.25},
        "answer": {"fastest": 1.0, "median": 1.0, "slowest": 1.0}, "held_up": 0, "seconds": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("framing", "size", "end"),
    [("none", 5, "echo"), ("auto", 5, "echo"), ("none", 0, "answer"), ("http", 5, "answer"), ("line", 5, "answer")],
)
def test_when_a_connection_has_done_its_part(framing: str, size: int, end: str) -> None:
    assert usual_end(framing, size) == end


def test_an_echo_is_one_answer_as_long_as_what_went_out() -> None:
    assert Errand((b"abc", b"de"), 5, "none", "echo").reading == "fixed:5"
    assert Errand((b"abc", b"de"), 5, "http", "answer").reading == "http"
