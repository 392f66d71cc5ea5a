"""Row numbers: the counting thread's are those of the rows themselves, both ways, while the log grows too."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcptui.journal.cuts import HEX, TEXT, Cut
from tcptui.journal.linecount import LineCount, Tally
from tcptui.journal.rows import Row, Rows
from tcptui.journal.writer import Writer
from tcptui.protocol.events import PeerFin, RunStarted

STARTED = RunStarted(0, 1_000, "0", 2_000, "test")


def every(rows: Rows) -> list[Row]:
    first = rows.first()
    return [] if first is None else list(rows.onward(first))


def counted(count: LineCount, total: int) -> None:
    """Wait until the thread has seen everything."""
    give_up = time.monotonic() + 20
    while count.total < total or not count.caught_up:
        assert time.monotonic() < give_up, f"counted {count.total} of {total}"
        time.sleep(0.001)


pieces = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([b"\n", b"a line of text\r\n" * 50, b"x" * 512, b"x" * 1023, b"y" * 1500, b"l" * 70_000]),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(pieces, max_size=12), st.integers(0, 5000), st.sampled_from([TEXT, HEX]), st.integers(1, 3000))
def test_a_stretch_has_as_many_rows_however_it_is_fed(data: list[bytes], offset: int, cut: Cut, size: int) -> None:
    whole = b"".join(data)
    expected, line, at = 0, offset, 0
    while at < len(whole):
        end = cut.end(whole, at, offset, line)
        expected += 1
        if end is None:
            break
        line = offset + end if cut.lines and whole[end - 1] == 0x0A else line
        at = end
    for step in (size, 65536):
        tally = Tally(cut)
        tally.stretch(offset)
        for start in range(0, len(whole), step):
            tally.feed(whole[start : start + step])
        assert tally.total == expected


@pytest.mark.parametrize("cut", [TEXT, HEX])
def test_numbers_and_rows_agree_while_the_log_grows(cut: Cut) -> None:
    chance = random.Random(3)
    writer = Writer.scratch(STARTED)
    with writer.log() as log:
        rows = Rows(log, 1, cut)
        count = LineCount(rows)
        count.start()
        out = 0
        for _ in range(3):
            for _ in range(60):
                kind = chance.choice(["event", "lines", "lines", "long", "bytes"])
                if kind == "event":
                    writer.event(PeerFin(1, 0, out))
                    continue
                data = {"lines": b"a line of text\n" * 400, "long": b"-" * 9000, "bytes": chance.randbytes(50)}[kind]
                writer.sent(1, 0, out, data)
                out += len(data)
            writer.flush()
            there = every(rows)
            counted(count, len(there))
            assert count.total == len(there)
            for number in [0, 1, len(there) - 1, *chance.sample(range(len(there)), 30)]:
                assert count.row(number) == there[number]
                assert count.number(there[number]) == number
        assert (count.row(-1), count.row(count.total)) == (None, None)
        count.stop()
    writer.close()


def test_what_is_not_counted_has_no_number() -> None:
    writer = Writer.scratch(STARTED)
    with writer.log() as log:
        rows = Rows(log, 1, TEXT)
        count = LineCount(rows)
        writer.sent(1, 0, 0, b"hello\n")
        writer.flush()
        (row,) = every(rows)
        assert (count.total, count.row(0), count.number(row)) == (0, None, None)
    writer.close()
