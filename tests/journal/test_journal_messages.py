"""A connection's messages in the record, and those that another framing finds in its bytes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tcptui.journal.messages import Decoding, MessageIndex
from tcptui.protocol.events import Closed, Direction, Message, PeerFin
from tcptui.protocol.framing.table import parse_framing
from tests.journal.recording import STARTED, Recording, record

_PATIENCE = 10.0


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def told(recording: Recording, number: int, direction: Direction, start: int, end: int, conn: int = 1) -> None:
    """One message is recorded, ours as an item, the peer's as a row."""
    kind = "request" if direction == "out" else "response"
    recording.clock += 1
    recording.writer.event(Message(conn, recording.clock, direction, number, start, end, kind, True, True, 0))


def dialogue(recording: Recording, count: int, *, size: int = 10, conn: int = 1, first: int = 1) -> None:
    """Requests and answers of `size` bytes each, with their messages."""
    for number in range(first, first + count):
        for direction in ("out", "in"):
            recording.step(conn, direction, b"x" * size)
            told(recording, number, direction, (number - 1) * size, number * size, conn)  # type: ignore[arg-type]


@contextmanager
def index(recording: Recording, conn: int = 1) -> Iterator[MessageIndex]:
    recording.writer.flush()
    found = MessageIndex(recording.log, conn)
    found.start()
    try:
        yield found
    finally:
        found.stop()


@contextmanager
def decoding(recording: Recording, framing: str, asks: Direction = "out") -> Iterator[tuple[Decoding, MessageIndex]]:
    """The bytes read under a framing, and the index of what it finds."""
    recording.writer.flush()
    read = Decoding(recording.log, 1, parse_framing(framing), asks, STARTED)
    assert read.found is not None
    found = MessageIndex(read.found, 1)
    found.start()
    read.start()
    try:
        yield read, found
    finally:
        found.stop()
        read.stop()


def every(found: MessageIndex) -> list[tuple[str, int]]:
    return [(message.direction, message.number) for message in map(found.message, found.numbers)]


# The index --------------------------------------------------------------------------------------------------------


def test_messages_are_in_the_records_order_and_only_the_connections_own() -> None:
    with Recording() as recording:
        dialogue(recording, 2)
        dialogue(recording, 3, conn=2)
        dialogue(recording, 1, first=3)
        with index(recording) as found:
            until(lambda: found.share == 1)
            assert every(found) == [("out", 1), ("in", 1), ("out", 2), ("in", 2), ("out", 3), ("in", 3)]


def test_what_comes_later_gets_numbers_from_zero_on() -> None:
    with Recording() as recording:
        dialogue(recording, 2)
        with index(recording) as found:
            until(lambda: len(found.numbers) == 4)
            assert found.numbers == range(-4, 0)
            dialogue(recording, 1, first=3)
            recording.writer.flush()
            until(lambda: len(found.numbers) == 6)
            assert found.numbers == range(-4, 2)
            assert found.message(1).direction == "in"


def test_a_long_record_is_read_from_its_end_and_then_all_of_it() -> None:
    with Recording() as recording:
        dialogue(recording, 3000, size=300)
        with index(recording) as found:
            until(lambda: found.share == 1)
            assert every(found) == [(way, number) for number in range(1, 3001) for way in ("out", "in")]


@pytest.mark.parametrize(
    ("direction", "offset", "number"),
    [("out", 0, 1), ("out", 9, 1), ("out", 10, 2), ("in", 25, 3), ("in", 29, 3), ("in", 30, None), ("out", 99, None)],
)
def test_a_byte_leads_to_its_message(direction: Direction, offset: int, number: int | None) -> None:
    with Recording() as recording:
        dialogue(recording, 3)
        with index(recording) as found:
            until(lambda: found.share == 1)
            at = found.holding(direction, offset)
            assert (None if at is None else found.message(at).number) == number
            assert at is None or found.message(at).direction == direction


def test_no_message_has_a_byte_before_the_first() -> None:
    with Recording() as recording:
        recording.step(1, "in", b"greeting")
        told(recording, 1, "in", 4, 8)
        with index(recording) as found:
            until(lambda: len(found.numbers) == 1)
            assert found.holding("in", 3) is None
            assert found.holding("out", 0) is None


def test_a_connection_without_rows_has_none_until_they_come() -> None:
    with Recording() as recording, index(recording) as found:
        until(lambda: found.share == 1)
        assert not found.numbers
        dialogue(recording, 1)
        recording.writer.flush()
        until(lambda: len(found.numbers) == 2)


def test_a_message_that_cannot_be_read_says_so() -> None:
    with Recording() as recording:
        dialogue(recording, 1)
        recording.writer.flush()
        with open(f"/proc/self/fd/{recording.writer._fd}", "r+b") as file:  # as a failing disk would
            data = file.read()
            file.seek(data.index(b'"response"'))
            file.write(b'"respons\xff"')
        with index(recording) as found:
            until(lambda: found.share == 1)
            assert "can't be read" in (found.message(found.numbers[-1]).problem or "")


# Read again -------------------------------------------------------------------------------------------------------


def test_other_framings_find_other_messages_in_the_same_bytes() -> None:
    with record(
        (1, "out", b"one\ntwo\n"), (2, "in", b"not\nours\n"), (1, "in", b"three\nfo"), (1, "in", b"ur\n")
    ) as run:
        with decoding(run, "line") as (read, found):
            until(lambda: read.caught_up and len(found.numbers) == 4)
            assert [found.message(n).text for n in found.numbers] == ["one", "two", "three", "four"]
        with decoding(run, "fixed:4") as (read, found):
            until(lambda: read.caught_up and len(found.numbers) == 4)
            assert [(found.message(n).start, found.message(n).end) for n in found.numbers] == [
                (0, 4), (4, 8), (0, 4), (4, 8),
            ]  # fmt: skip
            assert read.standing.arriving[0].come == 3


def test_a_live_record_is_followed() -> None:
    with record((1, "in", b"one\n")) as run, decoding(run, "line") as (_, found):
        until(lambda: len(found.numbers) == 1)
        run.step(1, "in", b"two\n")
        run.writer.flush()
        until(lambda: len(found.numbers) == 2)


def test_fins_end_messages() -> None:
    with record((1, "in", b"all of it"), (1, "event", b"")) as run, decoding(run, "until-close") as (_, found):
        until(lambda: len(found.numbers) == 1)
        assert found.message(found.numbers[0]).end == 9
    with record((1, "out", b"half a li")) as run:
        run.writer.event(Closed(1, run.clock + 1, "fin", "asked", 0, 0))
        with decoding(run, "line") as (_, found):
            until(lambda: len(found.numbers) == 1)
            assert not found.message(found.numbers[0]).complete


def test_large_bodies_are_passed_over() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n"
    with record((1, "out", b"GET / HTTP/1.1\r\n\r\n"), (1, "in", head)) as run:
        for _ in range(3):
            run.step(1, "in", b"x" * 1_000_000)
        with decoding(run, "http") as (read, found):
            until(lambda: len(found.numbers) == 2)
            assert found.message(found.numbers[1]).end == len(head) + 3_000_000
            assert read.became == "http"


def test_a_decoding_that_keeps_nothing_knows_what_is_under_way() -> None:
    with record(
        (1, "out", b"GET / HTTP/1.1\r\n\r\n"), (1, "in", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab")
    ) as run:
        read = Decoding(run.log, 1, parse_framing("auto"))
        assert read.found is None
        read.start()
        until(lambda: read.caught_up)
        assert (read.standing.awaited, read.standing.arriving[0].missing, read.became) == (1, 3, "http")
        run.step(1, "in", b"cde")
        run.writer.event(PeerFin(1, run.clock + 1, 0))
        run.writer.flush()
        until(lambda: read.standing.awaited == 0)
        read.stop()


def test_what_rests_reads_nothing_until_it_is_wanted_again() -> None:
    with record((1, "in", b"one\n")) as run, decoding(run, "line") as (read, found):
        until(lambda: len(found.numbers) == 1)
        read.rest(resting=True)
        found.rest(resting=True)
        time.sleep(0.15)  # both threads come to their rest within a poll: what comes now must not be read
        run.step(1, "in", b"two\n")
        run.writer.flush()
        time.sleep(0.15)
        assert len(found.numbers) == 1
        read.rest(resting=False)
        found.rest(resting=False)
        until(lambda: len(found.numbers) == 2)


def test_it_may_be_stopped_at_any_time() -> None:
    with Recording() as recording:
        dialogue(recording, 2000)
        with decoding(recording, "line") as (read, found):
            assert read.found is not None
        assert found.numbers is not None
