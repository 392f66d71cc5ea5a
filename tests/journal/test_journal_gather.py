"""Stretches of a stream in one buffer: the bytes of the stream, whatever records and connections lie between."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcptui.journal.layout import DamagedLogError
from tcptui.journal.search.gather import Gatherer
from tests.journal.recording import Recording, record

pieces = st.one_of(
    st.binary(min_size=1, max_size=50), st.sampled_from([b"ab" * 5000, b"0123456789" * 30_000, b"x" * 600_000])
)
steps = st.lists(st.tuples(st.sampled_from([1, 1, 2]), st.sampled_from(["in", "in", "out", "event"]), pieces))


@settings(max_examples=60, deadline=None)
@given(steps, st.integers(1, 700_000), st.data())
def test_stretches_are_those_of_the_stream(
    written: list[tuple[int, str, bytes]], size: int, data: st.DataObject
) -> None:
    overlap = data.draw(st.integers(0, size - 1), label="overlap")
    with Recording() as recording:
        for conn, what, bytes_ in written:
            recording.step(conn, what, bytes_)
        recording.writer.flush()
        stream = b"".join(body for conn, what, body in written if (conn, what) == (1, "in"))
        gatherer = Gatherer(recording.log, 1, "in", overlap)
        step = max(size - overlap, len(stream) // 50 + 1)
        for offset in [*range(0, len(stream) + 1, step), len(stream) // 2, 0, len(stream) + 5]:
            assert bytes(gatherer.read(offset, size)) == stream[offset : offset + size]


def test_a_stretch_at_the_end_grows_with_the_stream() -> None:
    with record((1, "in", b"abc"), (1, "out", b"!")) as recording:
        gatherer = Gatherer(recording.log, 1, "in", 2)
        assert gatherer.read(0, 5) == b"abc"
        recording.step(1, "in", b"def")
        assert gatherer.read(0, 5) == b"abc", "not flushed yet"
        recording.writer.flush()
        assert gatherer.read(0, 5) == b"abcde"
        assert gatherer.read(3, 5) == b"def"


def test_one_byte_records_are_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with record(*[(1, "in", b"x")] * 60_000) as recording:
        read: list[int] = []
        raw = recording.log.raw
        monkeypatch.setattr(recording.log, "raw", lambda pos, size: read.append(size) or raw(pos, size))
        gatherer = Gatherer(recording.log, 1, "in", 10)
        for offset in range(0, 60_000, 1000):
            gatherer.read(offset, 1010)
        # A stretch of 1,000 bytes reads one window, rarely two: it does not begin at its mark again.
        assert len(read) < 100


def test_a_log_that_was_cut_off_is_told() -> None:
    with record((1, "in", b"x" * 500_000)) as recording:
        os.truncate(recording.writer._fd, 1000)
        with pytest.raises(DamagedLogError, match="The log has become shorter"):
            Gatherer(recording.log, 1, "in", 0).read(0, 900_000)
