"""Bytes back into the form that gives them."""

from __future__ import annotations

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.composing import OFF, Draft, compose
from tcptui.protocol.composing.resp import split_words
from tcptui.protocol.composing.taking import LONGEST, draft_of

GET = b"GET /a?b=c HTTP/1.0\r\nHost: x\r\nX-Empty:\r\nx-lower: 1: 2\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
HEADER = {"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8", "content-length": 2}


def header(fields, content=b"{}"):
    raw = json.dumps(fields).encode()
    return struct.pack(">H", len(raw)) + raw + content


@pytest.mark.parametrize(
    ("framing", "data", "expected"),
    [
        (
            "auto",
            GET,
            Draft(
                "http",
                headers=(("Host", "x"), ("X-Empty", ""), ("x-lower", "1: 2")),
                by_hand=(("target", "/a?b=c"), ("version", "HTTP/1.0")),
            ),
        ),
        ("http", POST, Draft("http", b"abc", (("Host", "x"),), (("method", "POST"),))),
        (
            "http",
            b"POST / HTTP/1.1\r\nContent-Length: 3\r\nHost: x\r\n\r\nabc",
            Draft("http", b"abc", (("Content-Length", "3"), ("Host", "x")), (("method", "POST"),)),
        ),
        (
            "http",
            b"POST / HTTP/1.1\r\nHost: x\r\n\r\n",
            Draft("http", b"", (("Host", "x"),), (("method", "POST"), ("content-length", OFF))),
        ),
        ("json-header", header(HEADER), Draft("json-header", b"{}")),
        (
            "json-header",
            header({**HEADER, "byteorder": "big"}),
            Draft("json-header", b"{}", by_hand=(("byteorder", "big"),)),
        ),
        ("line", b"PING\r\n", Draft("line", b"PING")),
        ("line", b"PING\n", Draft("line", b"PING", by_hand=(("delimiter", "lf"),))),
        ("delimiter:|", b"one|", Draft("delimiter:|", b"one")),
        ("length:u16be", b"\0\3abc", Draft("length:u16be", b"abc")),
        (
            "length:u16be,offset=2",
            b"\1\2\0\3abc",
            Draft("length:u16be,offset=2", b"abc", by_hand=(("before", "01 02"),)),
        ),
        ("netstring", b"3:abc,", Draft("netstring", b"abc")),
        ("fixed:3", b"abc", Draft("fixed:3", b"abc")),
    ],
)
def test_a_form_that_gives_the_bytes_is_found(framing, data, expected):
    draft = draft_of(framing, data)
    assert compose(draft).data == data
    assert draft == expected


@pytest.mark.parametrize(
    ("framing", "data"),
    [
        ("http", b"hello"),
        ("http", b""),
        ("http", GET[:-2]),
        ("http", b"GET  / HTTP/1.1\r\n\r\n"),
        ("http", b"GET / HTTP/1.1\nHost: x\n\n"),
        ("json-header", b"\0\2[]"),
        ("json-header", header({**HEADER, "more": 1})),
        ("line", b"no end"),
        ("length:u16be", b"\0\4abc"),
        ("length:u16be", b"\0"),
        ("gone", b"abc"),
        ("none", b"abc"),
    ],
)
def test_bytes_that_no_form_holds_are_taken_as_they_are(framing, data):
    draft = draft_of(framing, data)
    assert (draft.framing, draft.content) == ("none", data)


def test_what_is_long_is_not_taken_apart():
    data = b"x" * LONGEST + b"\n"
    assert draft_of("line", data) == Draft("none", data)


def test_a_lone_field_that_was_left_out_is_not_made_up():
    data = compose(Draft("http", b"abc", (("Host", "x"),), (("method", "POST"), ("content-length", OFF)))).data
    draft = draft_of("http", data)
    assert compose(draft).data == data


_FRAMINGS = st.sampled_from(
    [
        "auto",
        "none",
        "line",
        "delimiter:|",
        "fixed:4",
        "length:u8",
        "json-header",
        "http",
        "netstring",
        "resp",
        "dns",
        "postgresql",
    ]
)


@given(
    _FRAMINGS, st.binary(max_size=40) | st.sampled_from([GET, POST, header(HEADER), b"\r\n", b"*1\r\n$4\r\nPING\r\n"])
)
def test_a_draft_always_gives_the_bytes_that_it_was_made_from(framing, data):
    assert compose(draft_of(framing, data)).data == data


@given(
    st.sampled_from(["GET", "POST"]),
    st.lists(
        st.tuples(st.from_regex(r"[A-Za-z-]{1,8}", fullmatch=True), st.from_regex(r"[a-z ]{0,5}x", fullmatch=True)),
        max_size=4,
    ),
    st.binary(max_size=20),
)
def test_a_composed_request_is_taken_back_into_a_form(method, headers, content):
    data = compose(Draft("http", content, tuple(headers), (("method", method),))).data
    draft = draft_of("auto", data)
    assert draft.framing == "http"
    assert compose(draft).data == data


@given(
    st.lists(st.binary(max_size=9) | st.sampled_from([b"SET", b'a "b"', b"\\", b"a\\nb", b""]), min_size=1, max_size=5)
)
def test_a_command_of_redis_is_taken_back_as_it_is_typed(words):
    data = b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)
    draft = draft_of("resp", data)
    assert draft.framing == "resp"
    assert split_words(draft.content) == words
    assert compose(draft).data == data
