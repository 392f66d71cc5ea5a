"""A recorded connection as it is compared: messages, bytes in none of them, what happened, and where it begins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tcptui import transcribing
from tcptui.journal.log import Log
from tcptui.journal.writer import Writer
from tcptui.protocol import events as ev
from tcptui.protocol.verdict import ReceivedBytes, SentBytes, Verdict
from tcptui.requests.comparing import compare
from tcptui.transcribing import transcribe

HERE = ev.Address("ipv4", "127.0.0.1", 80)
T0 = 1_000_000_000
MS = 1_000_000


class Run:
    """Writes records, a millisecond apart."""

    def __init__(self) -> None:
        self.writer = Writer.scratch(ev.RunStarted(0, T0, "test", 50 * T0, "test"))
        self.log = self.writer.log()
        self.t = T0
        self._fed: dict[tuple[int, str], int] = {}

    def event(self, kind: type[ev.Event], *values: object, conn: int = 1) -> None:
        self.t += MS
        self.writer.event(kind(conn, self.t, *values))  # type: ignore[arg-type]

    def sent(self, data: bytes, conn: int = 1) -> None:
        self.t += MS
        self.writer.sent(conn, self.t, self._at(conn, "out", data), data)

    def received(self, data: bytes, conn: int = 1) -> None:
        self.t += MS
        room = self.writer.room(len(data))
        assert room is not None
        room[:] = data
        self.writer.received(conn, self.t, self._at(conn, "in", data), len(data))

    def message(self, direction: str, number: int, start: int, end: int, text: str, after: float | None = None) -> None:
        message = ev.Message(
            1,
            self.t,
            direction,
            number,
            start,
            end,
            "line",
            True,
            True,
            0,
            text=text,
            after=after,  # type: ignore[arg-type]
        )
        self.writer.event(message)

    def _at(self, conn: int, way: str, data: bytes) -> int:
        begin = self._fed.get((conn, way), 0)
        self._fed[conn, way] = begin + len(data)
        return begin

    def written(self) -> Log:
        self.writer.flush()
        return self.log

    def told(self, conn: int = 1) -> transcribing.Account:
        return transcribe(self.written(), conn)


@pytest.fixture
def run() -> Iterator[Run]:
    one = Run()
    yield one
    one.log.close()
    one.writer.close()


def opened(run: Run, framing: str = "line") -> None:
    run.event(ev.Opened, "127.0.0.1:80", framing)
    run.event(ev.Connected, HERE, HERE, 1, 0.1)


def said(account: transcribing.Account) -> list[tuple[str, str, bytes]]:
    return [(one.direction, one.kind, one.data) for one in account.transcript.utterances]


def test_messages_come_with_their_bytes_and_times_since_the_beginning(run: Run) -> None:
    opened(run)
    run.sent(b"a\n")
    run.message("out", 1, 0, 2, "a")
    run.received(b"b\n")
    run.message("in", 1, 0, 2, "b", after=0.001)
    account = run.told()
    assert said(account) == [("out", "line", b"a\n"), ("in", "line", b"b\n")]
    first, second = account.transcript.utterances
    assert (first.t, first.after) == (2 * MS, None)
    assert (second.t, second.after, second.text) == (3 * MS, 0.001, "b")
    assert (account.target, account.transcript.framing) == ("127.0.0.1:80", "line")
    assert account.began == 50 * T0 + MS


def test_without_messages_each_turn_of_the_conversation_is_one(run: Run) -> None:
    opened(run, "none")
    run.sent(b"hel")
    run.sent(b"lo\r\n")
    run.received(b"wor")
    run.sent(b"x", conn=2)
    run.received(b"ld\r\n")
    run.sent(b"bye\r\n")
    assert said(run.told()) == [
        ("out", "bytes", b"hello\r\n"),
        ("in", "bytes", b"world\r\n"),
        ("out", "bytes", b"bye\r\n"),
    ]


def test_bytes_around_the_messages_are_kept(run: Run) -> None:
    opened(run)
    run.received(b"??a\n!!")
    run.message("in", 1, 2, 4, "a")
    assert sorted(said(run.told())) == [("in", "bytes", b"!!"), ("in", "bytes", b"??"), ("in", "line", b"a\n")]


def test_what_asks_is_out_on_connections_that_came_to_us_too(run: Run) -> None:
    run.event(ev.Accepted, 7, HERE, HERE, "", "none")
    run.received(b"question")
    run.sent(b"answer")
    account = run.told()
    assert said(account) == [("out", "bytes", b"question"), ("in", "bytes", b"answer")]
    assert account.target == "from 127.0.0.1:80"


def test_a_replay_that_joined_begins_where_it_joined(run: Run) -> None:
    opened(run, "none")
    run.sent(b"before")
    run.received(b"before, too")
    run.event(ev.Replayed, "/r.toml", "r")
    run.sent(b"now")
    account = run.told()
    assert said(account) == [("out", "bytes", b"now")]
    assert account.transcript.utterances[0].t == MS
    assert account.replayed is not None
    assert account.replayed.source == "/r.toml"


def test_of_several_replays_on_a_connection_any_can_be_read(run: Run) -> None:
    opened(run)
    for number in range(3):
        run.event(ev.Replayed, f"/{number}.toml", "r")
        run.sent(b"%d\n" % number)
        run.received(b"-\n")
        if number:  # the first ones' messages are told when the second replay has begun already
            for way in ("out", "in"):
                for at in (0, 2) if number == 1 else (4,):
                    run.message(way, at // 2 + 1, at, at + 2, "")
    run.event(ev.Closed, "fin", "asked")
    run.event(ev.VerdictReached, verdict("closed", 0))
    for replay, outcome in ((0, None), (1, None), (2, "closed"), (None, "closed")):
        account = transcribe(run.written(), 1, replay=replay)
        data = b"%d\n" % (2 if replay is None else replay)
        assert said(account) == [("out", "line", data), ("in", "line", b"-\n")]
        assert account.outcome == outcome
        assert ("closed" in [one.name for one in account.transcript.incidents]) is (outcome is not None)


def verdict(outcome: str, unacked: int | None, unsent: int = 0) -> Verdict:
    sent = SentBytes(5, 5, unacked, unsent)
    return Verdict(outcome, "response", "peer-rst", None, None, sent, ReceivedBytes(0, 0), None, None, "", "", ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("happened", "told"),
    [
        (
            [(ev.PeerFin, 5), (ev.Closed, "fin", "peer")],
            [("peer-fin", "the peer closed its side"), ("closed", "we sent a FIN, after the peer's")],
        ),
        ([(ev.PeerRst, 104, "ECONNRESET", "recv")], [("peer-rst", "the peer reset it: ECONNRESET")]),
        ([(ev.HalfClosed, 5)], [("half-closed", "we closed our side")]),
        (
            [(ev.VerdictReached, verdict("complete", 0))],
            [("outcome", "complete, stage response"), ("acked", "all that was sent")],
        ),
        (
            [(ev.VerdictReached, verdict("reset", 3, 2))],
            [("outcome", "reset, stage response"), ("acked", "3 of 5 bytes not acknowledged"), ("unsent", "2 bytes")],
        ),
        ([(ev.VerdictReached, verdict("reset", None))], [("outcome", "reset, stage response")]),
    ],
)  # fmt: skip
def test_what_happened_is_told_without_what_always_differs(
    run: Run, happened: list[tuple[type[ev.Event]]], told: list[tuple[str, str]]
) -> None:
    opened(run)
    for kind, *values in happened:
        run.event(kind, *values)
    found = run.told().transcript.incidents
    assert [(one.name, one.detail) for one in found] == [("connected", ""), *told]


def test_a_fin_that_only_one_side_waited_for_is_no_difference() -> None:
    runs = [Run(), Run()]
    for run in runs:
        opened(run)
    runs[0].event(ev.PeerFin, 5)
    runs[0].event(ev.Closed, "fin", "peer")
    runs[1].event(ev.Closed, "fin", "asked")
    for run in runs:
        run.event(ev.VerdictReached, verdict("closed", 0))
    assert compare(*(run.told().transcript for run in runs)).differences == 0
    rst = Run()
    opened(rst)
    rst.event(ev.PeerRst, 104, "ECONNRESET", "recv")
    rst.event(ev.Closed, "none", "failed")
    rst.event(ev.VerdictReached, verdict("closed", 0))
    found = compare(runs[1].told().transcript, rst.told().transcript).events
    assert [(one.where, one.left, one.right) for one in found] == [("peer-rst", None, "the peer reset it: ECONNRESET")]


def test_more_than_can_be_compared_is_cut_and_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcribing, "AT_MOST", 4)
    monkeypatch.setattr(transcribing, "ALTOGETHER", 6)
    monkeypatch.setattr(transcribing, "MOST", 3)
    opened(run, "none")
    for number in range(4):
        run.sent(b"%d-long" % number)
        run.received(b"x")
    found = run.told().transcript
    assert [(one.data, one.size, one.whole) for one in found.utterances] == [
        (b"0-lo", 6, False), (b"x", 1, True), (b"1", 6, False),
    ]  # fmt: skip
    assert found.left_out


def test_bytes_of_messages_that_are_left_out_are_left_out_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcribing, "MOST", 3)
    opened(run)
    run.sent(b"go")
    run.received(b"a\nb\nc\nd\ne\n")
    for number in range(5):
        run.message("in", number + 1, 2 * number, 2 * number + 2, "")
    found = run.told()
    assert said(found) == [("out", "bytes", b"go"), ("in", "line", b"a\n"), ("in", "line", b"b\n")]
    assert found.transcript.left_out


def test_it_can_be_stopped(run: Run) -> None:
    opened(run)

    def told(share: float) -> None:
        raise InterruptedError

    run.writer.flush()
    with pytest.raises(InterruptedError):
        transcribe(run.log, 1, told)


def test_a_connection_of_which_nothing_is_there_is_empty(run: Run) -> None:
    account = run.told(9)
    assert not account.transcript.utterances
    assert account.outcome is None


def test_what_is_secret_in_a_message_is_told_by_its_place_there(run: Run) -> None:
    opened(run)
    run.sent(b"x\nlogin s3cret\n")
    run.message("out", 1, 0, 2, "x")
    run.message("out", 2, 2, 15, "login s3cret")
    run.event(ev.Concealed, "out", 8, 14)
    run.received(b"Cookie: a\n")
    found = run.told().transcript.utterances
    assert [[one.data[start:end] for start, end in one.secrets] for one in found] == [[], [b"s3cret"], [b"a"]]
