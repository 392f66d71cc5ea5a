"""What was sent before, and how the record's bytes are typed again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.ui.input.history import Entry, History
from tcptui.ui.input.wire import EOLS, Way
from tcptui.ui.pasthistory import entry_of


def history(*texts: str) -> History:
    made = History()
    for text in texts:
        made.add(Entry(text))
    return made


def test_the_draft_comes_back() -> None:
    made = history("one", "two", "two", "")
    assert made.older(Entry("draft")) == Entry("two")
    assert made.older(Entry("two")) == Entry("one")
    assert made.older(Entry("one")) is None
    assert made.newer() == Entry("two")
    assert made.newer() == Entry("draft")
    assert made.newer() is None


def test_an_empty_one_has_nothing() -> None:
    assert History().older(Entry("draft")) is None


def test_what_earlier_runs_sent_goes_before_and_disturbs_nobody_who_looks_back() -> None:
    made = history("three", "four")
    assert made.older(Entry("")) == Entry("four")
    made.add_older([Entry("one"), Entry("one"), Entry("two")])
    assert [made.older(Entry("")) for _ in range(4)] == [Entry("three"), Entry("two"), Entry("one"), None]


def test_the_newest_match_first() -> None:
    made = history("GET /a", "POST /b", "GET /c")
    assert made.find("GET") == 2
    assert made.find("GET", 2) == 0
    assert made.find("GET", 0) is None
    assert made.find_newer("GET", 0) == 2


@pytest.mark.parametrize(
    ("data", "entry"),
    [
        (b"GET / HTTP/1.0\r\n", Entry("GET / HTTP/1.0")),
        (b"GET / HTTP/1.0\r\nHost: x\r\n\r\n", Entry("GET / HTTP/1.0\nHost: x\n")),
        (b"PING\n", Entry("PING")),
        (b"a\rb\r", Entry("a\nb")),
        (b"no end", Entry("no end")),
        (b"\xff\x00\r\n", Entry("\udcff\x00")),
        (b"mixed\nends\r\n", Entry(r"mixed\nends", escapes=True)),
        (b"one\ntwo", Entry(r"one\ntwo", escapes=True)),
        (b"< no file\r\n", Entry(r"\x3c no file", escapes=True)),
        (b"\r\n", None),
        (b"", None),
        (b"x", None),
        (b"\x1b[A", None),
    ],
)
def test_bytes_of_the_record_as_they_are_typed(data: bytes, entry: Entry | None) -> None:
    assert entry_of(data) == entry


@given(st.binary(max_size=40), st.sampled_from(sorted(EOLS)))
def test_what_is_recalled_sends_the_same_bytes(data: bytes, eol: str) -> None:
    data += EOLS[eol]
    entry = entry_of(data)
    if entry is not None:
        end = next((name for name in ("crlf", "lf", "cr") if data.endswith(EOLS[name])), "none")
        assert Way(end, "utf-8", entry.escapes).block(entry.text) == data


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_the_same_bytes_with_escapes(text: str) -> None:
    entry = Entry(text)
    with_escapes = entry.written(escapes=True)
    assert with_escapes.escapes
    assert Way(escapes=True).block(with_escapes.text) == Way().block(text)
    assert with_escapes.written(escapes=False) in (entry, with_escapes)


def test_what_only_escapes_can_write_stays_in_them() -> None:
    entry = Entry(r"a\x00", escapes=True)
    assert entry.written(escapes=False) is entry
