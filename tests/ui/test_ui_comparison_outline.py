"""Which lines of a comparison are shown, and where the cursor goes. Pure."""

from __future__ import annotations

import pytest

from tcptui.protocol.glyphs import visible_text
from tcptui.requests.comparing import Incident, Transcript, Utterance, compare, parse_rules, rejudged
from tcptui.ui.comparison.aligned import aligned
from tcptui.ui.comparison.differing import difference
from tcptui.ui.comparison.lines import Layout, Line
from tcptui.ui.comparison.outline import Outline
from tcptui.ui.comparison.pairlines import mark
from tcptui.ui.comparison.values import differing, lines_of


def transcript(*texts: str, happened: str = "") -> Transcript:
    said = [
        Utterance("out" if at % 2 == 0 else "in", "line", f"{text}\n".encode(), len(text) + 1, at * 1_000_000, text[:3])
        for at, text in enumerate(texts)
    ]
    return Transcript("line", tuple(said), (Incident("outcome", happened, 9),))


COMPARED = compare(
    transcript("ask", "same", "ask", "one two", happened="complete"),
    transcript("ask", "same", "ask", "one too", happened="reset"),
)


def text(line: Line) -> str:
    return "".join(text for text, _ in line.pieces).rstrip()


def outline(width: int = 120, height: int = 20) -> Outline:
    one = Outline()
    one.lay_out(Layout(width))
    one.show(COMPARED)
    one.window.shown(height)
    return one


def shown(one: Outline, height: int = 20) -> list[str]:
    return [text(one.line(spot)) for spot in one.window.shown(height)]


def test_what_differs_is_open_and_the_rest_is_a_line_each() -> None:
    lines = shown(outline())
    assert [line[:4].strip() for line in lines] == ["=", "=", "=", "▾ ≠", "", "▾ ≠", ""]
    assert "− one two" in lines[4]
    assert "+ one too" in lines[4]
    assert "event outcome" in lines[6]


def test_what_is_compared_in_part_can_be_opened_and_says_how_much() -> None:
    long = Utterance("in", "response", b"a" * 4, 9_000, 1, "HTTP/1.1 200 OK")
    run = Transcript("none", (long,))
    one = outline()
    one.show(compare(run, run))
    assert shown(one)[0].startswith("▸ ≈")
    assert one.open()
    assert "only the first 4 B of it are compared" in shown(one)[1]


def test_the_cursor_leaps_over_what_is_the_same_and_stops_at_the_ends() -> None:
    one = outline()
    assert one.jump(1)
    assert one.difference is not None
    assert one.difference.sort == "line"
    assert one.jump(1)
    assert one.difference.sort == "event"
    assert not one.jump(1)
    assert one.difference.sort == "event", "it stays where it was"
    assert one.jump(-1)
    assert one.difference.sort == "line"
    assert not one.jump(-1)


def test_at_first_what_was_said_before_the_first_difference_is_in_view() -> None:
    one = Outline()
    one.lay_out(Layout(120))
    one.show(COMPARED)
    one.begin()
    assert one.difference is not None
    assert one.difference.sort == "line"
    assert [line[:4].strip() for line in shown(one, height=5)] == ["=", "=", "=", "▾ ≠", ""]


def test_only_what_differs_keeps_the_cursor_near() -> None:
    one = outline()
    one.jump(1)
    one.filter(only=True)
    assert one.count == 2
    assert one.difference is not None
    assert one.difference.sort == "line"
    one.window.cursor = None
    one.filter(only=False)
    assert one.count == 5


@pytest.mark.parametrize("width", [120, 80])
def test_the_cursor_stays_on_its_difference_when_the_width_or_the_rules_change(width: int) -> None:
    one = outline(width)
    one.jump(1)
    one.jump(1)
    one.lay_out(Layout(200 - width))
    assert one.difference is not None
    assert one.difference.where == "outcome"
    one.judge(rejudged(COMPARED, parse_rules(["event:outcome"])))
    assert one.difference.ignored == "event:outcome"


def test_a_closed_pair_hides_what_differs_and_opens_again() -> None:
    one = outline()
    one.jump(1)
    one.close()
    assert len(shown(one)) == 6
    assert one.open()
    assert len(shown(one)) == 7
    one.window.cursor = type(one.window.here)(0)  # type: ignore[misc, arg-type]
    assert not one.open(), "the same has nothing to show"


def test_the_signs_of_pairs() -> None:
    whole = transcript("ask", "answer")
    cut = Transcript("line", (whole.utterances[0], Utterance("in", "line", b"ans", 9, 1, "ans")))
    more = transcript("ask", "answer", "ask", "more")
    assert [mark(pair)[0] for pair in compare(whole, whole).pairs] == ["=", "="]
    assert [mark(pair)[0] for pair in compare(cut, cut).pairs] == ["=", "≈"]
    assert [mark(pair)[0] for pair in compare(whole, more).pairs] == ["=", "=", "+", "+"]
    assert [mark(pair)[0] for pair in compare(more, whole).pairs] == ["=", "=", "−", "−"]
    may = compare(*(transcript("ask", f"took {n}") for n in "12"), parse_rules(["line:took"]))
    assert [mark(pair)[0] for pair in may.pairs] == ["=", "~"]


# Values


@pytest.mark.parametrize(
    ("left", "right", "spans"),
    [
        ("abc", "abc", ((3, 3), (3, 3))),
        ("abc", "axc", ((1, 2), (1, 2))),
        ("", "x", ((0, 0), (0, 1))),
        ("aa", "aaa", ((2, 2), (2, 3))),
        ("x1y", "x22y", ((1, 2), (1, 3))),
    ],
)
def test_what_differs_in_a_value_is_found(left: str, right: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert differing(left, right) == spans


def test_a_long_value_is_shown_around_what_differs() -> None:
    left = "a" * 500 + "X" + "b" * 500
    lines = lines_of(left, (500, 501), 20, "good", rows=2)
    assert len(lines) == 2
    assert ("X", "bold good") in lines[0]
    assert lines[0][0][0].startswith("…aaa")
    assert lines[1][-1] == ("…", "muted")
    assert all(len("".join(text for text, _ in line)) <= 20 for line in lines)


@pytest.mark.parametrize("width", [1, 30, 80, 96, 120, 200])
@pytest.mark.parametrize("value", ["", "x", "漢字" * 100, "\ud800", "a" * 3000])
def test_lines_are_never_wider_than_there_is_room(width: int, value: str) -> None:
    found = compare(transcript("ask", "one"), transcript("ask", "two")).pairs[1].differences[0]
    one = type(found)("json", '$["' + "k" * 40 + '"]', value, "other")
    for line in difference(one, Layout(width)):
        assert "\ud800" not in text(line)
        if width >= 80:
            assert len(visible_text(text(line))) <= width


# Whole messages


@pytest.mark.parametrize("count", [10, 3_000])
def test_lines_that_are_the_same_stand_beside_each_other(count: int) -> None:
    left = [f"line {n}" for n in range(count)]
    right = [*left[:4], "new", *left[4:]]
    rows = aligned(left, right)
    assert [row for row in rows if row[0] != row[1]] == [(None, "new")]
    assert [row[0] for row in rows if row[0] is not None] == left
    assert aligned(left, left) == list(zip(left, left, strict=True))
    assert aligned([], ["x"]) == [(None, "x")]
