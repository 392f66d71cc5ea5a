"""What the composer is made of, without a screen: the dump's lines, places, plans, the work."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tcptui.protocol.composing import ContentError, Draft
from tcptui.protocol.framing.parts import Part
from tcptui.ui.composer.aligning import index_of, span_of
from tcptui.ui.composer.dump import NOTE_GAP, Dump, columns
from tcptui.ui.composer.fields import form_rows, parts_of, row_of
from tcptui.ui.composer.plan import Plan, PlanError, read_count, read_pause
from tcptui.ui.composer.rows import Row, index_at, laid_out
from tcptui.ui.composer.work import Work

PARTS = (Part("length", "length", 0, 2), Part("content", "content", 2, 25), Part("CR LF", "delimiter", 25, 27))


def work(framing: str, typed: str = "") -> Work:
    made = Work(framing, "localhost:80")
    made.typed = typed
    made.made = made.taken().made()
    return made


def test_nothing_of_it_is_there_before_it_is_opened() -> None:
    ours = "[name for name in sys.modules if name.startswith('tcptui') and '.compos' in name]"
    probe = f"import sys, tcptui.ui.app; print({ours})"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout == "['tcptui.ui.composing']\n"


# The dump -----------------------------------------------------------------------------------------------------------


def test_each_part_begins_a_line() -> None:
    dump = Dump(PARTS, 8)
    shown = [dump.line(y) for y in range(dump.height)]
    assert [(one.part.name, one.begin, one.end, one.first) for one in shown] == [
        ("length", 0, 2, True),
        ("content", 2, 10, True),
        ("content", 10, 18, False),
        ("content", 18, 25, False),
        ("CR LF", 25, 27, True),
    ]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30), st.sampled_from([4, 8, 12, 16]))
def test_every_byte_is_on_the_line_that_is_told_for_it(sizes: list[int], per_line: int) -> None:
    parts, at = [], 0
    for size in sizes:
        parts.append(Part("part", "content", at, at + size))
        at += size
    dump = Dump(parts, per_line)
    lines = [dump.line(y) for y in range(dump.height)]
    assert [offset for one in lines for offset in range(one.begin, one.end)] == list(range(at))
    for y, one in enumerate(lines):
        assert {dump.line_of(offset) for offset in range(one.begin, one.end)} == {y}
        assert dump.part_of(one.begin) is one.part


@pytest.mark.parametrize(("width", "per_line"), [(40, 4), (50, 8), (70, 12), (90, 16), (10, 4)])
def test_as_many_bytes_a_line_as_there_is_room_for(width: int, per_line: int) -> None:
    assert columns(PARTS, 27, width).per_line == per_line


def test_lines_are_a_little_shorter_where_only_so_a_note_is_whole() -> None:
    noted = (Part("header length", "length", 0, 2, "19, big-endian"), *PARTS[1:])
    assert columns(PARTS, 27, 76).per_line == 12
    places = columns(noted, 27, 76)
    assert places.per_line == 10
    assert places.text_at + 2 + NOTE_GAP + len("19, big-endian") <= 76
    assert columns((noted[0]._replace(value="a note that is too long for any line"), *PARTS[1:]), 27, 76).per_line == 12


@given(st.sampled_from([8, 12, 16]), st.data())
def test_a_cell_leads_to_the_byte_that_stands_there(per_line: int, data: st.DataObject) -> None:
    places = columns(PARTS, 27, {8: 50, 12: 70, 16: 90}[per_line])
    index = data.draw(st.integers(0, per_line - 1))
    assert places.index_at(places.value_at(index)) == index
    assert places.index_at(places.value_at(index) + 1) == index
    assert places.index_at(places.text_at + index) == index


# Places in the content ----------------------------------------------------------------------------------------------


def test_an_escape_is_one_byte_whichever_of_its_characters_is_meant() -> None:
    one = work("length:u8", r"a\x00ü")
    assert span_of(one, 0) == ((1, 2),)
    assert {span_of(one, index) for index in range(1, 5)} == {((2, 3),)}
    assert span_of(one, 5) == ((3, 5),)
    assert [index_of(one, offset) for offset in (1, 2, 3, 4)] == [0, 4, 5, 5]


def test_a_content_in_chunks_is_found_in_its_chunk() -> None:
    one = work("http", "abcdef")
    one.set("body", "chunked")
    one.set("chunk-size", "4")
    one.made = one.taken().made()
    data = one.made.composed.data
    [(begin, end)] = span_of(one, 4)
    assert data[begin:end] == b"e"
    assert index_of(one, data.index(b"f\r\n0")) == 5


def test_where_the_content_becomes_something_else_all_of_it_is_meant() -> None:
    one = work("resp", "GET key")
    begin, end = span_of(one, 0)[0]
    assert one.made.composed.data[begin:end] == b"GET"
    assert len(span_of(one, 0)) == 2
    assert index_of(one, begin) is None


# Rows and parts -----------------------------------------------------------------------------------------------------


def test_a_row_stands_for_its_part_and_the_part_for_the_row() -> None:
    one = work("http", "body")
    one.headers = ["Host: a", "", "X: 1", "X: 2"]
    one.made = one.taken().made()
    data = one.made.composed.data
    told = {row.id: b"".join(data[part.start : part.end] for part in parts_of(one, row.id)) for row in form_rows(one)}
    assert told["set:method"] == told["set:target"] == b"GET / HTTP/1.1\r\n"
    assert told["header:0"] == b"Host: a\r\n"
    assert told["header:1"] == b""
    assert told["header:2"] == b"X: 1\r\n"
    assert told["header:3"] == b"X: 2\r\n"
    assert told["set:content-length"] == b"Content-Length: 4\r\n"
    for part in one.made.composed.parts:
        row = row_of(one, part)
        assert (row is None) == (part.kind == "content")
        assert row is None or part in parts_of(one, row)


def test_headers_stand_between_the_request_line_and_what_is_computed() -> None:
    ids = [row.id for row in form_rows(work("http", "x"))]
    assert ids.index("set:version") < ids.index("header:0") < ids.index("+header") < ids.index("set:content-length")


# The work -----------------------------------------------------------------------------------------------------------


def test_a_setting_turns_from_auto_by_hand_to_left_out_and_back() -> None:
    one = work("length:u8", "abc")
    seen = []
    for _ in range(4):
        [length] = [each for each in one.made.settings if each.id == "length"]
        seen.append((length.value, length.by_hand, one.made.composed.data))
        one.turn(length)
        one.made = one.taken().made()
    auto = ("3", False, b"\x03abc")
    assert seen == [auto, ("3", True, b"\x03abc"), ("off", True, b"abc"), auto]


def test_the_length_stays_that_of_the_last_content_while_json_is_not_complete() -> None:
    one = work("length:u8", "[1]")
    one.kind = "json"
    one.made = one.taken().made()
    one.typed = "[1,"
    one.made = one.taken().made()
    assert one.problems == ("Line 1, column 4: " + one.problems[0].partition(": ")[2],)
    assert [each.value for each in one.made.settings if each.id == "length"] == ["3"]


def test_text_that_is_no_json_yet_can_be_made_some() -> None:
    one = work("none", "{not yet")
    one.set_kind("json")
    assert one.typed == "{not yet"
    one = work("none", r"\x00")
    with pytest.raises(ContentError):
        one.set_kind("json")
    assert one.kind == "text"


@given(st.binary(max_size=60))
def test_a_content_is_the_same_bytes_as_text_and_as_hex(data: bytes) -> None:
    one = work("none")
    one.kind, one.file = "file", data
    for kind in ("hex", "text", "hex"):
        one.set_kind(kind)
        assert one.taken().made().composed.data == data


def test_who_is_asked_composes_an_answer() -> None:
    one = Work("http", "localhost:80", answers=True)
    assert one.taken().made().composed.data == b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def test_json_is_written_where_the_framing_wants_it_until_something_else_is() -> None:
    one = work("json-header")
    assert one.kind == "json"
    one.set_framing("line")
    assert one.kind == "text"
    one.typed = "mine"
    one.set_framing("json-header")
    assert (one.kind, one.typed) == ("text", "mine")


def test_the_end_of_a_typed_line_goes_when_a_framing_comes_and_is_back_when_it_goes() -> None:
    one = Work("none", "localhost:80")
    one.take(Draft("none", b"hello\r\n"), "text")
    seen = []
    for framing in ("none", "netstring", "line", "none"):
        one.set_framing(framing)
        one.made = one.taken().made()
        seen.append(one.made.composed.data)
    assert seen == [b"hello\r\n", b"5:hello,", b"hello\r\n", b"hello\r\n"]
    assert one.made.composed.malformed == ()
    one.typed = "mine\n"
    one.set_framing("netstring")
    assert one.taken().made().composed.data == b"6:mine\r\n,"


def test_hex_is_written_in_lines_that_fit_until_a_person_lays_it_out() -> None:
    one = Work("none", "localhost:80")
    one.take(Draft("none", bytes(range(20))), "hex")
    for cells, per_line in ((50, 16), (36, 12), (40, 12), (5, 4), (47, 16)):
        one.fit_hex(cells)
        assert len(one.typed.split("\n")[0].split()) == per_line
    one.typed = "00 01\n02 03 04 05"
    one.fit_hex(36)
    assert one.typed == "00 01\n02 03 04 05"


@pytest.mark.parametrize(
    ("read_as", "composed", "otherwise"),
    [
        ("auto", "netstring", True),
        ("auto", "http", False),
        ("none", "http", True),
        ("http", "none", True),
        ("length:u8", "length:u8", False),
        ("", "line", False),
    ],
)
def test_it_is_known_when_answers_are_read_otherwise(read_as: str, composed: str, otherwise: bool) -> None:
    one = Work(composed, "localhost:80")
    one.read_as = read_as
    assert one.read_otherwise == otherwise


def test_a_selection_is_highlighted_from_its_first_byte_to_its_last() -> None:
    assert span_of(work("length:u8", r"a\x00bc"), 1, 6) == ((2, 4),)


# The way out --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "pieces", "words"),
    [
        (Plan(), [b"hello"], "whole, at once; then the connection stays as it is"),
        (Plan("marks"), [b"he", b"llo"], "in 2 pieces, 100.0 ms apart; then the connection stays as it is"),
        (Plan("every", 3, 0.0), [b"hel", b"lo"], "in 2 pieces; then the connection stays as it is"),
        (Plan(times=2), [b"hello"] * 2, "whole, at once, 2 times, 100.0 ms apart; then the connection stays as it is"),
        (
            Plan(ending="rst", where="at the last mark"),
            [b"he"],
            "the first 2, at once; then it is reset (RST) before byte 2 of 5: the rest is never sent",
        ),
        (
            Plan("byte by byte", ending="close", where="before a byte", byte=3),
            [b"h", b"e", b"l"],
            "in 3 pieces, 100.0 ms apart; then the connection is closed (FIN) before byte 3 of 5: "
            "the rest is never sent",
        ),
        (
            Plan("marks", pause=0.0, times=2, ending="close", where="before a byte", byte=1),
            [b"he", b"llo", b"h"],
            "in 2 pieces, 2 times; then the connection is closed (FIN) before byte 1 of 5: the rest is never sent",
        ),
    ],
)
def test_a_plan_says_in_words_what_goes_out(plan: Plan, pieces: list[bytes], words: str) -> None:
    marks = frozenset({2, 99})
    assert list(plan.delivery(b"hello", marks).pieces()) == pieces
    assert plan.words(b"hello", marks) == words


@pytest.mark.parametrize(
    "plan", [Plan(ending="rst", where="at the last mark"), Plan(ending="rst", where="before a byte", byte=6)]
)
def test_an_ending_needs_a_place_in_the_message(plan: Plan) -> None:
    with pytest.raises(PlanError):
        plan.delivery(b"hello", frozenset())


@pytest.mark.parametrize(("text", "seconds"), [("0.5", 0.5), ("200 ms", 0.2), ("2s", 2.0), ("0", 0.0)])
def test_a_pause_is_read(text: str, seconds: float) -> None:
    assert read_pause(text) == seconds


@pytest.mark.parametrize("text", ["", "x", "5 min", "-1", "3601", "nan", "1e999"])
def test_no_pause_is_answered(text: str) -> None:
    with pytest.raises(PlanError):
        read_pause(text)


@pytest.mark.parametrize("text", ["", "0", "1.5", "²", "1000001"])
def test_no_count_is_answered(text: str) -> None:
    with pytest.raises(PlanError):
        read_count(text, "Times", 1_000_000)


# Drawing ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["plain", "\x1b[31m\u202e", "wide 漢字 text", "x" * 100])
@pytest.mark.parametrize("width", [5, 20, 44])
def test_a_line_of_the_form_is_safe_and_as_wide_as_it_is_to_be(text: str, width: int) -> None:
    for cursor in (None, 0, len(text) // 2, len(text)):
        line = laid_out(Row("id", "label", text), 5, width, text, cursor, here=True)
        drawn = "".join(piece for piece, _ in line.pieces)
        assert cell_len(drawn) == max(width, 10)
        assert drawn.isprintable()
        assert cursor is None or [piece for piece, tone in line.pieces if tone == "reverse "]


def test_a_cell_of_a_value_leads_to_its_character() -> None:
    text = "a\x00漢b"
    line = laid_out(Row("id", "label", text), 5, 40, text, 0, here=True)
    assert [index_at(line, text, line.value_at + x) for x in range(6)] == [0, 1, 2, 2, 3, 4]
