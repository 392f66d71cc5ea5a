"""Secrets at any place of a record: what is found from the middle is what is found from the beginning."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcptui.journal import indexfile
from tcptui.journal.cuts import HEX, TEXT, Cut
from tcptui.journal.log import Log
from tcptui.journal.masking import Credentials, Masker
from tcptui.journal.rows import Rows
from tcptui.journal.veil import REACH, Veil, masked_text, masker_of, merged
from tcptui.journal.writer import Writer
from tcptui.protocol.events import Concealed, Direction, Message
from tests.journal.recording import STARTED, Recording

LINES = st.sampled_from([
    b"Cookie: a=b; c\r\n", b"Host: x\r\n", b" folded\r\n", b"\r\n", b"X-Token:", b"secret", b"\n",
    b"set-cookie: v\n\tw\n",
    b"Authorization: Bearer " + b"t" * 1500 + b"\r\n", b"{ \"a\": 1 }", b"\x00\xff:", b"password\r: p\n",
])  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(["in", "out", "event", "sample"]), LINES), max_size=30)


def bytes_of(stretches: list[tuple[int, int]]) -> set[int]:
    return {at for start, end in stretches for at in range(start, end)}


def in_rows(log: Log, cut: Cut) -> dict[Direction, set[int]]:
    """What a veil says of each row by itself."""
    rows, veil = Rows(log, 1, cut), Veil(log, 1)
    found: dict[Direction, set[int]] = {"in": set(), "out": set()}
    first = rows.first()
    for row in rows.onward(first) if first is not None else ():
        if row.direction is not None and row.is_data:
            stretches = veil.of_row(row, rows.data(row))
            assert all(row.offset <= a < b <= row.offset + row.size for a, b in stretches)
            found[row.direction] |= bytes_of(stretches)
    return found


@settings(deadline=None)
@given(STEPS)
def test_rows_by_themselves_hide_what_the_stream_as_a_whole_does(steps: list[tuple[str, bytes]]) -> None:
    with Recording() as recording:
        streams = {"in": b"", "out": b""}
        for what, data in steps:
            recording.step(1, what, data)
            if what in streams:
                streams[what] += data
        recording.writer.flush()
        expected = {direction: bytes_of(Credentials().find(data)) for direction, data in streams.items()}
        assert in_rows(recording.log, TEXT) == expected
        assert in_rows(recording.log, HEX) == expected


def test_a_line_that_is_longer_than_any_header_is_not_read_back_to_its_beginning() -> None:
    with Recording() as recording:
        recording.step(1, "in", b"Cookie: " + b"c" * (2 * REACH))
        recording.writer.flush()
        veil = Veil(recording.log, 1)
        assert veil.hidden("in", 5, 20) == [(8, 20)]
        assert veil.hidden("in", REACH, REACH + 5) == [(REACH, REACH + 5)]
        assert veil.hidden("in", 2 * REACH, 2 * REACH + 5) == []


def told(log_or_writer: Recording) -> list[tuple[int, int]]:
    return Veil(log_or_writer.log, 1).hidden("out", 0, 100)


def test_what_the_record_says_is_secret_is_hidden_with_the_credentials() -> None:
    with Recording() as recording:
        recording.writer.event(Concealed(1, 1_001, "out", 5, 12))
        recording.step(1, "out", b"AUTH hunter2\r\nToken: x\r\n")
        recording.writer.event(Concealed(1, 1_003, "out", 21, 23))
        recording.writer.flush()
        assert told(recording) == [(5, 12), (21, 23)]
        assert Veil(recording.log, 1).hidden("in", 0, 100) == []
        masker = masker_of(recording.log, 1, "out")
        assert masker.mask(b"AUTH hun") + masker.mask(b"ter2\r\nToken: x\r\n") == b"AUTH *******\r\nToken: *\r\n"


@pytest.mark.parametrize("kept", [False, True])
def test_a_recorded_run_knows_its_secrets_walked_or_by_its_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    monkeypatch.setattr(indexfile, "WORTH", 1 if kept else 1 << 40)
    writer = Writer.create(tmp_path / "run", STARTED)
    for at in (50, 10, 30, 35):
        writer.event(Concealed(1, 1_001, "out", at, at + 10))
    writer.event(Concealed(2, 1_001, "in", 0, 3))
    writer.sent(1, 1_002, 0, b"x" * 100)
    path = tmp_path / "run" / "log"
    writer.close()
    assert path.with_name("index").exists() is kept
    with Log.open(path) as log:
        assert log.concealed(1, "out", 0, 100) == [(10, 20), (30, 45), (50, 60)]
        assert log.concealed(1, "out", 20, 30) == []
        assert log.concealed(1, "out", 44, 51) == [(30, 45), (50, 60)]
        assert log.concealed(2, "in", 0, 1) == [(0, 3)]


def test_a_damaged_record_of_a_secret_does_not_keep_the_run_closed(tmp_path: Path) -> None:
    writer = Writer.create(tmp_path / "run", STARTED)
    path = tmp_path / "run" / "log"
    writer.event(Concealed(1, 1_001, "out", 0, 9))
    writer.sent(1, 1_002, 0, b"x")
    writer.close()
    data = path.read_bytes()
    at = data.index(bytes([0x54, 1, 18]))
    short = bytearray(data[at : at + 36])
    short[24:28] = (4).to_bytes(4, "little")
    path.write_bytes(data[:at] + bytes(short) + data[at + 40 :])
    with Log.open(path) as log:
        assert log.concealed(1, "out", 0, 100) == []
        assert log.read(1, "out", 0, 5) == b"x"


@pytest.mark.parametrize(
    ("text", "masked"),
    [("Cookie: abc", "Cookie: ***"), ("AUTH hunter2", "AUTH *******"), ("AUTH hunt", "AUTH ****"), ("other", "other")],
)
def test_a_message_told_by_its_first_line_hides_what_is_secret_in_it(text: str, masked: str) -> None:
    with Recording() as recording:
        recording.writer.event(Concealed(1, 1_001, "out", 5, 12))
        recording.step(1, "out", b"AUTH hunter2\r\n")
        recording.writer.flush()
        message = Message(1, 1_003, "out", 1, 0, 14, "line", True, True, 0, text=text)
        assert masked_text(recording.log, message) == masked


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)).map(lambda one: (one[0], one[0] + one[1]))))
def test_merged_stretches_are_the_same_bytes_apart_from_each_other(stretches: list[tuple[int, int]]) -> None:
    found = merged(stretches)
    assert bytes_of(found) == bytes_of(stretches)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(found))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)).map(lambda one: (one[0], one[0] + one[1]))))
def test_concealed_stretches_come_in_any_order(stretches: list[tuple[int, int]]) -> None:
    with Recording() as recording:
        for start, end in stretches:
            recording.writer.event(Concealed(1, 1_001, "in", start, end))
        recording.writer.flush()
        assert bytes_of(recording.log.concealed(1, "in", 0, 100)) == bytes_of(stretches)
        assert bytes_of(recording.log.concealed(1, "in", 20, 30)) >= bytes_of(stretches) & set(range(20, 30))


def test_a_masker_can_begin_anywhere() -> None:
    masker = Masker(100, lambda start, end: [one for one in [(102, 104)] if one[0] < end and one[1] > start])
    assert masker.mask(b"abc") + masker.mask(b"def") == b"ab**ef"
