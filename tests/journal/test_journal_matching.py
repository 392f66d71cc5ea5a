"""What is looked for in a window of bytes: as typed text, as hex, and as a pattern in a process of its own."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcptui.journal.search.matching import LiteralMatcher, Matcher, StoppedError, matcher
from tcptui.journal.search.process import RegexMatcher
from tcptui.journal.search.query import LONGEST, Query, QueryError, needle, pattern
from tcptui.journal.search.required import required

DISASTER = rb"(a+)+$"
WINDOW = b"a" * 64 + b"!"


@pytest.fixture
def closing() -> Iterator[list[Matcher]]:
    """Matchers that the test starts."""
    started: list[Matcher] = []
    yield started
    for each in started:
        each.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query("Host: é"), b"Host: \xc3\xa9"),
        (Query("é", encoding="latin-1"), b"\xe9"),
        (Query("日本", encoding="utf-16-le"), b"\xe5\x65\x2c\x67"),
        (Query(r"\r\n"), rb"\r\n"),
        (Query("0d0a 0x0D:0A", "hex"), b"\r\n\r\n"),
    ],
)
def test_what_is_typed_stands_for_these_bytes(query: Query, expected: bytes) -> None:
    assert needle(query) == expected


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (Query("日", encoding="latin-1"), "'日' has no bytes in latin-1"),
        (Query(""), "nothing to look for"),
        (Query("0g", "hex"), "at character 2 is no hex digit"),
        (Query("0d0", "hex"), "stands alone"),
        (Query("x" * (LONGEST + 1)), "has at most 65,536"),
        (Query("(", "regex"), r"a regular expression: missing \), unterminated subpattern \(character 1\)"),
        (Query("", "regex"), "nothing to look for"),
        (Query("x*", "regex"), "matches the empty string"),
        (Query(r"\b", "regex"), "matches the empty string"),
        (Query("^", "regex"), "matches the empty string"),
        (Query("a{99999999999}", "regex"), "too large"),
    ],
)
def test_what_cannot_be_looked_for_is_one_sentence(query: Query, sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence):
        matcher(query)


@settings(max_examples=300)
@given(st.text("ab\n", max_size=40), st.text("abA", min_size=1, max_size=4), st.booleans(), st.data())
def test_literal_matches_are_those_of_the_regex_of_the_same_bytes(
    text: str, wanted: str, fold: bool, data: st.DataObject
) -> None:
    window, looked_for = text.encode(), wanted.encode()
    start = data.draw(st.integers(0, 9))
    stop = data.draw(st.integers(start, max(start, len(window))))
    naive = re.compile(re.escape(looked_for), re.IGNORECASE if fold else 0)
    expected = [match.span() for match in naive.finditer(window, start) if match.start() < stop]
    found = LiteralMatcher(looked_for, fold=fold)
    assert found.spans(window, start, stop) == expected
    count, behind = found.count(window, start, stop)
    assert count == len(expected)
    every = [match.span() for match in naive.finditer(window, start)]
    assert [match.span() for match in naive.finditer(window, max(stop, behind))] == every[len(expected) :]


def test_a_pattern_finds_lines_and_bytes_and_looks_behind_the_start(closing: list[Matcher]) -> None:
    window = b"GET /a\r\nHost: x\r\n\x00\xff/b"
    for text, start, expected in [
        ("^Host", 0, [(8, 12)]), (r"\x00\xff", 0, [(17, 19)]), ("(?<=T )/.", 4, [(4, 6)]), ("^H", 9, []),
        (r"/\w", 0, [(4, 6), (19, 21)]), (r"x\r$", 0, [(14, 16)]), ("g(?i:E)t", 0, []),
    ]:  # fmt: skip
        found = matcher(Query(text, "regex"))
        closing.append(found)
        assert found.spans(window, start, len(window)) == expected, text
        count, end = found.count(window, start, len(window))
        assert (count, end) == (len(expected), expected[-1][1] if expected else start)
        assert found.spans(window, start, start) == []


def test_a_pattern_ignores_case_when_asked(closing: list[Matcher]) -> None:
    closing.append(matcher(Query("h.st", "regex", ignore_case=True)))
    assert closing[0].spans(b"Host host", 0, 9) == [(0, 4), (5, 9)]


def test_matches_of_nothing_are_passed_over(closing: list[Matcher]) -> None:
    closing.append(RegexMatcher(rb"(?=b)|c+"))
    assert closing[0].spans(b"abcc", 0, 4) == [(2, 4)]


def test_a_pattern_that_never_ends_is_given_up(closing: list[Matcher]) -> None:
    closing.append(RegexMatcher(DISASTER, patience=0.2))
    with pytest.raises(QueryError, match=r"more than 0\.2 s"):
        closing[0].count(WINDOW, 0, len(WINDOW))


def test_a_pattern_that_never_ends_is_stopped_at_once(closing: list[Matcher]) -> None:
    found = RegexMatcher(DISASTER)
    closing.append(found)
    found.count(b"a", 0, 1)  # it stands and answers
    threading.Timer(0.1, found.stop).start()
    began = time.monotonic()
    with pytest.raises(StoppedError):
        found.count(WINDOW, 0, len(WINDOW))
    assert time.monotonic() - began < 5
    with pytest.raises(StoppedError):
        found.count(b"a", 0, 1)


def test_a_pattern_is_compiled_for_lines() -> None:
    assert pattern(Query("^a$", "regex")).search(b"b\na\n") is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rb"^HTTP/1\.[01] \d+", b"HTTP/1."), (rb"ab*c", b"a"), (rb"ab+c?d", b"ab"), (rb"a{0}bc", b"bc"), (rb"x|y", b""),
        (rb"(abc)?", b""), (rb"[abc]def", b"def"), (rb"[]a]bc", b"bc"), (rb"\x41\d\w", b""), (rb".+", b""),
    ],
)  # fmt: skip
def test_bytes_that_every_match_holds(text: bytes, expected: bytes) -> None:
    assert required(text) == expected


@settings(max_examples=400)
@given(st.text("ab.*+?[]{}1\\^$d", max_size=8).map(str.encode), st.text("ab1.", max_size=12).map(str.encode))
def test_no_match_is_without_them(text: bytes, window: bytes) -> None:
    try:
        found = pattern(Query(text.decode(), "regex")).finditer(window)
    except QueryError:
        return
    assert all(required(text) in match.group() for match in found)
