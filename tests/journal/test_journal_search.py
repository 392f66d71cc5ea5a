"""The search: what it counts and where it goes is what a naive look at the whole streams gives."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcptui.journal.cuts import TEXT
from tcptui.journal.rows import Rows
from tcptui.journal.search import blocks, hunt, search
from tcptui.journal.search.hunt import Match, Place
from tcptui.journal.search.matching import LiteralMatcher, Matcher, matcher
from tcptui.journal.search.process import RegexMatcher
from tcptui.journal.search.query import Query
from tcptui.journal.search.search import BOTH, Search, State
from tcptui.protocol.events import Direction
from tests.journal.recording import Recording, record


class Watched:
    """A search, and a way to wait for what it tells."""

    def __init__(self, recording: Recording, looking: Matcher, directions: tuple[Direction, ...] = BOTH) -> None:
        self._news = threading.Event()
        self.search = Search(recording.log, 1, looking, directions, self._news.set)
        self.search.start()

    def until(self, condition: Callable[[State], object]) -> State:
        give_up = time.monotonic() + 20
        while not condition(state := self.search.state):
            assert time.monotonic() < give_up, f"it never came: {state}"
            self._news.wait(0.05)
            self._news.clear()
        return state

    def ask(self, place: Place | None, *, backward: bool = False) -> State:
        number = self.search.find(place, backward=backward)
        return self.until(lambda state: state.asked == number)

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *exc: object) -> None:
        self.search.stop()


@contextlib.contextmanager
def small_blocks(size: int) -> Iterator[None]:
    """Blocks of so few bytes that a short record has many."""
    with contextlib.ExitStack() as stack:
        for module in (blocks, hunt, search):
            stack.enter_context(mock.patch.object(module, "BLOCK", size))
        yield


def naive(recording: Recording, wanted: bytes, directions: tuple[Direction, ...]) -> list[Match]:
    """Every match in the record's order."""
    found = []
    for direction in directions:
        pieces = [record for record in recording.log.walk() if record.is_data and record.conn == 1]
        pieces = [one for one in pieces if one.direction == (2 if direction == "out" else 1)]
        stream = b"".join(recording.log.body(one) for one in pieces)
        for match in re.finditer(wanted, stream, re.MULTILINE):
            holder = next(one for one in pieces if one.stream_end > match.start())
            found.append(Match(holder.pos, match.start(), match.end() - match.start(), direction))
    return sorted(found)


words = st.text("ab\n", max_size=30).map(str.encode)
steps = st.lists(st.tuples(st.sampled_from([1, 1, 1, 2]), st.sampled_from(["in", "in", "out", "event"]), words))
DIRECTIONS: list[tuple[Direction, ...]] = [BOTH, ("in",), ("out",)]


@settings(max_examples=150, deadline=None)
@given(
    steps, st.text("ab\n", min_size=1, max_size=4), st.sampled_from([4, 7, 16, 1 << 20]), st.sampled_from(DIRECTIONS),
    st.data(),
)  # fmt: skip
def test_a_search_finds_and_counts_what_a_naive_one_does(
    written: list[tuple[int, str, bytes]], text: str, size: int, directions: tuple[Direction, ...], data: st.DataObject
) -> None:
    wanted = text.encode()
    with Recording() as recording, small_blocks(size):
        for conn, what, body in written:
            recording.step(conn, what, body)
        recording.writer.flush()
        expected = naive(recording, re.escape(wanted), directions)
        with Watched(recording, LiteralMatcher(wanted), directions) as watched:
            assert watched.until(lambda state: state.done).matches == len(expected)
            rows = Rows(recording.log, 1, TEXT)
            first = rows.first()
            if first is None:
                return
            row = data.draw(st.sampled_from(list(rows.onward(first))))
            place = Place(row.pos, row.offset, itself=data.draw(st.booleans()))
            here = (row.pos, row.offset)
            later = [one for one in expected if (one[:2] >= here if place.itself else one[:2] > here)]
            earlier = [one for one in expected if (one[:2] <= here if place.itself else one[:2] < here)]
            told = watched.ask(place)
            assert told.found == next(iter(later or expected), None)
            assert told.wrapped == (not later)
            assert told.number == (expected.index(told.found) + 1 if told.found else None)
            told = watched.ask(place, backward=True)
            assert told.found == (next(reversed(earlier or expected), None))
            assert told.wrapped == (not earlier)
            assert told.number == (expected.index(told.found) + 1 if told.found else None)


@settings(max_examples=15, deadline=None)
@given(st.lists(words, max_size=12), st.sampled_from([8, 50]))
def test_a_pattern_that_reaches_over_blocks_and_records_is_counted_once(pieces: list[bytes], size: int) -> None:
    with record(*[(1, "in", piece) for piece in pieces]) as recording, small_blocks(size):
        expected = naive(recording, b"a+b?|^b", BOTH)
        with Watched(recording, RegexMatcher(b"a+b?|^b")) as watched:
            assert watched.until(lambda state: state.done).matches == len(expected)
            found = [watched.ask(None).found] if expected else []
            while found and len(found) < len(expected):
                assert found[-1] is not None
                found.append(watched.ask(Place(found[-1].pos, found[-1].offset)).found)
            assert found == expected


def test_the_count_stays_exact_while_more_arrives() -> None:
    with (
        record((1, "in", b"needle, nee"), (1, "out", b"needle")) as recording,
        small_blocks(16),
        Watched(recording, LiteralMatcher(b"needle")) as watched,
    ):
        assert watched.until(lambda state: state.done).matches == 2
        for arrived, expected in [(b"dl", 2), (b"e", 3), (b"x" * 100 + b"needleneedle", 5)]:
            recording.step(1, "in", arrived)
            recording.writer.flush()
            looked = recording.offsets[1, "in"] + 6
            assert watched.until(lambda state: state.done and state.looked == looked).matches == expected  # noqa: B023
        last = watched.ask(None, backward=True)
        assert (last.number, last.found) == (5, naive(recording, b"needle", BOTH)[-1])


def drawn(watched: Watched, direction: Direction, begin: int, end: int, expected: list[tuple[int, int]]) -> None:
    watched.until(lambda _: watched.search.spans(direction, begin, end) == expected)


def test_matches_to_draw_come_from_the_thread_and_grow_with_the_stream() -> None:
    with (
        record((1, "in", b"ab.ab.a"), (1, "out", b"...ab")) as recording,
        small_blocks(4),
        Watched(recording, LiteralMatcher(b"ab"), ("in",)) as watched,
    ):
        drawn(watched, "in", 0, 7, [(0, 2), (3, 5)])
        assert watched.search.spans("in", 4, 7) == [(3, 5)]
        assert watched.search.spans("in", 2, 3) == []
        drawn(watched, "out", 0, 5, [])
        recording.step(1, "in", b"b")
        recording.writer.flush()
        drawn(watched, "in", 6, 8, [(6, 8)])


def test_a_record_without_a_match_says_so() -> None:
    with record((1, "in", b"abc")) as recording, Watched(recording, LiteralMatcher(b"x")) as watched:
        told = watched.ask(None)
        assert (told.found, told.wrapped, told.number) == (None, False, None)


def test_a_search_for_a_pattern_that_never_ends_tells_why_it_ended() -> None:
    with (
        record((1, "in", b"a" * 64 + b"!")) as recording,
        Watched(recording, RegexMatcher(b"(a+)+$", patience=0.1)) as watched,
    ):
        assert "more than 0.1 s" in (watched.until(lambda state: state.problem).problem or "")


def test_a_search_is_stopped_at_once_even_in_a_pattern_that_never_ends() -> None:
    with record((1, "in", b"a" * 64 + b"!")) as recording:
        watched = Watched(recording, RegexMatcher(b"(a+)+$"))
        watched.search.find(None)
        began = time.monotonic()
        watched.search.stop()
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(("mode", "text"), [("text", "Key: value"), ("hex", "4b 65 79"), ("regex", "^Key")])
def test_what_was_typed_is_found(mode: str, text: str) -> None:
    query = Query(text, mode)  # type: ignore[arg-type]
    with record((1, "in", b"one\r\nKey: value\r\n")) as recording, Watched(recording, matcher(query)) as watched:
        found = watched.ask(None).found
        assert found is not None
        assert (found.offset, found.direction) == (5, "in")
