"""The pieces of a comparison: JSON by key, text by line, bytes in hex, pairs of messages, rules."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.requests.comparing.difference import Difference
from tcptui.requests.comparing.pairing import paired
from tcptui.requests.comparing.rules import RuleError, judged, parse_rule, parse_rules, rule_for
from tcptui.requests.comparing.text import byte_differences, line_differences
from tcptui.requests.comparing.transcript import Transcript, Utterance
from tcptui.requests.comparing.values import json_differences


def found(differences):
    return [(one.where, one.left, one.right) for one in differences]


# JSON


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [("$.a", "1", "2")]),
        ({"a": 1}, {"b": 1}, [("$.a", "1", None), ("$.b", None, "1")]),
        (
            {"a": {"b c": [1, 2]}},
            {"a": {"b c": [1, 3, 4]}},
            [('$.a["b c"][1]', "2", "3"), ('$.a["b c"][2]', None, "4")],
        ),
        ([{"n": 1}, {"n": 2}], [{"n": 0}, {"n": 1}, {"n": 2}], [("$[0]", None, '{"n": 0}')]),
        ([1, 2, 3, 4], [1, 3, 5], [("$[1]", "2", None), ("$[3]", "4", "5")]),
        ([1, 2], [2, 1], [("$[0]", "1", "2"), ("$[1]", "2", "1")]),
        ([1], [True, True], [("$[0]", "1", "true"), ("$[1]", None, "true")]),
        ([1], {"0": 1}, [("$", "[1]", '{"0": 1}')]),
        (1, True, [("$", "1", "true")]),
        (1, 1.0, [("$", "1", "1.0")]),
        (None, 0, [("$", "null", "0")]),
        ({"a": None}, {}, [("$.a", "null", None)]),
        ("Ω", "ω", [("$", '"Ω"', '"ω"')]),
    ],
)
def test_json_differs_by_key_and_place(left, right, expected):
    assert found(json_differences(left, right)) == expected


def test_json_deeper_than_anyone_looks_is_one_value():
    left = json.loads("[" * 900 + "1" + "]" * 900)
    right = json.loads("[" * 900 + "2" + "]" * 900)
    (one,) = json_differences(left, right)
    assert one.where == "$" + "[0]" * 200


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(_VALUES, _VALUES)
def test_json_differs_where_its_text_does(left, right):
    same = json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
    assert (not found(json_differences(left, right))) == same


# Lines and bytes


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("a\nb\nc", "a\nb\nc", []),
        ("a\nb\nc", "a\nB\nc", [("2", "b", "B")]),
        ("a\nc", "a\nb\nc", [("+2", None, "b")]),
        ("a\nb\nc", "a\nc", [("2", "b", None)]),
        ("", "x", [("+1", None, "x")]),
        ("one\n\ntwo", "one\ntwo", [("2", "", None)]),
    ],
)
def test_lines_are_aligned(left, right, expected):
    assert found(line_differences(left, right)) == expected


def test_more_lines_than_can_be_aligned_are_compared_place_by_place():
    left = "\n".join(f"a{n}" for n in range(6000))
    right = "\n".join(f"b{n}" for n in range(6000))
    assert len(list(line_differences(left, right))) == 6000


@given(st.text("ab\n", max_size=30), st.text("ab\n", max_size=30))
def test_the_same_lines_and_only_they_have_no_difference(left, right):
    assert (not list(line_differences(left, right))) == (left.splitlines() == right.splitlines())


def test_bytes_differ_in_rows_of_sixteen():
    left = bytes(range(40))
    right = left[:20] + b"\xff" + left[21:34]
    assert [one.where for one in byte_differences(left, right)] == ["16..31", "32..39"]
    assert found(byte_differences(b"\x00\x01", b"")) == [("0..1", "00 01", None)]


# Pairs


def said(direction, text, kind="line"):
    return Utterance(direction, kind, text.encode(), len(text), 0, text)


def pairs(left, right):
    words = {"<": "in", ">": "out"}
    sides = [
        Transcript("line", tuple(said(words[one[0]], one[1:]) for one in side.split("|") if one))
        for side in (left, right)
    ]
    return [(a and a.text, b and b.text) for a, b in paired(*sides)[0]]


@pytest.mark.parametrize(
    ("left", "right"),
    [(">a|<b", ">a|<b"), (">GET|<200 id 71", ">GET|<200 id 5"), (">GET|<200 OK", ">GET|<404 no")],
)
def test_messages_of_the_same_place_are_pairs(left, right):
    assert all(a is not None and b is not None for a, b in pairs(left, right))


def test_a_message_that_only_one_side_has_stands_alone():
    assert pairs(">a|<hello|<b", ">a|<b") == [("a", "a"), ("hello", None), ("b", "b")]
    assert pairs(">a|<b", ">a|<b|<more") == [("a", "a"), ("b", "b"), (None, "more")]


def test_directions_are_never_mixed():
    assert pairs(">a", "<a") == [("a", None), (None, "a")]


def test_many_messages_are_paired_by_their_place():
    left, right = ("|".join(f"<{n}{side}" for n in range(2001)) for side in "xy")
    assert pairs(left, right)[-1] == ("2000x", "2000y")


def test_of_many_messages_only_those_between_the_ends_that_are_alike_count():
    start, end = [">ask"] * 3000, ["<ok", ">bye"] * 1500
    found = pairs("|".join([*start, "<one", *end]), "|".join([*start, *end]))
    assert [pair for pair in found if None in pair] == [("one", None)]
    assert len(found) == 6001


def test_that_messages_are_paired_by_their_place_is_told():
    none, few, many, others = (
        Transcript("line", tuple(said("in", f"{text}{'x' * n}") for n in range(count)))
        for text, count in (("", 0), ("a", 9), ("a", 2001), ("b", 2001))
    )
    asked = ((few, none), (many, none), (many, many), (many, others))
    assert [paired(*sides)[1] for sides in asked] == [False, False, False, True]


@given(
    st.lists(st.sampled_from([">a", "<b", "<c"]), max_size=8), st.lists(st.sampled_from([">a", "<b", "<d"]), max_size=8)
)
def test_every_message_is_in_one_pair_in_its_order(left, right):
    both = pairs("|".join(left), "|".join(right))
    assert [a for a, _ in both if a is not None] == [one[1:] for one in left]
    assert [b for _, b in both if b is not None] == [one[1:] for one in right]


def test_what_came_before_a_pair_stands_before_it():
    assert pairs(">a", "<hello|<there|>b") == [(None, "hello"), (None, "there"), ("a", "b")]


# Rules


@pytest.mark.parametrize(
    ("rule", "difference", "allowed"),
    [
        ("header:date", Difference("header", "Date", "1", "2"), True),
        ("header:*Request-Id", Difference("header", "x-request-id", "1", "2"), True),
        ("header:Date", Difference("header", "Server", "1", "2"), False),
        ("header:Date", Difference("json", "Date", "1", "2"), False),
        ("json:$.items[*].id", Difference("json", "$.items[12].id", "1", "2"), True),
        ("json:$.items[*].id", Difference("json", "$.items[12].name", "1", "2"), False),
        ("json:$.id", Difference("json", "$xid", "1", "2"), False),
        ("line:^ID ", Difference("line", "3", "ID 1", "ID 2"), True),
        ("line:^ID ", Difference("line", "3", "ID 1", "no"), False),
        ("line:^ID ", Difference("line", "3", None, "ID 2"), True),
        ("event:acked", Difference("event", "acked", "1", "2"), True),
    ],
)
def test_a_rule_allows_just_what_it_names(rule, difference, allowed):
    (one,) = judged([difference], [parse_rule(rule)])
    assert one.ignored == (rule if allowed else "")


@pytest.mark.parametrize("text", ["", "Date", "header:", "colour:red", "line:("])
def test_what_is_no_rule_is_told_in_one_sentence(text):
    with pytest.raises(RuleError, match=r"^[^\n]+\.$"):
        parse_rules([text])


@pytest.mark.parametrize(
    "difference",
    [
        Difference("header", "Set-Cookie", "a=1", "a=2"),
        Difference("json", "$.a[0]", "1", "2"),
        Difference("json", '$["a*"]', "1", "2"),
        Difference("line", "7", "took (5 ms)", "took (6 ms)"),
        Difference("event", "peer-fin", "x", None),
    ],
)
def test_the_rule_that_is_offered_for_a_difference_allows_it(difference):
    text = rule_for(difference)
    assert text is not None
    assert parse_rule(text).allows(difference)


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        ("took 5 ms", "took 16 ms", r"line:^took\ [0-9]+\ ms$"),
        ("7", "9", "line:^[0-9]+$"),
        ("state: ok", "state: bad", r"line:^state:\ "),
        ("yes", "no", "line:^(?:yes|no)$"),
        ("", "x", "line:^(?:|x)$"),
    ],
)
def test_the_rule_for_a_line_lets_no_more_differ_than_it_has_to(left, right, rule):
    difference = Difference("line", "1", left, right)
    assert rule_for(difference) == rule
    assert parse_rule(rule).allows(difference)
    assert not parse_rule(rule).allows(Difference("line", "1", "something", "else"))


def test_no_rule_can_let_bytes_differ():
    assert rule_for(Difference("bytes", "0..15", "00", "01")) is None


@given(st.text("ab.*", max_size=6), st.text("ab.", max_size=8))
def test_a_star_in_a_json_path_is_any_characters(pattern: str, path: str) -> None:
    oracle = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), path)
    if pattern:
        assert parse_rule(f"json:{pattern}").allows(Difference("json", path, "1", "2")) == bool(oracle)


def test_many_stars_in_a_json_path_take_no_time() -> None:
    rule = parse_rule(f"json:{'*a' * 40}*b")
    assert not rule.allows(Difference("json", "$" + "a" * 5000, "1", "2")), "never ends, where it goes back"
