"""A message's bytes into its parts: whole, cut, garbled, both directions, and as composing named them."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tcptui.protocol.composing import Draft, compose
from tcptui.protocol.dissecting import dissect
from tcptui.protocol.dissecting.postgresql import UNTYPED
from tcptui.protocol.events import Direction
from tcptui.protocol.framing.parts import PARTS_LIMIT
from tests.protocol.drafts import FRAMINGS, assert_covered, drafts, told

JSON_FIELDS = '{"byteorder":"big","content-type":"text/json","content-encoding":"utf-8","content-length":2}'


def after_json(header: str, content: bytes = b"") -> bytes:
    return len(header).to_bytes(2, "big") + header.encode() + content


JSON_HEADER = after_json(JSON_FIELDS, b"{}")


@pytest.mark.parametrize(
    ("framing", "data", "parts"),
    [
        ("none", b"abc", ["content(0-3)"]),
        ("no-such", b"abc", ["content(0-3)"]),
        ("length:no-such", b"abc", ["content(0-3)"]),
        ("line", b"abc\r\n", ["content(0-3)", "CR LF(3-5)"]),
        ("line", b"abc\n", ["content(0-3)", "LF(3-4)"]),
        ("line", b"\n", ["LF(0-1)"]),
        ("line", b"abc", ["content(0-3)"]),
        (r"delimiter:\0", b"abc\0", ["content(0-3)", "delimiter(3-4)"]),
        (r"delimiter:\0", b"abc", ["content(0-3)"]),
        ("fixed:6", b"abc\0\0\0", ["content(0-3)", "padding(3-6)"]),
        ("fixed:6", b"abc", ["content(0-3)"]),
        ("length:u16be", b"\0\3abc", ["length(0-2)", "content(2-5)"]),
        ("length:u16be", b"\0\3ab", ["length(0-2) says 3, 2 follow", "content(2-4)"]),
        ("length:u16be", b"\0", ["length(0-1)"]),
        ("length:u32be,adjust=-4", b"\0\0\0\7ab", ["length(0-4) says 7, 6 fits", "content(4-6)"]),
        ("length:u16be,offset=2", b"xy\0\1a", ["before the length(0-2)", "length(2-4)", "content(4-5)"]),
        ("length:u16be,offset=2", b"x", ["before the length(0-1)"]),
        ("length:varint", b"\xff" * 20, ["length(0-20)"]),
        ("netstring", b"3:abc,", ["length(0-1)", "colon(1-2)", "content(2-5)", "comma(5-6)"]),
        ("netstring", b"3:a", ["length(0-1) says 3, the content has 1", "colon(1-2)", "content(2-3)"]),
        ("netstring", b"3", ["length(0-1)"]),
        ("netstring", b"03:abc,",
         ["length(0-2) is written 03, with a zero in front", "colon(2-3)", "content(3-6)", "comma(6-7)"]),
        ("netstring", b"abc", ["content(0-3)"]),
        ("json-header", JSON_HEADER,
         ["length(0-2)", "byteorder(2-21)", "content-type(21-48)", "content-encoding(48-75)", "content-length(75-94)",
          "content(94-96)"]),
        ("json-header", JSON_HEADER[:-1],
         ["length(0-2)", "byteorder(2-21)", "content-type(21-48)", "content-encoding(48-75)",
          "content-length(75-94) says 2, the content has 1", "content(94-95)"]),
        ("json-header", JSON_HEADER[:40], ["length(0-2) says 92, 38 follow", "JSON header(2-40)"]),
        ("json-header", b"\0\5hello!",
         ["length(0-2)", "JSON header(2-7) its header is no JSON (Expecting value)", "content(7-8)"]),
        ("json-header", b"\0\2[]", ["length(0-2)", "JSON header(2-4) its JSON header is no object"]),
        ("json-header", b"\0\1\xff", ["length(0-2)", "JSON header(2-3) its JSON header is no UTF-8"]),
        ("json-header", after_json('{"content-length":"x" }', b"{}"),
         ["length(0-2)", 'content-length(2-25) says "x", which is no length; stands in a header that '
          "lacks byteorder, content-type, content-encoding", "content(25-27)"]),
        ("json-header", b"\0\2{}",
         ["length(0-2)",
          "JSON header(2-4) stands in a header that lacks byteorder, content-length, content-type, content-encoding"]),
        ("resp", b"+OK\r\n", ["simple string(0-3)", "CR LF(3-5)"]),
        ("resp", b"-ERR no\r\n", ["error(0-7)", "CR LF(7-9)"]),
        ("resp", b"$5\r\nhello\r\n", ["length(0-4)", "bulk string(4-9)", "CR LF(9-11)"]),
        ("resp", b"$5\r\nhel", ["length(0-4) says 5, 3 follow", "bulk string(4-7)"]),
        ("resp", b"$-1\r\n", ["null(0-5)"]),
        ("resp", b"$x\r\n", ["inline command(0-2)", "CR LF(2-4)"]),
        ("resp", b"*1\r\n$x\r\n", ["array(0-4)", "line(4-8) the length of the bulk string is no number"]),
        ("resp", b"$?\r\n;2\r\nhi\r\n;0\r\n",
         ["length(0-4)", "length(4-8)", "chunk(8-10)", "CR LF(10-12)", "length(12-16)"]),
        ("resp", b"*?\r\n:1\r\n.\r\n", ["array(0-4)", "integer(4-6)", "CR LF(6-8)", "end(8-11)"]),
        ("resp", b"*2\r\n:1\r\n%0\r\n",
         ["array(0-4)", "integer(4-6)", "CR LF(6-8)", "map(8-12)"]),
        ("resp", b"PING\r\n", ["inline command(0-4)", "CR LF(4-6)"]),
        ("resp", b"PING\r", ["inline command(0-4)", "CR(4-5)"]),
        ("postgresql", b"Q\0\0\0\x0dSELECT 1\0", ["type(0-1)", "length(1-5)", "content(5-14)"]),
        ("postgresql", b"\0\0\0\x08\x04\xd2\x16\x2f", ["length(0-4)", "content(4-8)"]),
        ("postgresql", b"Q\0\0", ["type(0-1)", "length(1-3)"]),
        ("modbus", b"\0\1\0\0\0\3\1\x83\2",
         ["transaction id(0-2)", "protocol id(2-4)", "length(4-6)", "unit id(6-7)", "function(7-8)", "content(8-9)"]),
        ("kafka", b"\0\0\0\6\0\0\0\7hi", ["length(0-4)", "correlation id(4-8)", "content(8-10)"]),
        ("dns", b"\0\x0c\0\1", ["length(0-2) says 12, 2 follow", "id(2-4)"]),
    ],
)  # fmt: skip
def test_parts(framing: str, data: bytes, parts: list[str]) -> None:
    found = dissect(framing, "in", "message", data)
    assert told(found) == parts
    assert_covered(found, len(data))


@pytest.mark.parametrize(
    ("framing", "direction", "data", "index", "value"),
    [
        ("length:u16be", "in", b"\0\3abc", 0, "3, big-endian"),
        ("length:u8", "in", b"\3abc", 0, "3"),
        ("postgresql", "in", b"Z\0\0\0\5I", 0, "Z, ReadyForQuery"),
        ("postgresql", "out", b"S\0\0\0\4", 0, "S, Sync"),
        ("postgresql", "in", b"N", 0, "N, refused"),
        ("postgresql", "out", b"\0\0\0\x08\x04\xd2\x16\x2f", 1, "SSLRequest"),
        ("modbus", "in", b"\0\1\0\0\0\3\1\x83\2", 4, "131, failed: read holding registers"),
        ("tls", "out", b"\x16\3\1\0\0", 1, "0x0301, TLS 1.0, big-endian"),
        ("resp", "in", b"*2\r\n", 0, "2 elements"),
        ("resp", "in", b"*-1\r\n", 0, "null"),
    ],
)
def test_values_are_told_for_people(framing: str, direction: Direction, data: bytes, index: int, value: str) -> None:
    assert dissect(framing, direction, "message", data)[index].value == value


REQUEST = b"\r\nPOST /a HTTP/1.1\r\nHost: h\r\ncontent-length: 2\r\n\r\nhi"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhi\r\n0\r\nA: b\r\n\r\n"


@pytest.mark.parametrize(
    ("kind", "data", "parts"),
    [
        ("request", REQUEST,
         ["empty line(0-2)", "request line(2-20)", "Host(20-29)", "content-length(29-48)", "empty line(48-50)",
          "content(50-52)"]),
        ("request", REQUEST[:-1],
         ["empty line(0-2)", "request line(2-20)", "Host(20-29)", "content-length(29-48) says 2, the content has 1",
          "empty line(48-50)", "content(50-51)"]),
        ("request", REQUEST[:25], ["empty line(0-2)", "request line(2-20)", "Host(20-25)"]),
        ("request", REQUEST[:9], ["empty line(0-2)", "request line(2-9)"]),
        ("response", CHUNKED,
         ["status line(0-17)", "Transfer-Encoding(17-45)", "empty line(45-47)", "chunk size(47-54)", "chunk(54-56)",
          "CR LF(56-58)", "last chunk(58-61)", "A(61-67)", "empty line(67-69)"]),
        ("response", CHUNKED[:55],
         ["status line(0-17)", "Transfer-Encoding(17-45)", "empty line(45-47)", "chunk size(47-54)", "chunk(54-55)"]),
        ("response", CHUNKED[:47] + b"zz\r\n",
         ["status line(0-17)", "Transfer-Encoding(17-45)", "empty line(45-47)", "chunk size(47-51)"]),
        ("response", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
         ["status line(0-17)", "Content-Length(17-36)", "empty line(36-38)"]),
        ("interim", b"HTTP/1.1 100 Continue\r\n\r\n", ["status line(0-23)", "empty line(23-25)"]),
        ("response", b"HTTP/1.1 200 OK\nA: b\n\n",
         ["status line(0-16) a line end without CR", "A(16-21) a line end without CR",
          "empty line(21-22) a line end without CR"]),
        ("response", b"HTTP/1.1 200 OK\r\nA: b\r\n c\r\nno\r\n\r\n",
         ["status line(0-17)", "A(17-23)", "header(23-27) a folded header line",
          "header(27-31) a malformed header line", "empty line(31-33)"]),
        ("request", b"garbage\r\n\r\n",
         ["request line(0-9) it does not begin with a request line", "empty line(9-11)"]),
        ("stream", b"HTTP/1.1 200 OK\r\n\r\n", ["content(0-19)"]),
        ("extra", b"POST / HTTP/1.1\r\n", ["content(0-17)"]),
        ("message", b"POST / HTTP/1.1\r\n\r\n", ["request line(0-17)", "empty line(17-19)"]),
        ("message", b"what else", ["content(0-9)"]),
    ],
)  # fmt: skip
def test_http(kind: str, data: bytes, parts: list[str]) -> None:
    found = dissect("http", "in", kind, data)
    assert told(found) == parts
    assert_covered(found, len(data))


@pytest.mark.parametrize(
    ("framing", "data", "size"),
    [
        ("length:u16be", b"\1\0ab", 258),
        ("netstring", b"200:ab", 205),
        ("resp", b"$200\r\nab", 208),
        ("json-header", after_json(JSON_FIELDS.replace(":2}", ":9}"), b"{"), 94 + 9),
        ("postgresql", b"D\0\0\1\0ab", 257),
        ("http", b"POST / HTTP/1.1\r\nContent-Length: 200\r\n\r\nab", 240),
        ("fixed:9", b"ab\0\0", 9),
        ("line", b"ab\n", 9),
        (r"delimiter:\0", b"ab\0", 9),
    ],
)
def test_of_the_beginning_of_a_message_nothing_is_called_wrong(framing: str, data: bytes, size: int) -> None:
    found = dissect(framing, "in", "request" if framing == "http" else "message", data, size)
    assert_covered(found, len(data))
    assert [part.wrong for part in found if part.wrong] == []
    assert found[-1].kind == "content"


def test_a_name_of_any_length_is_cut() -> None:
    (_, field, _) = dissect("http", "in", "request", b"GET / HTTP/1.1\r\n" + b"x" * 9000 + b": 1\r\n\r\n")
    assert field.name == "x" * 100


def test_no_more_parts_are_told_apart_than_the_limit() -> None:
    data = CHUNKED[:47] + b"1\r\nx\r\n" * PARTS_LIMIT
    found = dissect("http", "in", "response", data)
    assert len(found) == PARTS_LIMIT
    assert found[-1].name == "the rest"
    assert_covered(found, len(data))


@effort(max_examples=150)
@given(drafts())
@example(Draft("postgresql", UNTYPED[0] + b"user\0me\0\0"))
def test_what_was_composed_is_taken_apart_into_the_same_parts(draft: Draft) -> None:
    composed = compose(draft)
    assume(not composed.problems and not composed.malformed)
    # What the bytes don't say: a checksum is content to all others, any byte can be padding, LF after CR is CR LF.
    assume(all(part.kind != "checksum" for part in composed.parts))
    assume(draft.said("padding") in (None, "00") and not (draft.framing[:5] == "fixed" and draft.content[-1:] == b"\0"))
    assume(not (draft.framing == "line" and draft.said("delimiter") == "lf" and draft.content[-1:] == b"\r"))
    assume(draft.said("form") != "as it is" and draft.framing != "auto")
    kind = draft.said("message") or "request" if draft.framing == "http" else "message"
    direction: Direction = "in" if draft.said("message") == "response" else "out"
    found = dissect(draft.framing, direction, kind, composed.data)
    assert [part[:5] for part in found] == [part[:5] for part in composed.parts]


SHARDS = st.sampled_from(
    [b"\r", b"\n", b"\r\n", b"\0", b":", b",", b"0", b"9" * 25, b"\xff", b"*", b"$", b"{", b"}", b'"', b"\\", b"[",
     b"HTTP/1.1 200 OK\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Length: 5\r\n", b"*-1\r\n", b"$3\r\n"]
)  # fmt: skip


@st.composite
def garbled(draw: st.DrawFn) -> tuple[str, bytes]:
    """A good message with a few bytes taken out or put in, or anything."""
    draft = draw(drafts())
    data = bytearray(compose(draft).data)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 3))] = draw(st.one_of(SHARDS, st.binary(max_size=4)))
    return draft.framing, bytes(data)


KINDS = st.sampled_from(["request", "response", "interim", "line", "message", "stream", "extra"])


@effort(max_examples=250)
@given(
    st.one_of(garbled(), st.tuples(st.sampled_from(FRAMINGS), st.lists(SHARDS, max_size=12).map(b"".join))),
    st.sampled_from(["in", "out"]), KINDS, st.integers(0, 9),
)  # fmt: skip
def test_whatever_comes_is_covered_and_nothing_is_raised(
    message: tuple[str, bytes], direction: Direction, kind: str, more: int
) -> None:
    framing, data = message
    assert_covered(dissect(framing, direction, kind, data, len(data) + more), len(data))
