"""The log: what the writer was given is what any reader gets, by position, by connection and by stream offset."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tcptui.journal import lock
from tcptui.journal.index import SPACING
from tcptui.journal.layout import FAR, HEADER, HEADER_SIZE, MAGIC, DamagedLogError, Kind
from tcptui.journal.log import Log
from tcptui.journal.streams import Cursor
from tcptui.journal.writer import Writer
from tcptui.protocol.events import (
    Acked,
    Address,
    Connected,
    Event,
    KernelSample,
    Message,
    PeerFin,
    Received,
    RunStarted,
    Sent,
    VerdictReached,
)
from tcptui.protocol.verdict import ReceivedBytes, SentBytes, Verdict

STARTED = RunStarted(0, 5, "1.2", 99, "test", ("tcptui", "send"))
VERDICT = Verdict(
    "closed", "idle", "peer-fin", None, None, SentBytes(4, 4, 0, 0), ReceivedBytes(9, 0), None, None, "s", "m", ("n",)
)
EVENTS: list[Event] = [
    Connected(7, 10, Address("ipv6", "::1", 80), Address("ipv6", "::1", 5000), 1, 0.25),
    KernelSample(7, 11, bytes(range(200)), 12345),
    Acked(7, 12, 1 << 40),
    Message(7, 13, "in", 1, 0, 9, "line", True, True, 0, text="h\udcffé"),
    PeerFin(7, 14, 9),
    VerdictReached(7, 15, VERDICT),
]


def receive(writer: Writer, conn: int, offset: int, data: bytes, t: int = 0) -> None:
    room = writer.room(len(data))
    if room is None:
        writer.flush()
        room = writer.room(len(data))
    assert room is not None
    room[:] = data
    assert bytes(writer.received(conn, t, offset, len(data))) == data


@pytest.fixture
def writer(tmp_path: Path):  # type: ignore[no-untyped-def]
    made = Writer.create(tmp_path / "run", STARTED)
    yield made
    made.close()


@pytest.mark.parametrize("scratch", [False, True])
def test_events_and_bytes_come_back_as_they_went_in(tmp_path: Path, scratch: bool) -> None:
    writer = Writer.scratch(STARTED) if scratch else Writer.create(tmp_path, STARTED)
    for event in EVENTS:
        writer.event(event)
    receive(writer, 7, 0, b"TT\x01 answer", t=20)
    writer.sent(7, 21, 0, b"ask\n")
    writer.flush()
    with writer.log() as log:
        writer.close()
        records = list(log.walk())
        assert [log.event(record) for record in records] == [
            STARTED, *EVENTS, Received(7, 20, 0, 10), Sent(7, 21, 0, 4),
        ]  # fmt: skip
        assert [log.body(record) for record in records if record.is_data] == [b"TT\x01 answer", b"ask\n"]
        assert log.body(records[-1], 1, 2) == b"sk"
        assert log.started == STARTED
        assert log.connections() == [7]


def test_the_log_is_the_persons_own(writer: Writer) -> None:
    assert writer.path is not None
    assert writer.path.stat().st_mode & 0o777 == 0o600
    assert writer.path.parent.stat().st_mode & 0o777 == 0o700
    with pytest.raises(FileExistsError):
        Writer.create(writer.path.parent, STARTED)


def test_a_live_run_is_locked_until_its_writer_closes(writer: Writer) -> None:
    assert writer.path is not None
    with writer.log(), Log.open(writer.path) as other:
        assert other.live
        writer.close()
        assert not other.live


def test_nothing_is_shown_before_it_is_flushed(writer: Writer) -> None:
    with writer.log() as log:
        receive(writer, 1, 0, b"unseen")
        writer.event(PeerFin(1, 1, 6))
        assert (log.connections(), log.last_row(1), log.read(1, "in", 0, 9)) == ([], None, b"")
        assert len(list(log.walk())) == 1
        writer.flush()
        assert (log.connections(), log.read(1, "in", 0, 9)) == ([1], b"unseen")


def test_the_view_of_received_bytes_outlives_the_flush_until_the_next_room(writer: Writer) -> None:
    room = writer.room(100)
    assert room is not None
    room[:5] = b"hello"
    kept = writer.received(1, 0, 0, 5)
    writer.flush()
    writer.sent(1, 0, 0, b"an answer to it")
    writer.event(PeerFin(1, 1, 5))
    writer.flush()
    writer.event(PeerFin(1, 1, 5))
    assert bytes(kept) == b"hello"


def test_what_does_not_fit_the_arena_is_kept_in_order(writer: Writer) -> None:
    data = random.Random(4).randbytes(9_000_000)
    receive(writer, 1, 0, b"first")
    writer.sent(1, 0, 0, memoryview(data))
    writer.event(PeerFin(1, 1, 5))
    assert writer.room(10) is None
    writer.flush()
    assert writer.room(10) is not None
    with writer.log() as log:
        assert log.read(1, "out", 0, len(data) + 1) == data
        assert log.read(1, "out", 4_000_000, 1_234_567) == data[4_000_000:5_234_567]
        last = log.last_row(1)
        assert last is not None
        assert log.event(last) == PeerFin(1, 1, 5)


def test_empty_data_makes_no_record(writer: Writer) -> None:
    assert writer.room(10) is not None
    assert bytes(writer.received(1, 0, 0, 0)) == b""
    writer.sent(1, 0, 0, b"")
    writer.flush()
    with writer.log() as log:
        assert len(list(log.walk())) == 1
        assert log.connections() == []


def mixed(writer: Writer, seed: int) -> dict[tuple[int, str], bytes]:
    """Five connections, records of 1 byte to 2 MB, one of them quiet; gives the streams."""
    chance = random.Random(seed)
    streams: dict[tuple[int, str], bytes] = {}
    for step in range(600):
        conn = 5 if step in (3, 300, 301, 590) else chance.choice([1, 2, 3, 4])
        size = chance.choice([1, 7, 100, 5000, 60_000, 2_000_000 if step % 50 == 0 else 3])
        data = chance.randbytes(size)
        way = chance.choice(["in", "out"])
        before = streams.get((conn, way), b"")
        if way == "in":
            receive(writer, conn, len(before), data, t=step)
        else:
            writer.sent(conn, step, len(before), data)
        streams[conn, way] = before + data
        if step % 7 == 0:
            writer.event(KernelSample(conn, step, b"k" * 100, 0))
        if step % 20 == 0:
            writer.flush()
    writer.flush()
    return streams


@pytest.mark.parametrize("reopened", [False, True])
def test_streams_links_and_cursors_agree(writer: Writer, reopened: bool) -> None:
    streams = mixed(writer, seed=11)
    assert writer.path is not None
    with Log.open(writer.path) if reopened else writer.log() as log:
        for (conn, way), stream in streams.items():
            direction = "in" if way == "in" else "out"
            assert log.read(conn, direction, 0, 1 << 30) == stream
            middle = len(stream) // 2
            assert log.read(conn, direction, middle, 1000) == stream[middle : middle + 1000]
            assert log.read(conn, direction, len(stream), 10) == b""
            cursor = Cursor(log, conn, direction)
            assert b"".join(iter(lambda: cursor.read(65_536), b"")) == stream  # noqa: B023
            assert cursor.offset == len(stream)
        for conn in log.connections():
            rows = [record for record in log.walk() if record.conn == conn and record.is_row]
            assert log.first_row(conn) == rows[0]
            assert log.last_row(conn) == rows[-1]
            assert [log.next(record) for record in rows] == [*rows[1:], None]
            assert [log.previous(record) for record in rows] == [None, *rows[:-1]]


def test_a_cursor_goes_on_where_the_stream_grows(writer: Writer) -> None:
    with writer.log() as log:
        cursor, late = Cursor(log, 1, "in"), Cursor(log, 1, "in", 8)
        assert cursor.read(10) == b""
        for offset, data in ((0, b"abcdef"), (6, b"ghi"), (9, b"jk")):
            receive(writer, 1, offset, data)
            writer.sent(1, 0, offset, b"." * len(data))
            writer.flush()
            assert cursor.read(4) == data[:4]
            assert cursor.read(4) == data[4:]
            assert cursor.read(4) == b""
            assert late.read(9) == (b"abcdefghijk"[max(8, offset) : offset + len(data)])


def test_a_record_more_than_4_gb_after_its_predecessor_is_linked_by_the_index(tmp_path: Path) -> None:
    """The same log as if 5 GB lay between: a sparse file, so no disk is filled."""
    path = tmp_path / "log"
    body = b"x"
    gap = 5 << 30
    with path.open("wb") as file:
        pos = 0
        for conn, length, back in ((1, 1, 0), (2, gap, 0), (1, 1, FAR)):
            file.seek(pos)
            # A body's length has 32 bits: five records of 1 GB make the gap.
            pieces = [length] if length < 1 << 30 else [1 << 30] * 5
            for piece in pieces:
                file.seek(pos)
                file.write(HEADER.pack(MAGIC, Kind.DATA, 1, conn, 0, pos if conn == 2 else back and 1, piece, back))
                pos += HEADER_SIZE + piece
        file.seek(pos - 1)
        file.write(body)
    with Log.open(path) as log:
        first, last = log.first_row(1), log.last_row(1)
        assert first is not None
        assert last is not None
        assert last.back == FAR
        assert log.previous(last) == first
        assert log.next(first) == last


def test_marks_are_sparse(writer: Writer) -> None:
    for step in range(1000):
        receive(writer, 1, step * 9000, b"z" * 9000)
    writer.flush()
    with writer.log() as log:
        marks = []
        while (mark := log.mark_after(1, marks[-1].pos if marks else -1)) is not None:
            marks.append(mark)
        assert len(marks) == pytest.approx(9_000_000 / SPACING, rel=0.1)


@pytest.mark.parametrize("cut", [1, HEADER_SIZE - 1, HEADER_SIZE, HEADER_SIZE + 3])
def test_a_torn_last_record_is_told_and_all_before_it_is_there(writer: Writer, cut: int) -> None:
    receive(writer, 1, 0, b"whole")
    writer.flush()
    whole = writer.committed
    receive(writer, 1, 5, b"torn!")
    writer.flush()
    writer.close()
    assert writer.path is not None
    os.truncate(writer.path, whole + cut)
    with Log.open(writer.path) as log:
        assert log.torn == f"The last record is torn: {cut} bytes of it are there, from byte {whole:,} on."
        assert log.read(1, "in", 0, 99) == b"whole"


def test_a_live_run_is_followed_and_its_unfinished_end_is_not_called_torn(writer: Writer) -> None:
    assert writer.path is not None
    with Log.open(writer.path) as log:
        receive(writer, 1, 0, b"more")
        writer.flush()
        with writer.path.open("r+b") as file:
            file.seek(writer.committed)
            file.write(b"T\x01half")
        log.refresh()
        assert (log.read(1, "in", 0, 9), log.torn) == (b"more", None)


def test_zeros_behind_the_last_record_are_told(writer: Writer) -> None:
    writer.close()
    assert writer.path is not None
    os.truncate(writer.path, writer.committed + 100)
    with Log.open(writer.path) as log:
        assert log.torn is not None
        assert "the last 100 bytes can't be read" in log.torn


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x54\x02" + bytes(30), "The log is of format 2; this tcptui reads format 1."),
        (b"SQLite format 3\0" * 3, "The file is no log of tcptui's."),
    ],
)
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "log").write_bytes(content)
    with pytest.raises(DamagedLogError, match=sentence):
        Log.open(tmp_path / "log")


def test_an_empty_log_is_one_of_a_run_that_recorded_nothing(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    with Log.open(tmp_path / "log") as log:
        assert (log.started, log.connections(), list(log.walk()), log.torn) == (None, [], [], None)


def test_the_peers_bytes_never_pass_for_a_record(writer: Writer) -> None:
    forged = HEADER.pack(MAGIC, Kind.EVENT, 0, 1, 0, 0, 2, 0) + b"{}"
    receive(writer, 1, 0, forged * 50)
    writer.event(PeerFin(1, 3, 0))
    writer.flush()
    with writer.log() as log:
        assert [record.kind for record in log.walk()] == [Kind.EVENT, Kind.DATA, Kind.EVENT]


def test_an_unreadable_event_is_named(tmp_path: Path) -> None:
    body = b'{"event":"from-the-future"}'
    (tmp_path / "log").write_bytes(HEADER.pack(MAGIC, Kind.EVENT, 0, 1, 0, 0, len(body), 0) + body)
    with Log.open(tmp_path / "log") as log, pytest.raises(DamagedLogError, match="from-the-future"):
        log.event(log.record(0))


def test_the_lock_can_be_taken_once_nobody_writes(writer: Writer) -> None:
    assert writer.path is not None
    fd = os.open(writer.path, os.O_RDONLY)
    try:
        assert lock.is_held(fd)
        assert not lock.take(fd)
        writer.close()
        assert not lock.is_held(fd)
        assert lock.take(fd)
    finally:
        os.close(fd)


def test_bytes_that_are_gone_are_told_and_not_waited_for(writer: Writer) -> None:
    receive(writer, 1, 0, bytes(100_000))
    writer.flush()
    with writer.log() as log:
        record = log.last_row(1)
        assert record is not None
        os.truncate(log.path or "", record.end - 1)
        with pytest.raises(DamagedLogError, match="shorter"):
            log.body(record)
        with pytest.raises(DamagedLogError, match="shorter"):
            Cursor(log, 1, "in").read(100_000)
