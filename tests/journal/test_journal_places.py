"""Jumps to a time and to an offset: what a naive walk over all rows finds, at the cost of a page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcptui.journal.cuts import HEX, TEXT, Cut
from tcptui.journal.index import SPACING
from tcptui.journal.rows import Row, Rows
from tcptui.protocol.events import Direction, Message, VerdictReached
from tcptui.protocol.verdict import ReceivedBytes, SentBytes, Verdict
from tests.journal.recording import Recording, record

VERDICT = Verdict(
    "closed", "idle", "peer-fin", None, None, SentBytes(4, 4, 0, 0), ReceivedBytes(9, 0), None, None, "s", "m", ("n",)
)
LATE = ("message", "verdict")

pieces = st.one_of(
    st.binary(max_size=30),
    st.sampled_from([b"\n", b"a\r\nb\n", b"x" * 1024, b"z" * 3000, b"", b"big\n" * 9_000]),
)
steps = st.lists(
    st.tuples(
        st.sampled_from([1, 1, 1, 2]), st.sampled_from(["in", "in", "out", "event", "sample", "flood", *LATE]), pieces,
        st.integers(0, 3),
    ),
    max_size=20,
)  # fmt: skip


def write(recording: Recording, written: list[tuple[int, str, bytes, int]]) -> None:
    """Steps, each some nanoseconds after the one before; messages and verdicts carry a time that has long passed."""
    for conn, what, data, pause in written:
        recording.clock += pause
        if what == "message":
            recording.writer.event(Message(conn, recording.clock // 2, "in", 1, 0, 3, "response", True, True, 0))
        elif what == "verdict":
            recording.writer.event(VerdictReached(conn, recording.clock // 2, VERDICT))
        elif what == "flood":  # so that connection 1 gets many marks
            recording.step(2, "in", b"x" * SPACING)
        else:
            recording.step(conn, what, data)
    recording.writer.flush()


def every(rows: Rows) -> list[Row]:
    first = rows.first()
    return [] if first is None else list(rows.onward(first))


@settings(max_examples=80, deadline=None)
@given(steps, st.sampled_from([TEXT, HEX]), st.data())
def test_a_time_and_an_offset_lead_to_the_row_that_a_walk_finds(
    written: list[tuple[int, str, bytes, int]], cut: Cut, data: st.DataObject
) -> None:
    with Recording() as recording:
        write(recording, written)
        rows = Rows(recording.log, 1, cut)
        there = every(rows)
        timed = [row for row in there if rows.event(row).name not in LATE]
        t = data.draw(st.integers(990, recording.clock + 2))
        assert rows.at_time(t) == next((row for row in timed if row.t >= t), None)
        directions: tuple[Direction, ...] = ("in", "out")
        for direction in directions:
            offset = data.draw(st.integers(0, recording.offsets.get((1, direction), 0) + 1))
            holds = (
                row for row in there if row.direction == direction and row.offset <= offset < row.offset + row.size
            )
            assert rows.at_offset(direction, offset) == next(holds, None)


@pytest.mark.parametrize("cut", [TEXT, HEX])
def test_a_jump_into_a_long_record_walks_no_more_than_a_stretch_of_it(
    cut: Cut, monkeypatch: pytest.MonkeyPatch
) -> None:
    with record(*[(1, "in", b"line\n" * 20_000), (2, "in", b"x" * 200_000)] * 60) as recording:
        rows = Rows(recording.log, 1, cut)
        walked: list[int] = []
        onward = recording.log.onward

        def counted(*asked):  # type: ignore[no-untyped-def]
            for each in onward(*asked):
                walked.append(each.pos)
                yield each

        monkeypatch.setattr(recording.log, "onward", counted)
        offset = recording.offsets[1, "in"] - 1
        row = rows.at_offset("in", offset)
        assert row is not None
        assert rows.at_time(row.t) is not None
        assert len(walked) < 30
