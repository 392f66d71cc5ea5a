"""The history of what was sent: what the catalogue knows of each thing, its first line, and what is in its bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tcptui.journal import runs
from tcptui.journal.catalog import Catalog
from tcptui.journal.sententry import SentEntry
from tcptui.journal.senthunt import hunt
from tcptui.journal.sentlog import SentLog
from tcptui.journal.writer import Writer
from tcptui.protocol.events import (
    Accepted,
    Address,
    AnsweredBy,
    Concealed,
    HalfClosed,
    Message,
    Opened,
    RunStarted,
    StepDone,
    VerdictReached,
)
from tcptui.protocol.verdict import Outcome, ReceivedBytes, SentBytes, Verdict

WALL, T0 = 1_700_000_000_000_000_000, 5_000_000_000
HERE, PEER = Address("ipv4", "127.0.0.1", 80), Address("ipv4", "127.0.0.1", 5000)


class Run:
    """A run written step by step, a second each."""

    def __init__(self, wall: int = WALL) -> None:
        folder = runs.new_run_folder()
        self.id = folder.name
        self.writer = Writer.create(folder, RunStarted(0, T0, "1", wall, "test"))
        self._seconds = 0
        self._offsets: dict[tuple[int, str], int] = {}

    def _tick(self) -> int:
        self._seconds += 1
        return T0 + self._seconds * 10**9

    def opened(self, conn: int = 1, target: str = "there:80", framing: str = "http") -> Run:
        self.writer.event(Opened(conn, self._tick(), target, framing))
        return self

    def accepted(self, conn: int = 1, responder: str = "") -> Run:
        self.writer.event(Accepted(conn, self._tick(), 9, PEER, HERE, responder))
        return self

    def conceals(self, start: int, end: int, conn: int = 1) -> Run:
        self.writer.event(Concealed(conn, self._tick(), "out", start, end))
        return self

    def sent(self, data: bytes, conn: int = 1, *, request: bool = False) -> Run:
        at = self._offsets.get((conn, "out"), 0)
        self._offsets[conn, "out"] = at + len(data)
        self.writer.sent(conn, self._tick(), at, data)
        if request:
            self.writer.event(Message(conn, self._tick(), "out", 1, at, at + len(data), "request", True, True, 1))
        return self

    def received(self, data: bytes, conn: int = 1) -> Run:
        at = self._offsets.get((conn, "in"), 0)
        self._offsets[conn, "in"] = at + len(data)
        room = self.writer.room(len(data))
        assert room is not None
        room[:] = data
        self.writer.received(conn, self._tick(), at, len(data))
        return self

    def answered(self, status: int, conn: int = 1, *, final: bool = True) -> Run:
        self.writer.event(Message(conn, self._tick(), "in", 1, 0, 1, "answer", True, final, 0, status))
        return self

    def half_closed(self, conn: int = 1) -> Run:
        self.writer.event(HalfClosed(conn, self._tick(), 0))
        return self

    def step(self, number: int, conn: int = 1, *, ok: bool = True) -> Run:
        self.writer.event(StepDone(conn, self._tick(), "a.toml", number, "send", ok, 0.0))
        return self

    def ended(self, outcome: Outcome, conn: int = 1) -> Run:
        sent, received = SentBytes(1, 1, 0, 0), ReceivedBytes(1, 0)
        verdict = Verdict(outcome, "idle", "peer-fin", None, None, sent, received, None, None, "It ended.", "", ())
        self.writer.event(VerdictReached(conn, self._tick(), verdict))
        return self

    def written(self) -> Run:
        self.writer.flush()
        return self

    def over(self) -> Run:
        self.writer.close()
        return self


@pytest.fixture
def catalog() -> Iterator[Catalog]:
    catalog = Catalog.open()
    yield catalog
    catalog.close()


def history(catalog: Catalog) -> list[SentEntry]:
    catalog.refresh()
    return [entry for some in catalog.history() for entry in some]


def first_lines(entries: list[SentEntry]) -> list[str]:
    lines = []
    for entry in entries:
        with SentLog(entry.run) as log:
            lines.append(log.first_line(entry))
    return lines


def test_it_is_told_newest_first_over_all_runs(catalog: Catalog) -> None:
    Run().opened().sent(b"one\r\n").received(b"!").sent(b"three\r\n").over()
    Run(WALL + 10**8).opened(target="other:1", framing="line").sent(b"two\r\n").ended("closed").over()
    entries = history(catalog)
    assert first_lines(entries) == ["three", "two", "one"]
    assert [entry.target for entry in entries] == ["there:80", "other:1", "there:80"]
    assert [(entry.framing, entry.outcome, bool(entry.last)) for entry in entries] == [
        ("http", None, True),
        ("line", "closed", True),
        ("http", None, False),
    ]
    assert entries[-1].t == WALL + 2 * 10**9
    assert [entry.heard for entry in entries] == [0, 0, 1]


def test_what_a_replay_sends_step_by_step_is_one_thing_until_something_comes(catalog: Catalog) -> None:
    run = Run().opened().sent(b"GET /a\r\n", request=True).step(1)
    run.conceals(15, 21).sent(b"Token: sesame\r\n\r\n").step(2)
    run.received(b"x").answered(200).step(3).sent(b"GET /b").step(4, ok=False).sent(b"GET /c").over()
    entries = history(catalog)
    assert first_lines(entries) == ["GET /c", "GET /b", "GET /a"]
    assert [(entry.size, entry.statuses, entry.secrets()) for entry in entries[2:]] == [(25, "200", [(15, 21)])]


def test_an_answers_status_goes_to_the_request_that_it_answers(catalog: Catalog) -> None:
    run = Run().opened().sent(b"GET /a", request=True).half_closed().sent(b"GET /b", request=True)
    run.received(b"x").answered(404).answered(100, final=False).answered(200).over()
    assert [entry.statuses for entry in history(catalog)] == ["200", "404"]


def test_several_answers_are_told_in_short(catalog: Catalog) -> None:
    run = Run().opened()
    for _ in range(7):
        run.sent(b"GET /", request=True)
    for status in (200, 200, 404, 503, 500, 400):
        run.answered(status)
    run.over()
    assert [entry.statuses for entry in history(catalog)] == ["200 404 503 …"]


def test_a_live_run_is_gone_on_with_where_it_was_left(catalog: Catalog) -> None:
    run = Run().opened().sent(b"GET / ", request=True).written()
    (entry,) = history(catalog)
    assert (entry.size, entry.statuses) == (6, "")
    run.sent(b"HTTP/1.1\r\n\r\n").received(b"abc").written()
    (entry,) = history(catalog)
    assert (entry.size, entry.heard, entry.goes_on) == (18, 3, 0)
    run.answered(201).received(b"de").sent(b"more").over()
    more, entry = history(catalog)
    assert (entry.statuses, entry.heard, entry.last) == ("201", 5, 0)
    assert (more.size, more.heard, more.last) == (4, 0, 1)


def test_it_is_the_same_however_often_it_was_looked_at(catalog: Catalog) -> None:
    run = Run().opened()
    for number in range(9):
        run.sent(b"GET /%d\r\n" % number, request=True).received(b"x" * number)
        if number != 4:
            run.answered(200 + number)
        run.written()
        history(catalog)
    run.ended("reset").over()
    bit_by_bit = history(catalog)
    catalog._db.executescript("DELETE FROM runs")
    assert [replace(entry, goes_on=0) for entry in bit_by_bit] == history(catalog)
    assert bit_by_bit[0].outcome == "reset"


def test_what_a_practice_server_answers_is_no_history(catalog: Catalog) -> None:
    run = Run().accepted(1, "echo").sent(b"echoed").written()
    assert history(catalog) == []
    run.sent(b"still").accepted(2).sent(b"typed", 2)
    run.writer.event(AnsweredBy(1, T0 + 10**12, "person"))
    run.sent(b"taken over").over()
    assert first_lines(history(catalog)) == ["taken over", "typed"]
    assert catalog.connections(run.id)[0].sent == 21


def test_credentials_are_masked_even_where_they_were_sent_in_pieces(catalog: Catalog) -> None:
    run = Run().opened().sent(b"Authorization: Bearer abc\r\n").half_closed().sent(b"Cookie: se").half_closed()
    run.sent(b"cret\r\n").half_closed().sent(b" folded\r\n").half_closed().sent(b"GET /x: y\r\n").over()
    entries = history(catalog)
    assert first_lines(entries) == ["GET /x: y", " ******", "****", "Cookie: **", "Authorization: **********"]
    with SentLog(run.id) as log:
        assert log.masked(entries[2], 99) == b"****\r\n"
        assert log.masked(entries[-1], 22) == b"Authorization: *******"


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        (b"\r\n\r\nsecond", "second"),
        (b"\r\n", "\r\n"),
        (b"x" * 300, "x" * 200),
        (b"\xff\x00\n", "\udcff\x00"),
        (b"a\nb\n", "a"),
    ],
)
def test_a_first_line(catalog: Catalog, sent: bytes, line: str) -> None:
    Run().opened().sent(sent).over()
    assert first_lines(history(catalog)) == [line]


def test_what_the_record_says_is_secret_is_masked(catalog: Catalog) -> None:
    run = Run().opened().sent(b"one\n").received(b"ok\n").conceals(9, 12).conceals(16, 30)
    run.sent(b"AUTH abc\n").sent(b"SID=" + b"s" * 14 + b"!").over()
    (entry, _) = history(catalog)
    assert entry.secrets() == [(9, 12), (16, 30)]
    with SentLog(entry.run) as log:
        assert log.first_line(entry) == "AUTH ***"
        assert log.masked(entry, 99) == b"AUTH ***\nSID" + b"*" * 14 + b"s!"


def test_a_secret_that_is_told_before_the_catalogue_looks_and_sent_behind_that(catalog: Catalog) -> None:
    run = Run().opened().conceals(5, 8)
    run.writer.flush()
    catalog.refresh()
    run.sent(b"AUTH abc\n").over()
    assert first_lines(history(catalog)) == ["AUTH ***"]


def test_a_first_line_that_was_sent_key_by_key(catalog: Catalog) -> None:
    Run().opened().sent(b"G").sent(b"E").sent(b"x", 2).sent(b"T\r").sent(b"\nrest").over()
    assert first_lines(history(catalog))[-1] == "GET"


def test_words_are_looked_for_in_all_the_bytes(catalog: Catalog) -> None:
    run = Run().opened().sent(b"GET /\r\n" + b"." * 70_000 + b"NEED").sent(b"le" + b"." * 70_000 + b"other")
    run.received(b"needle").sent(b"needle only").over()
    newer, older = history(catalog)
    asked = [(newer, [b"needle"]), (older, [b"needle", b"other"]), (older, [b"need le"]), (newer, [b"other"])]
    assert list(hunt(asked)) == [True, True, False, False]


def test_what_is_gone_holds_nothing(catalog: Catalog) -> None:
    run = Run().opened().sent(b"gone").over()
    (entry,) = history(catalog)
    runs.remove(run.id)
    assert list(hunt([(entry, [b"gone"])])) == [False]


def test_refreshing_tells_the_runs_that_changed(catalog: Catalog) -> None:
    run = Run().opened().sent(b"a").written()
    assert catalog.refresh() == {run.id}
    assert catalog.refresh() == set()
    run.sent(b"b").over()
    gone = Run().over()
    assert catalog.refresh() == {run.id, gone.id}
    runs.remove(gone.id)
    assert catalog.refresh() == {gone.id}
    assert [entry.size for some in catalog.history([run.id]) for entry in some] == [2]
    assert list(catalog.history([gone.id])) == []
