"""A message's content for reading: what is undone, how far, and what is said of it."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from unittest.mock import ANY

import brotli
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tcptui.protocol.composing import Draft, compose
from tcptui.protocol.dissecting import Readable, readable
from tcptui.protocol.dissecting.codings import UNDONE_LIMIT, undo
from tests.protocol.drafts import FRAMINGS
from tests.protocol.test_protocol_dissecting_parts import KINDS, garbled

VALUE = {"a": [1, {}], "ü": "x"}
JSON = json.dumps(VALUE, ensure_ascii=False).encode()
SET_OUT = '{\n  "a": [\n    1,\n    {}\n  ],\n  "ü": "x"\n}'


def raw_deflate(data: bytes) -> bytes:
    made = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return made.compress(data) + made.flush()


CODED = {
    "gzip": gzip.compress(JSON, mtime=0),
    "x-gzip": gzip.compress(JSON[:5], mtime=0) + gzip.compress(JSON[5:], mtime=0),
    "deflate": zlib.compress(JSON),
    "Deflate": raw_deflate(JSON),
    "br": brotli.compress(JSON),
}


def response(body: bytes, *fields: str) -> Readable:
    head = "".join(f"{field}\r\n" for field in fields)
    return readable("http", "in", "response", f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + body)


@pytest.mark.parametrize("coding", CODED)
def test_content_encodings_are_undone(coding: str) -> None:
    found = response(CODED[coding], "Content-Type: application/json", f"Content-Encoding: {coding}")
    assert (found.text, found.media, found.data) == (SET_OUT, "application/json", JSON)
    undone = f"{coding.lower()} undone: {len(CODED[coding])} bytes became {len(JSON)} bytes"
    assert found.notes == (undone, "JSON set out over lines")


def test_several_codings_are_undone_from_the_last_to_the_first() -> None:
    body = gzip.compress(brotli.compress(b"hello"))
    assert response(body, "Content-Encoding: br, gzip", "Content-Type: text/plain").text == "hello"
    assert response(body, "Content-Encoding: br", "Transfer-Encoding: gzip", "Content-Type: text/plain").text == "hello"
    assert response(b"hello", "Content-Encoding: identity").text == "hello"


def test_a_head_can_not_ask_for_any_number_of_undoings() -> None:
    body = b"hello"
    for _ in range(9):
        body = gzip.compress(body)
    found = response(body, "Content-Encoding: " + ", ".join(["gzip"] * 9), "Content-Type: text/plain")
    assert (found.text, found.notes[-1]) == (None, "9 codings: no more than 8 are undone")


def test_chunks_are_put_together() -> None:
    body = b"3\r\nhel\r\n2\r\nlo\r\n0\r\nA: b\r\n\r\n"
    found = response(body, "Transfer-Encoding: chunked", "Content-Type: text/plain")
    assert (found.text, found.data, found.notes) == ("hello", b"hello", ("put together from 2 chunks",))


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_of_a_coding_that_is_cut_short_the_beginning_is_shown(coding: str) -> None:
    body = b"".join(b"line %d\n" % number for number in range(5000))
    coded = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[coding](body)
    found = response(coded[: len(coded) - 8], "Content-Type: text/plain", f"Content-Encoding: {coding}")
    assert found.text is not None
    assert found.text.startswith("line 0\n")
    assert body.startswith(found.data)
    assert "it is cut short" in found.notes[0]


@pytest.mark.parametrize(
    ("coding", "note"),
    [
        ("gzip", "gzip can't be undone: incorrect header check"),
        ("deflate", "deflate can't be undone: "),
        ("br", "br can't be undone: it is no brotli"),
        ("zstd", "zstd is not undone here"),
    ],
)
def test_what_can_not_be_undone_is_said_and_is_no_text(coding: str, note: str) -> None:
    found = response(b"\xffhello hello", "Content-Type: text/plain", f"Content-Encoding: {coding}")
    assert (found.text, found.data) == (None, b"\xffhello hello")
    assert found.notes[0].startswith(note)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_bomb_is_undone_up_to_the_limit(coding: str) -> None:
    body = bytes(40_000_000)
    bomb = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda data: brotli.compress(data, quality=1)}[
        coding
    ](body)
    del body
    tracemalloc.start()
    found = response(bomb, f"Content-Encoding: {coding}")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.data) == UNDONE_LIMIT
    assert found.notes[0] == f"{coding} undone: only its first 8,388,608 bytes"
    assert peak < 6 * UNDONE_LIMIT


@pytest.mark.parametrize(
    ("content_type", "body", "text", "notes"),
    [
        ("text/plain; charset=latin-1", b"\xfc", "ü", ("decoded from latin-1",)),
        ('text/plain; charset="utf-16-le"', "ü".encode("utf-16-le"), "ü", ("decoded from utf-16-le",)),
        ("text/plain", "ü".encode(), "ü", ()),
        ("text/plain", b"a\xfcb", r"a\xfcb", ("byte 1 is no utf-8",)),
        ("text/plain; charset=klingon", b"a", "a", ("its character encoding 'klingon' is not known here",)),
        ("text/plain", b"\xef\xbb\xbfa", "a", ()),
        ("text/plain", b"a\0\x1b", "a\0\x1b", ()),
        ("image/png", b"\x89PNG\r\n\x1a\n\0", None, ()),
        ("application/octet-stream", b"\0\1\2", None, ()),
        ("application/octet-stream", b"plain", "plain", ()),
        ("application/problem+json", b'{"a":1}', '{\n  "a": 1\n}', ("JSON set out over lines",)),
        ("application/json", b"{", "{", ("it is no JSON at line 1, column 2: Expecting property name enclosed in "
                                         "double quotes",)),
        ("text/plain", b"[1]", "[\n  1\n]", ("JSON set out over lines",)),
        ("text/plain", b"{not json", "{not json", ()),
        ("application/json", b"1", "1", ()),
        ("application/json", b"", None, ()),
        ("application/json", b"[" * 200_000, "[" * 200_000,
         ("it is no JSON at line 1, column 1: It is nested too deep to be read",)),
    ],
)  # fmt: skip
def test_characters_and_json(content_type: str, body: bytes, text: str | None, notes: tuple[str, ...]) -> None:
    found = response(body, f"Content-Type: {content_type}")
    assert (found.text, found.notes) == (text, notes)
    assert found.media == content_type.partition(";")[0]


def test_json_that_would_become_huge_is_left_as_it_is() -> None:
    body = b"[" * 800 + b"1," * 200_000 + b"1" + b"]" * 800
    found = response(body, "Content-Type: application/json")
    assert found.text == body.decode()


@pytest.mark.parametrize(
    ("media", "encoding", "content", "text"),
    [
        ("text/json", "utf-8", b'{"a":1}', '{\n  "a": 1\n}'),
        ("text/json", "latin-1", b'"\xfc"', '"ü"'),
        ("binary/custom-server-binary-type", "binary", b"First 10 bytes", None),
    ],
)
def test_json_header(media: str, encoding: str, content: bytes, text: str | None) -> None:
    draft = Draft("json-header", content, by_hand=(("content-type", media), ("content-encoding", encoding)))
    found = readable("json-header", "in", "message", compose(draft).data)
    assert (found.text, found.media, found.data) == (text, media, content)


def test_a_json_header_that_can_not_be_read_leaves_the_content() -> None:
    assert readable("json-header", "in", "message", b"\0\2[]hi").text == "hi"


@pytest.mark.parametrize(
    ("framing", "data", "text"),
    [
        ("none", b"hello", "hello"),
        ("line", b"hello\r\n", "hello"),
        ("length:u8", b"\x07[true] ", "[\n  true\n]"),
        ("length:u8", b"\3\0\1\2", None),
        ("netstring", b"2:hi,", "hi"),
        ("resp", b"*3\r\n$0\r\n\r\n*2\r\n:5\r\n$-1\r\n-ERR no\r\n",
         'array: 3 elements\n  ""\n  array: 2 elements\n    integer 5\n    null\n  error ERR no'),
        ("resp", b"%1\r\n+a\r\n,1.5\r\n+b\r\n", "map: 1 pair\n  simple string a\n  double 1.5\nsimple string b"),
        ("resp", b"*2\r\n$?\r\n;2\r\nhi\r\n;0\r\n*?\r\n:1\r\n.\r\n:2\r\n",
         'array: 2 elements\n  bulk string, in chunks\n    "hi"\n  array: up to its end\n    integer 1\ninteger 2'),
        ("resp", b"|1\r\n+a\r\n+b\r\n:2\r\n",
         "attribute: 1 pair\n  simple string a\n  simple string b\ninteger 2"),
        ("resp", b"$3\r\n\0a\"\r\n", r'"\0a""'),
    ],
)  # fmt: skip
def test_other_framings(framing: str, data: bytes, text: str | None) -> None:
    assert readable(framing, "in", "message", data).text == text


def test_of_a_beginning_json_is_not_set_out_and_a_cut_character_is_not_called_wrong() -> None:
    whole = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"a": "\xc3'
    found = readable("http", "in", "response", whole, len(whole) + 80)
    assert found.text == '{"a": "'
    assert found.notes == ("only its beginning is here, so JSON is not set out",)


@effort(max_examples=150)
@given(garbled(), KINDS, st.integers(0, 5))
def test_whatever_comes_nothing_is_raised(message: tuple[str, bytes], kind: str, more: int) -> None:
    framing, data = message
    found = readable(framing, "in", kind, data, len(data) + more)
    assert len(found.data) <= max(len(data), UNDONE_LIMIT)


HEADS = st.sampled_from(
    [f"{name}: {value}" for name in ("Content-Encoding", "Transfer-Encoding", "Content-Type")
     for value in ("gzip", "br, gzip", "deflate", "chunked", "text/plain; charset=utf-16", "application/json;charset=",
                   "x/y; charset=idna", ",,", "\xff")]
)  # fmt: skip


@effort(max_examples=150)
@given(st.lists(HEADS, max_size=3), st.one_of(st.binary(max_size=60), st.sampled_from(list(CODED.values()))), st.data())
def test_whatever_a_head_says_of_its_body_nothing_is_raised(
    fields: list[str], body: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(body)))
    response(body[:at] + data.draw(st.binary(max_size=2)) + body[at:], *fields)


@given(st.sampled_from(["gzip", "deflate", "br"]), st.binary(max_size=300), st.integers(0, 300))
def test_what_comes_out_of_a_cut_coding_is_a_beginning(coding: str, data: bytes, size: int) -> None:
    coded = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[coding](data)
    undone = undo(coding, coded[:size])
    assert undone is not None
    assert data.startswith(undone.data)
    assert undone.whole == (size >= len(coded)) or undone.data == data


def test_gzip_has_members_and_what_stands_behind_them_is_padding() -> None:
    parts = [bytes([number]) * 40_000 + str(number).encode() * 30_000 for number in range(3)]
    coded = b"".join(gzip.compress(part, compresslevel=0) for part in parts)
    assert undo("gzip", coded + bytes(100)) == (b"".join(parts), ANY, True)


def test_members_that_hold_nothing_end_at_a_limit() -> None:
    undone = undo("gzip", gzip.compress(b"", mtime=0) * 200_000)
    assert undone is not None
    assert undone.note == "gzip can't be undone: it has more than 1,000 members"


def test_every_framing_has_a_content_to_read() -> None:
    for framing in FRAMINGS:
        content = b"PING" if framing == "resp" else b"hi"
        data = compose(Draft(framing, content)).data
        assert "PING" in (readable(framing, "in", "message", data).text or "") or framing != "resp"


def _raw_deflate(data: bytes) -> bytes:
    coder = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return coder.compress(data) + coder.flush()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 98_272, 98_273, 131_072, 131_073, 200_000, 1 << 20])
@pytest.mark.parametrize("beat", [b"\0", b"abc", bytes(range(256))])
def test_all_comes_out_wherever_a_piece_of_it_is_just_full(size: int, beat: bytes) -> None:
    data = (beat * (size // len(beat) + 1))[:size]
    codings = {"gzip": gzip.compress(data), "deflate": zlib.compress(data), "br": brotli.compress(data, quality=5)}
    for coding, coded in (*codings.items(), ("deflate", _raw_deflate(data))):
        undone = undo(coding, coded)
        assert undone is not None
        assert (undone.data == data, undone.whole) == (True, True), undone.note
