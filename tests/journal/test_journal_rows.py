"""Rows: whichever way one comes to them, they are those of a plain reading of the whole log."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcptui.journal.cuts import HEX, TEXT, Cut
from tcptui.journal.log import Log
from tcptui.journal.rows import Row, Rows
from tcptui.protocol.events import Message
from tests.journal.recording import Recording, record


def naive_text(offset: int, data: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """Byte by byte, as the rule is told: after LF, every 1,024 bytes of a line, far out at multiples of 1,024."""
    line = begin = offset
    for x in range(offset, offset + len(data)):
        end = x + 1
        if data[x - offset] == 0x0A:
            yield begin, data[begin - offset : end - offset], begin == line
            line = begin = end
        elif (end - line) % 1024 == 0 if end - line <= 65536 else end % 1024 == 0:
            yield begin, data[begin - offset : end - offset], begin == line
            begin = end
    if begin < offset + len(data):
        yield begin, data[begin - offset :], begin == line


def naive_hex(offset: int, data: bytes) -> Iterator[tuple[int, bytes, bool]]:
    begin = offset
    while begin < offset + len(data):
        end = min(begin - begin % 16 + 16, offset + len(data))
        yield begin, data[begin - offset : end - offset], begin == offset
        begin = end


def naive(recording: Recording, cut: Cut) -> list[tuple[str, int, bytes, bool]]:
    rows: list[tuple[str, int, bytes, bool]] = []
    for what, offset, data in recording.story:
        if what == "event":
            rows.append(("event", 0, b"", True))
        else:
            cutting = naive_text if cut is TEXT else naive_hex
            rows += [(what, *row) for row in cutting(offset, data)]
    return rows


def seen(rows: Rows, found: list[Row]) -> list[tuple[str, int, bytes, bool]]:
    return [(row.direction or "event", row.offset, rows.data(row), row.first) for row in found]


def backwards(rows: Rows, page: int) -> list[Row]:
    found = rows.last(page)
    while found and (more := rows.before(found[0], page)):
        found = more + found
    return found


def forwards(rows: Rows, page: int) -> list[Row]:
    first = rows.first()
    found = [] if first is None else [first]
    while found and (more := rows.after(found[-1], page)):
        found += more
    return found


pieces = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([b"\n", b"a\r\nb\n", b"x" * 16, b"y" * 1023, b"y" * 1024, b"\n\n", b"z" * 3000, b""]),
    st.sampled_from([b"l" * 65535, b"m" * 65536, b"n" * 70001, b"line\n" * 3000]),
)
steps = st.lists(
    st.tuples(st.sampled_from([1, 1, 1, 2]), st.sampled_from(["in", "in", "out", "event", "sample"]), pieces),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(steps, st.sampled_from([TEXT, HEX]), st.integers(1, 60))
def test_rows_walked_either_way_are_those_of_a_naive_reader(
    written: list[tuple[int, str, bytes]], cut: Cut, page: int
) -> None:
    with Recording() as recording:
        for conn, what, data in written:
            recording.step(conn, what, data)
        recording.writer.flush()
        rows = Rows(recording.log, 1, cut)
        there, back = forwards(rows, page), backwards(rows, page)
        assert seen(rows, there) == naive(recording, cut)
        assert back == there
        assert all(row.ended for row in there[:-1])
        for row in there[:: max(1, len(there) // 20)]:
            assert rows.at(row.pos, row.offset + row.size // 2) == row
            assert next(rows.onward(row)) == row


def test_a_growing_row_is_not_ended_and_keeps_its_place() -> None:
    with record((1, "in", b"HTTP/1.1 2")) as recording:
        rows = Rows(recording.log, 1, TEXT)
        (growing,) = rows.last(9)
        assert (growing.size, growing.ended) == (10, False)
        recording.step(1, "in", b"00 OK\r\nServer")
        recording.writer.flush()
        status, server = rows.last(9)
        assert status[:5] == growing[:5]
        assert (status.size, status.ended, server.ended) == (17, True, False)
        assert rows.after(growing, 9) == [server]


def test_another_row_ends_a_line_that_has_no_newline() -> None:
    with record((1, "in", b"login: "), (1, "out", b"me\n"), (1, "in", b"Password: ")) as recording:
        rows = Rows(recording.log, 1, TEXT)
        assert [(rows.data(row), row.ended) for row in rows.last(9)] == [
            (b"login: ", True), (b"me\n", True), (b"Password: ", False),
        ]  # fmt: skip


def test_a_row_runs_on_over_samples_and_other_connections() -> None:
    with record((1, "in", b"one "), (1, "sample", b""), (2, "in", b"\n"), (1, "in", b"line\n")) as recording:
        rows = Rows(recording.log, 1, TEXT)
        assert [rows.data(row) for row in rows.last(9)] == [b"one line\n"]


@pytest.mark.parametrize("cut", [TEXT, HEX])
def test_the_scrollbar_goes_there_and_back(cut: Cut) -> None:
    with record(*[(1, "out", b"GET /\n"), (2, "in", b"x" * 9000), (1, "in", b"body %d\n" * 50)] * 40) as recording:
        rows = Rows(recording.log, 1, cut)
        there = forwards(rows, 100)
        fractions = [rows.fraction(row) for row in there]
        assert fractions == sorted(fractions)
        assert fractions[0] == 0
        assert rows.near(0) == there[0]
        assert rows.near(1) == there[-1]
        middle = rows.near(0.5)
        assert middle is not None
        assert rows.fraction(middle) == pytest.approx(0.5, abs=0.03)  # what lies between two records is 2.5 %


def test_a_message_that_seems_to_lead_on_to_the_bytes_behind_it_is_a_row_of_its_own() -> None:
    with record((1, "in", b"abc")) as recording:
        message = Message(1, 9, "in", 1, 0, 3, "response", True, True, 0)
        recording.writer.event(message)
        recording.writer.flush()
        last = recording.log.last_row(1)
        assert last is not None
        recording.receive(1, last.length, b"def")
        recording.writer.flush()
        rows = Rows(recording.log, 1, TEXT)
        assert [rows.data(row) for row in rows.last(9)] == [b"abc", b"", b"def"]
        assert rows.event(rows.last(2)[0]) == message


def test_a_message_whose_bytes_say_all_breaks_no_row() -> None:
    with record((1, "in", b"abc")) as recording:
        line = Message(1, 9, "in", 1, 0, 3, "line", True, True, 0)
        recording.writer.event(line)
        recording.writer.event(Message(1, 9, "out", 1, 0, 3, "request", True, True, 1))
        recording.receive(1, 3, b"def")
        recording.writer.flush()
        (row,) = Rows(recording.log, 1, TEXT).last(9)
        assert Rows(recording.log, 1, TEXT).data(row) == b"abcdef"
        assert line in [recording.log.event(each) for each in recording.log.walk()]


def test_nothing_recorded_gives_no_rows() -> None:
    with record((2, "in", b"other\n")) as recording:
        rows = Rows(recording.log, 1, TEXT)
        assert (rows.first(), rows.last(5), rows.near(0.3)) == (None, [], None)


def reads(log: Log, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    import os

    sizes: list[int] = []
    pread = os.pread

    def counted(fd: int, size: int, offset: int) -> bytes:
        sizes.append(size)
        return pread(fd, size, offset)

    monkeypatch.setattr(os, "pread", counted)
    return sizes


def test_a_page_at_the_end_of_a_long_line_in_a_long_record_reads_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with record(*[(1, "in", b"x" * 1_000_000)] * 20) as recording:
        sizes = reads(recording.log, monkeypatch)
        assert len(Rows(recording.log, 1, TEXT).last(30)) == 30
        assert sum(sizes) < 1_000_000


def test_a_quiet_connection_is_read_without_walking_the_flood_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    flood = [(2, "in", b"x" * 1000)] * 3000
    with record((1, "in", b"first\n"), *flood, (1, "in", b"second\n"), *flood, (1, "event", b"")) as recording:
        rows = Rows(recording.log, 1, TEXT)
        sizes = reads(recording.log, monkeypatch)
        first = rows.first()
        assert first is not None
        assert [rows.data(row) for row in rows.after(first, 9)] == [b"second\n", b""]
        assert [rows.data(row) for row in rows.last(9)] == [b"first\n", b"second\n", b""]
        assert len(sizes) < 300
