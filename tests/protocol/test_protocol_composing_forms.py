"""Every framing's form: its bytes, its parts, what is computed, what can be wrong on purpose, what can't go out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import settings as effort

from tcptui.protocol.composing import OFF, Draft, change, compose, new_draft, settings
from tcptui.protocol.composing.resp import split_words
from tcptui.protocol.dissecting.postgresql import UNTYPED
from tcptui.protocol.framing import Exchange, parse_framing
from tcptui.protocol.framing.postgresql import CLIENT_TYPES
from tests.protocol.drafts import FRAMINGS, WITHOUT_MESSAGES, assert_covered, drafts, told


@pytest.mark.parametrize(
    ("framing", "content", "data", "parts"),
    [
        ("none", b"hello", b"hello", ["content(0-5)"]),
        ("until-close", b"hello", b"hello", ["content(0-5)"]),
        ("auto", b"hello", b"hello", ["content(0-5)"]),
        ("none", b"", b"", []),
        ("line", b"hello", b"hello\r\n", ["content(0-5)", "CR LF(5-7)"]),
        ("line", b"", b"\r\n", ["CR LF(0-2)"]),
        (r"delimiter:\0", b"hello", b"hello\0", ["content(0-5)", "delimiter(5-6)"]),
        ("fixed:8", b"hello", b"hello\0\0\0", ["content(0-5)", "padding(5-8)"]),
        ("fixed:5", b"hello", b"hello", ["content(0-5)"]),
        ("length:u8", b"hello", b"\5hello", ["length(0-1)", "content(1-6)"]),
        ("length:u16be", b"hello", b"\0\5hello", ["length(0-2)", "content(2-7)"]),
        ("length:u16le", b"hello", b"\5\0hello", ["length(0-2)", "content(2-7)"]),
        ("length:u24le", b"hello", b"\5\0\0hello", ["length(0-3)", "content(3-8)"]),
        ("length:u64be", b"", b"\0\0\0\0\0\0\0\0", ["length(0-8)"]),
        ("length:varint", b"x" * 300, b"\xac\x02" + b"x" * 300, ["length(0-2)", "content(2-302)"]),
        ("length:u32be,adjust=-4", b"hello", b"\0\0\0\x09hello", ["length(0-4)", "content(4-9)"]),
        ("length:u8,offset=2", b"hi", b"\0\0\2hi", ["before the length(0-2)", "length(2-3)", "content(3-5)"]),
        ("netstring", b"hello", b"5:hello,", ["length(0-1)", "colon(1-2)", "content(2-7)", "comma(7-8)"]),
        ("netstring", b"", b"0:,", ["length(0-1)", "colon(1-2)", "comma(2-3)"]),
        (
            "resp", b"SET k 'a b'", b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3\r\na b\r\n",
            ["array(0-4)", "length(4-8)", "bulk string(8-11)", "CR LF(11-13)", "length(13-17)", "bulk string(17-18)",
             "CR LF(18-20)", "length(20-24)", "bulk string(24-27)", "CR LF(27-29)"],
        ),
        (
            "json-header", b"{}",
            b'\0\x66{"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8", '
            b'"content-length": 2}{}',
            ["length(0-2)", "byteorder(2-26)", "content-type(26-55)", "content-encoding(55-84)",
             "content-length(84-104)", "content(104-106)"],
        ),
        ("dns", b"q", b"\0\x0d\0\1\1\0\0\1\0\0\0\0\0\0q",
         ["length(0-2)", "id(2-4)", "flags(4-6)", "questions(6-8)", "answers(8-10)", "authorities(10-12)",
          "additionals(12-14)", "content(14-15)"]),
        ("tls", b"hi", b"\x16\3\3\0\2hi", ["type(0-1)", "version(1-3)", "length(3-5)", "content(5-7)"]),
        ("postgresql", b"SELECT 1\0", b"Q\0\0\0\x0dSELECT 1\0", ["type(0-1)", "length(1-5)", "content(5-14)"]),
        ("mysql", b"\x0e", b"\1\0\0\0\x0e", ["length(0-3)", "sequence number(3-4)", "content(4-5)"]),
        ("kafka", b"\0\2me", b"\0\0\0\x0c\0\x12\0\0\0\0\0\1\0\2me",
         ["length(0-4)", "api key(4-6)", "api version(6-8)", "correlation id(8-12)", "content(12-16)"]),
        ("mongodb", b"hi", b"\x12\0\0\0\1\0\0\0\0\0\0\0\xdd\7\0\0hi",
         ["length(0-4)", "request id(4-8)", "response to(8-12)", "operation(12-16)", "content(16-18)"]),
        ("modbus", b"\0\0\0\1", b"\0\1\0\0\0\6\1\3\0\0\0\1",
         ["transaction id(0-2)", "protocol id(2-4)", "length(4-6)", "unit id(6-7)", "function(7-8)", "content(8-12)"]),
    ],
)  # fmt: skip
def test_a_message_of_each_framing(framing: str, content: bytes, data: bytes, parts: list[str]) -> None:
    composed = compose(Draft(framing, content))
    assert (composed.data, composed.problems, composed.malformed) == (data, (), ())
    assert told(composed.parts) == parts


@pytest.mark.parametrize(
    ("framing", "content", "by_hand", "data", "malformed"),
    [
        ("line", b"a", {"delimiter": "lf"}, b"a\n", ""),
        ("line", b"a", {"delimiter": OFF}, b"a", "no line end"),
        ("line", b"a\nb", {}, b"a\nb\r\n", "the content holds a line end: it arrives as 2 messages"),
        (r"delimiter:\0", b"a\0b", {}, b"a\0b\0", "the content holds the delimiter: it arrives as 2 messages"),
        ("delimiter:aa", b"xa", {}, b"xaaa", "the content ends as the delimiter begins: the message is cut before its"),
        (r"delimiter:\0", b"a", {"delimiter": "b"}, b"ab", r"delimiter is b, not \0"),
        (r"delimiter:\0", b"a", {"delimiter": OFF}, b"a", "no delimiter"),
        ("fixed:3", b"a", {"padding": "20"}, b"a  ", ""),
        ("fixed:3", b"a", {"padding": OFF}, b"a", "no padding: 2 bytes are missing"),
        ("fixed:3", b"abcd", {}, b"abcd", "the content has 4 bytes, a message has 3"),
        ("length:u16be", b"hello", {"length": "7"}, b"\0\7hello", "length says 7, 5 follow"),
        ("length:u16be", b"hello", {"length": "0x10"}, b"\0\x10hello", "length says 16, 5 follow"),
        ("length:u8,adjust=-1", b"hello", {"length": "5"}, b"\5hello", "length says 5, 6 fits"),
        ("length:u8", b"hello", {"length": OFF}, b"hello", "no length"),
        ("length:u8,max=4", b"hello", {}, b"\5hello", "length says 5, over the limit of 4"),
        ("length:u8,offset=1", b"a", {"before": "ff"}, b"\xff\1a", ""),
        ("length:u8,offset=1", b"a", {"before": "ff fe"}, b"\xff\xfe\1a",
         "before the length has 2 bytes, offset=1 wants 1"),
        ("netstring", b"a", {"length": "05"}, b"05:a,", "length is written 05, with a zero in front"),
        ("netstring", b"a", {"length": "x"}, b"x:a,", "length says 'x', which is no number"),
        ("netstring", b"a", {"length": "2"}, b"2:a,", "length says 2, the content has 1"),
        ("netstring", b"a", {"delimiter": OFF}, b"1:a", "no comma"),
        ("netstring", b"a", {"delimiter": ";"}, b"1:a;", "comma is ';', not ','"),
        ("resp", b"PING", {"count": "2"}, b"*2\r\n$4\r\nPING\r\n", "array says 2, 1 follow"),
        ("resp", b"PING", {"count": OFF}, b"$4\r\nPING\r\n", "no array around the words"),
        ("resp", b"PING", {"length-1": "9"}, b"*1\r\n$9\r\nPING\r\n", "length says 9, word 1 has 4"),
        ("resp", b"PING", {"length-1": OFF}, b"*1\r\nPING\r\n", "no length before word 1"),
        ("resp", b"", {}, b"*0\r\n", "no command: an empty array"),
        ("resp", b"PING\r\n", {"form": "as it is"}, b"PING\r\n", ""),
        ("postgresql", b"\0\3\0\0user\0me\0\0", {}, b"\0\0\0\x11\0\3\0\0user\0me\0\0", ""),
        ("postgresql", b"x", {"type": OFF}, b"\0\0\0\5x", "no type"),
        ("postgresql", b"", {"type": "X"}, b"X\0\0\0\4", ""),
        ("postgresql", b"", {"type": "1"}, b"1\0\0\0\4", ""),
        ("postgresql", b"", {"type": "0x00"}, b"\0\0\0\0\4", "type is 0x00, which no message has"),
        ("kafka", b"hi", {"message": "response", "correlation": "-2"}, b"\0\0\0\6\xff\xff\xff\xfehi", ""),
        ("tls", b"", {"type": "99"}, b"\x63\3\3\0\0", ""),
        ("none", b"123456789", {"checksum": "CRC-32"}, b"123456789\xcb\xf4\x39\x26", ""),
        ("none", b"123456789", {"checksum": "CRC-32", "checksum-order": "little-endian"},
         b"123456789\x26\x39\xf4\xcb", ""),
        ("length:u8", b"123456789", {"checksum": "CRC-16/MODBUS"}, b"\x0b123456789\x4b\x37", ""),
        ("line", b"a", {"checksum": "CRC-16/ARC", "checksum-value": "00 00"}, b"a\0\0\r\n",
         "CRC-16/ARC says 0000, e8c1 is right"),
        ("json-header", b"{}", {"byteorder": OFF, "content-type": OFF, "content-encoding": OFF, "content-length": OFF},
         b"\0\2{}{}", "no content-length"),
    ],
)  # fmt: skip
def test_set_by_hand(framing: str, content: bytes, by_hand: dict[str, str], data: bytes, malformed: str) -> None:
    draft = Draft(framing, content)
    for which, value in by_hand.items():
        draft = change(draft, which, value)
    composed = compose(draft)
    assert (composed.data, composed.problems) == (data, ())
    assert_covered(composed.parts, len(data))
    assert bool(composed.malformed) == bool(malformed)
    assert any(malformed in phrase for phrase in composed.malformed or ("",))


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("content-length", "5", "content-length says 5, the content has 2"),
        ("content-length", "many", 'content-length says "many", which is no length'),
        ("length", "7", "length says 7, the header has 102"),
    ],
)
def test_a_json_header_that_is_wrong_on_purpose(field: str, value: str, wrong: str) -> None:
    assert compose(change(Draft("json-header", b"{}"), field, value)).malformed == (wrong,)


@pytest.mark.parametrize(
    ("framing", "by_hand", "sentence"),
    [
        ("no-such", {}, "no framing"),
        ("length:u9", {}, "u9"),
        ("fixed:100000000", {}, "A message of 100,000,000 bytes is too large to be composed"),
        ("length:u8", {"length": "256"}, "The length 256 does not fit u8 (0 to 255)."),
        ("length:u8", {"length": "-1"}, "The length -1 does not fit u8 (0 to 255)."),
        ("length:u8", {"length": "five"}, "'five' is no number: write the length in decimal, or in hex as 0x1f."),
        ("length:u8,offset=1", {"before": "f"}, "stands alone"),
        ("length:u8,adjust=9", {}, "Behind the length there are 5 bytes, and adjust=9 wants 9 at least."),
        ("fixed:9", {"padding": "0000"}, "'0000' is not one byte"),
        ("fixed:9", {"padding": "zz"}, "no hex digit"),
        ("line", {"delimiter": "cr"}, "'cr' is no end of line known here: take crlf, lf."),
        ("delimiter:a", {"delimiter": r"\q"}, r"\q at character 1 is no escape"),
        ("none", {"checksum": "CRC-8"}, "'CRC-8' is no checksum known here"),
        ("none", {"checksum": "MD5", "checksum-value": "5"}, "The checksum is written in hex"),
        ("modbus", {"unit": "256"}, "The unit id 256 does not fit: write a value from 0 to 255."),
        ("json-header", {"length": "70000"}, "The length of the header 70000 does not fit u16be"),
        ("json-header", {"content-type": "x" * 70000}, "does not fit u16be"),
        ("netstring", {"length": "\ud800"}, "half of a surrogate pair"),
    ],
)
def test_what_can_not_go_out_is_said_in_a_sentence(framing: str, by_hand: dict[str, str], sentence: str) -> None:
    draft = Draft(framing, b"hello")
    for which, value in by_hand.items():
        draft = change(draft, which, value)
    composed = compose(draft)
    assert sentence in composed.problems[0]
    assert composed.problems[0].endswith((".", "…")) or framing == "no-such"
    assert (composed.data, composed.parts) == (b"", ())


def test_the_problem_stands_at_its_setting() -> None:
    draft = change(Draft("length:u8", b"hello"), "length", "256")
    (setting,) = (one for one in settings(draft) if one.problem)
    assert (setting.id, setting.value, setting.by_hand) == ("length", "256", True)


def test_a_computed_setting_follows_the_content_until_it_is_set_by_hand() -> None:
    draft = Draft("length:u8", b"hello")
    length = {setting.id: setting for setting in settings(draft)}["length"]
    assert (length.value, length.computed, length.by_hand, length.may_be_off) == ("5", True, False, True)
    by_hand = change(draft, "length", "9")
    assert {setting.id: setting for setting in settings(by_hand)}["length"].by_hand
    assert change(by_hand, "length", None) == draft


def test_the_length_that_a_part_says_is_told_in_words() -> None:
    length, _ = compose(Draft("length:u16be", b"hello")).parts
    assert length.value == "5, big-endian"
    (kind, *_) = compose(Draft("postgresql", b"")).parts
    assert kind.value == "Q, Query"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"", []),
        (b" \t\r\n", []),
        (b"GET key", [b"GET", b"key"]),
        (b"  SET  k\tv\r\n", [b"SET", b"k", b"v"]),
        (b'"a b" \'c d\' ""', [b"a b", b"c d", b""]),
        (rb'"\x00\xfF\n\r\t\a\b\"\\\q\x4"', b'\0\xff\n\r\t\a\b"\\qx4'),
        (rb"'\'\n\x41'", rb"'\n\x41"),
        (b'pre"fix ed"', [b"prefix ed"]),
        (rb"\n\x41", [rb"\n\x41"]),
        (b"\xff\x01\0 a", [b"\xff\x01\0", b"a"]),
    ],
)
def test_a_command_is_cut_into_words_as_redis_cli_does(line: bytes, words: list[bytes] | bytes) -> None:
    assert split_words(line) == (words if isinstance(words, list) else [words])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b'SET "k', 'The quote " at byte 4 of the command is not closed.'),
        (b"SET 'k", "The quote ' at byte 4 of the command is not closed."),
        (b'"k"v', "Behind the closing quote at byte 2 of the command there must be a space."),
        (b"a " * 10_001, "A command of more than 10,000 words can't be composed."),
    ],
)
def test_a_command_that_can_not_be_cut_is_told(line: bytes, sentence: str) -> None:
    assert compose(Draft("resp", line)).problems == (sentence,)


@pytest.mark.parametrize(
    ("draft", "origins"),
    [
        (Draft("http", b"a", (("", ""), ("A", "b"))),
         ["target", "header:1", "content-length", "empty-line", "content"]),
        (Draft("resp", b"PING"), ["count", "length-1", "content", ""]),
        (Draft("netstring", b"a", by_hand=(("checksum", "CRC-32"),)),
         ["length", "", "content", "checksum-value", "delimiter"]),
        (Draft("modbus"), ["transaction", "protocol", "length", "unit", "function"]),
        (Draft("json-header", b"a"),
         ["length", "byteorder", "content-type", "content-encoding", "content-length", "content"]),
    ],
)  # fmt: skip
def test_each_part_says_where_it_comes_from(draft: Draft, origins: list[str]) -> None:
    assert list(compose(draft).origins) == origins


@pytest.mark.parametrize("framing", FRAMINGS)
def test_a_new_draft_can_go_out_as_it_is(framing: str) -> None:
    draft = new_draft(framing, "127.0.0.1:80")
    assert not compose(draft).malformed or framing.startswith("fixed")
    composed = compose(replace(draft, content=draft.content or b"ab"))
    assert not composed.problems
    assert framing == "fixed:1" or not composed.malformed


@given(drafts())
def test_parts_cover_the_bytes_whatever_is_set_by_hand(draft: Draft) -> None:
    composed = compose(draft)
    assert_covered(composed.parts, len(composed.data))
    ids = {setting.id for setting in settings(draft)}
    for origin in composed.origins:
        assert origin in ids or origin in ("", "content") or origin.startswith("header:")
    assert len(composed.origins) == len(composed.parts)
    wrong = [f"{part.name} {part.wrong}" for part in composed.parts if part.wrong]
    assert set(wrong) <= set(composed.malformed)
    assert bool(composed.problems) >= any(setting.problem for setting in settings(draft))
    if composed.problems:
        assert not composed.data


@effort(max_examples=150)
@given(drafts([framing for framing in FRAMINGS if framing not in WITHOUT_MESSAGES]))
def test_our_own_decoder_finds_exactly_one_message(draft: Draft) -> None:
    composed = compose(draft)
    assume(not composed.problems and not composed.malformed)
    assume(draft.said("form") != "as it is")
    assume(draft.framing != "postgresql" or (draft.said("type") or "Q") in CLIENT_TYPES)
    assume(draft.framing != "postgresql" or not draft.content.startswith(UNTYPED))
    exchange = Exchange(parse_framing(draft.framing))
    if draft.framing == "postgresql":
        exchange.sent(compose(Draft("postgresql", b"\0\3\0\0\0")).data)
    answers = draft.said("message") == "response"
    seen = exchange.received(composed.data) if answers else exchange.sent(composed.data)
    # A response without a length lasts until the connection ends.
    found = [one.found for one in (*seen, *exchange.peer_fin())]
    assert [(one.end - one.start, one.complete, one.problem) for one in found] == [(len(composed.data), True, None)]
