"""Every event of a log as lines: gathered within a moment, read from the end, filtered, and followed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.journal.chronicle import Chapter, Chronicle, Line, What, chronicle
from tcptui.journal.chronicle.chapter import LONGEST, TOGETHER
from tcptui.journal.chronicle.chronicle import END
from tcptui.journal.layout import Kind, Record
from tests.journal.recording import Recording

EVERYTHING = (-(1 << 62), 0)


def anything(_line: Line) -> bool:
    return True


@contextmanager
def read(recording: Recording, wanted: Callable[[Line], bool] = anything) -> Iterator[Chronicle]:
    one = Chronicle(recording.log, wanted)
    one.start()
    try:
        until(lambda: one.share == 1)
        yield one
    finally:
        one.stop()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def lines(one: Chronicle) -> list[Line]:
    return [line for _, line in one.after(EVERYTHING, 10_000)]


def _fed(*records: tuple[int, Kind, int, int, int]) -> list[tuple[What, int, int, int]]:
    """What lines a chapter makes of (connection, kind, direction, t, length): what, connection, records, bytes."""
    chapter, pos, offsets = Chapter(0), 0, dict.fromkeys((1, 2), 0)
    for conn, kind, direction, t, length in records:
        chapter.feed(Record(pos, kind, direction, conn, t, offsets.get(direction, 0), length, 0))
        pos += 32 + length
    made = [chapter.line(index) for index in range(len(chapter))]
    return [(line.what, line.conn, line.records, line.size) for line in made]


def test_reads_within_a_moment_are_one_line() -> None:
    assert _fed((1, Kind.DATA, 1, 0, 5), (1, Kind.DATA, 1, TOGETHER - 1, 7)) == [(What.RECEIVED, 1, 2, 12)]
    assert len(_fed((1, Kind.DATA, 1, 0, 5), (1, Kind.DATA, 1, TOGETHER, 7))) == 2


def test_no_line_is_longer_than_a_second() -> None:
    step = TOGETHER // 2
    made = _fed(*((1, Kind.DATA, 1, n * step, 1) for n in range(3 * LONGEST // step)))
    assert made == [(What.RECEIVED, 1, LONGEST // step, LONGEST // step)] * 3


def test_what_happens_between_ends_a_line_and_other_connections_do_not() -> None:
    assert _fed(
        (1, Kind.DATA, 1, 1, 5), (2, Kind.DATA, 1, 2, 9), (1, Kind.DATA, 1, 3, 5), (1, Kind.EVENT, 0, 4, 2),
        (1, Kind.DATA, 1, 5, 1), (1, Kind.DATA, 2, 6, 1), (1, Kind.DATA, 1, 7, 1),
    ) == [
        (What.RECEIVED, 1, 2, 10), (What.RECEIVED, 2, 1, 9), (What.EVENT, 1, 1, 0),
        (What.RECEIVED, 1, 1, 1), (What.SENT, 1, 1, 1), (What.RECEIVED, 1, 1, 1),
    ]  # fmt: skip


def test_figures_do_not_end_a_line() -> None:
    assert _fed(
        (1, Kind.DATA, 2, 1, 5), (1, Kind.SAMPLE, 0, 2, 240), (1, Kind.SAMPLE, 2, 3, 0), (1, Kind.DATA, 2, 4, 5),
        (1, Kind.ITEM, 2, 5, 30), (1, Kind.SAMPLE, 0, 6, 240),
    ) == [(What.SENT, 1, 2, 10), (What.FIGURES, 1, 2, 0), (What.ACKED, 1, 1, 0), (What.ITEMS, 1, 1, 0)]  # fmt: skip


STEPS = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(["in", "out", "event", "sample"]), st.binary(min_size=1, max_size=9)),
    max_size=60,
)


@given(STEPS)
def test_windows_from_both_ends_show_the_same_lines(steps: list[tuple[int, str, bytes]]) -> None:
    with pytest.MonkeyPatch.context() as patch, Recording() as recording:
        patch.setattr(chronicle, "STRETCH", 64)
        patch.setattr(Chronicle, "_border", _any_border)
        for step in steps:
            recording.step(*step)
        recording.writer.flush()
        with read(recording) as one:
            every = one.after(EVERYTHING, 10_000)
            assert sum(line.records for _, line in every) == sum(1 for _ in recording.log.walk())
            assert [place for place, _ in every] == sorted(place for place, _ in every)
            assert one.count() == len(every)
            assert one.before(END, 10_000) == every
            for rank, (place, _) in enumerate(every):
                assert one.rank(place) == rank
                assert one.before(place, 3) == every[max(0, rank - 3) : rank]
                assert one.after(place, 3) == every[rank : rank + 3]


def _any_border(self: Chronicle, end: int) -> int:
    """The last record that begins 64 bytes or more before: the log's index would only know 256 KB."""
    return max((record.pos for record in self._log.walk(0, end) if record.pos <= end - 64), default=0)


def test_the_index_gives_borders_where_records_begin() -> None:
    with pytest.MonkeyPatch.context() as patch, Recording() as recording:
        patch.setattr(chronicle, "STRETCH", 600_000)
        for _ in range(40):
            recording.step(1, "in", bytes(100_000))
            recording.step(2, "event", b"")
        recording.writer.flush()
        with read(recording) as one:
            assert len(one._chapters) > 4
            assert sum(line.records for line in lines(one)) == 81


def test_only_what_is_wanted_is_shown_and_the_filter_changes() -> None:
    with Recording() as recording:
        for n in range(1000):
            recording.step(1 + n % 2, "event", b"")
        recording.writer.flush()
        with read(recording, lambda line: line.conn == 1) as one:
            assert one.count() == 500
            one.filter(lambda line: line.conn == 0)
            until(lambda: one.filtered)
            assert [line.what for line in lines(one)] == [What.EVENT]


def test_what_comes_later_is_followed() -> None:
    with Recording() as recording:
        recording.writer.flush()
        with read(recording) as one:
            before = one.version
            recording.step(1, "event", b"")
            recording.writer.flush()
            until(lambda: one.count() == 2)
            assert one.version != before
            recording.step(2, "event", b"")
            recording.writer.flush()
            until(lambda: one.count() == 3)


def test_more_lines_than_are_kept_are_said_to_be_left_out() -> None:
    with pytest.MonkeyPatch.context() as patch, Recording() as recording:
        patch.setattr(chronicle, "MOST", 100)
        patch.setattr(chronicle, "STRETCH", 5_000)
        patch.setattr(Chronicle, "_border", lambda self, end: _any_border(self, max(0, end - 5_000)))
        for _ in range(1000):
            recording.step(1, "event", b"")
        recording.writer.flush()
        with read(recording) as one:
            assert one.left_out
            assert 100 <= one.count() < 300
            assert lines(one)[-1].pos == list(recording.log.walk())[-1].pos, "the newest are kept"
