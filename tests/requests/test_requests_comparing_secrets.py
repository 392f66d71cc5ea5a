"""Secrets in what is compared: told by numbers, equal ones by the same, in whatever differs."""

from __future__ import annotations

import time

import pytest

from tcptui.requests.comparing import Comparison, Transcript, Utterance, compare, parse_rules, rule_for
from tcptui.requests.comparing.content import message_differences
from tcptui.requests.comparing.secrets import Secrets


def said(data: bytes, *secrets: bytes, text: str = "", kind: str = "message") -> Utterance:
    """A message of the `none` framing with these secrets, each where it first stands."""
    places = tuple((data.index(one), data.index(one) + len(one)) for one in secrets)
    return Utterance("in", kind, data, len(data), 1, text, secrets=places)


def both(left: Utterance, right: Utterance, *rules: str, framing: str = "none") -> Comparison:
    return compare(Transcript(framing, (left,)), Transcript(framing, (right,)), parse_rules(rules))


def told(comparison: Comparison) -> list[tuple[str, str | None, str | None]]:
    return [(one.words, one.left, one.right) for pair in comparison.pairs for one in pair.differences]


def test_lines_tell_that_secrets_differ_and_not_what_they_are() -> None:
    found = both(said(b"a\nkey=first1\n", b"first1"), said(b"a\nkey=second2\n", b"second2"))
    assert told(found) == [("line 2", "key=‹secret 1›", "key=‹secret 2›")]


def test_equal_ones_are_seen_to_be_equal() -> None:
    found = both(said(b"key=same0 n=1\n", b"same0"), said(b"key=same0 n=2\n", b"same0"))
    assert told(found) == [("line 1", "key=‹secret 1› n=1", "key=‹secret 1› n=2")]
    assert not told(both(said(b"key=same0\n", b"same0"), said(b"key=same0\n", b"same0")))


def test_one_that_only_one_side_told_is_hidden_on_both() -> None:
    found = both(said(b"key=same0 n=1\n", b"same0"), said(b"key=same0 n=2\n"))
    assert told(found) == [("line 1", "key=‹secret 1› n=1", "key=‹secret 1› n=2")]


def test_json_values_and_first_lines_hide_them() -> None:
    raw = b'{"k": "gr\\u00fc\\"n"}'
    left, right = said(raw, raw[7:-2], text="grün"), said(b'{"k": "rot4"}', b"rot4", text="rot4")
    found = both(left, right)
    assert told(found) == [("json $.k", '"‹secret 1›"', '"‹secret 2›"')]
    assert found.pairs[0].right is not None
    assert found.pairs[0].right.text == "‹secret 2›"


def test_a_whole_message_that_only_one_side_has() -> None:
    one = said(b"AUTH hunter22\r\n", b"hunter22", text="AUTH hunter22")
    found = compare(Transcript("none", (one,)), Transcript("none", ()))
    assert told(found) == [("message", "AUTH ‹secret 1›", None)]


def test_bytes_hide_them_over_the_ends_of_rows() -> None:
    left = b"\x00" * 12 + b"hunter22" + b"\xff" * 4
    right = left.replace(b"hunter22", b"hunter23")
    found = told(both(said(left, b"hunter22"), said(right, b"hunter23")))
    assert found == [
        ("bytes 16..23", "‹secret 1› ff ff ff ff", "‹secret 2› ff ff ff ff"),
    ]
    whole = Secrets([said(left, b"hunter22")]).of(None)
    assert whole.hex(left, 0, 16) == "00 00 00 00 00 00 00 00 00 00 00 00 ‹secret 1›"


def test_a_short_one_is_hidden_where_it_stands_alone() -> None:
    found = both(said(b"pin=1 in 10\n", b"1"), said(b"pin=1 in 20\n"))
    assert told(found) == [("line 1", "pin=‹secret 1› in 10", "pin=‹secret 1› in 20")]


def test_the_value_of_a_credentials_field_has_one_number_wherever_it_stands() -> None:
    head = b"HTTP/1.1 200 OK\r\nX-Token: %b\r\nContent-Length: 7\r\n\r\n%b"
    left, right = (head % (value, value) for value in (b"open123", b"shut456"))
    found = both(said(left, b"open123", kind="response"), said(right, b"shut456", kind="response"), framing="http")
    assert told(found) == [
        ("header X-Token", "‹secret 1›", "‹secret 2›"), ("line 1", "‹secret 1›", "‹secret 2›"),
    ]  # fmt: skip


def test_rules_are_written_without_them_and_hold_for_others() -> None:
    [pair] = both(said(b"key=first1\n", b"first1"), said(b"key=second2\n", b"second2")).pairs
    rule = rule_for(pair.differences[0])
    assert rule is not None
    assert "first1" not in rule
    assert both(said(b"key=third3\n", b"third3"), said(b"key=fourth\n", b"fourth"), rule).differences == 0


@pytest.mark.parametrize("count", [150, 1500])
def test_many_are_hidden_in_a_moment(count: int) -> None:
    def one(value: str) -> Utterance:
        return said(f"key={value}\n".encode(), value.encode())

    sides = [Transcript("none", tuple(one(f"value-{side}-{n}") for n in range(count))) for side in "ab"]
    began = time.process_time()
    found = compare(*sides)
    assert time.process_time() - began < 5
    assert found.differences == count
    assert not any("value" in (side or "") for _, *both_sides in told(found) for side in both_sides)


def test_without_secrets_nothing_is_changed() -> None:
    left, right = said(b"a\n", text="a"), said(b"b\n", text="b")
    assert [found.left for found in message_differences("none", "none", left, right)] == ["a"]
    assert not Secrets([left, right]).any


def test_a_long_one_is_found_in_text_and_in_bytes() -> None:
    key = bytes(range(33, 127)) * 1000
    left, right = (said(key + b"\n" + end + b"\n", key) for end in (b"a", b"b"))
    assert told(both(left, right)) == [("line 2", "a", "b")]
    left, right = (said(b"\xff" + key + end, key) for end in (b"a", b"b"))
    [(where, one, other)] = told(both(left, right))
    assert (where, one, other) == ("bytes 94000..94001", "‹secret 1› 61", "‹secret 1› 62")
