"""The application server: one request with a JSON header, in any cutting, one answer, and it closes."""

from __future__ import annotations

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.lab.app import AppServer
from tcptui.lab.app_requests import LONGEST_JSON
from tcptui.lab.farewell import LINGER
from tcptui.protocol.framing.found import LENGTH_LIMIT as LONGEST
from tests.lab.wire import CONN, Wire
from tests.servers.application import TABLE, pack, pack_json, unpack

SEARCH = pack_json({"action": "search", "value": "morpheus"})


def answered(request: bytes, cut: int | None = None) -> Wire:
    """A connection on which this came."""
    wire = Wire(AppServer(CONN))
    wire.receives(request, cut)
    return wire


def told(wire: Wire) -> str:
    """The result in the one answer, which is of `text/json`."""
    message, rest = unpack(bytes(wire.sent))
    assert (rest, wire.fin) == (b"", True)
    assert message.header["content-type"] == "text/json"
    assert message.header["content-encoding"] == "utf-8"
    assert list(message.value) == ["result"]
    return message.value["result"]


def refused(wire: Wire) -> bool:
    """Whether it closed without an answer."""
    return wire.fin and not wire.sent


# Searches -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("morpheus", "Follow the white rabbit. 🐰"),
        ("ring", "In the caves beneath the Misty Mountains. 💍"),
        ("🐶", "🐾 Playing ball! 🏐"),
        ("nothing", "No match for 'nothing'."),
        ("Morpheus", "No match for 'Morpheus'."),
        ("", "No match for ''."),
        ("it's", "No match for 'it's'."),
        (12, "No match for '12'."),
        (None, "No match for 'None'."),
        (["ring"], "No match for '['ring']'."),
        ("\ud83d", "No match for '?'."),
    ],
)
def test_a_search(value, result):
    request = pack(json.dumps({"action": "search", "value": value}).encode(), "text/json", "utf-8")
    assert told(answered(request)) == result


def test_what_it_finds_goes_out_as_itself():
    assert "🐰".encode() in answered(SEARCH).sent


@pytest.mark.parametrize(
    ("request_", "result"),
    [
        ({"action": "double", "value": 2}, "Error: invalid action 'double'."),
        ({"value": "ring"}, "Error: invalid action 'None'."),
        ({}, "Error: invalid action 'None'."),
        ({"action": "search"}, "No match for 'None'."),
    ],
)
def test_an_unknown_action(request_, result):
    assert told(answered(pack_json(request_))) == result


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "utf-16", "utf-16-le", "utf-32", "latin-1", "shift_jis"])
def test_a_request_in_another_encoding(encoding):
    value = "ring" if encoding in ("latin-1", "shift_jis") else "🐶"
    assert told(answered(pack_json({"action": "search", "value": value}, encoding))) == TABLE[value]


# Binary requests ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"123", b"0123456789", bytes(range(256)), bytes(100_000)])
@pytest.mark.parametrize("cut", [None, 7])
def test_a_binary_request_is_shown_its_first_bytes(content, cut):
    wire = answered(pack(content, "binary/custom-client-binary-type", "binary"), cut)
    message, rest = unpack(bytes(wire.sent))
    assert (rest, wire.fin) == (b"", True)
    assert message.header["content-type"] == "binary/custom-server-binary-type"
    assert message.header["content-encoding"] == "binary"
    assert message.content == b"First 10 bytes of request: " + content[:10]


def test_text_that_is_no_json_counts_as_binary():
    message, _ = unpack(bytes(answered(pack(b"hello there, all", "text/plain", "utf-8")).sent))
    assert message.content == b"First 10 bytes of request: hello ther"


def test_a_long_one_is_answered_when_it_is_whole_and_not_kept():
    wire = answered(pack(b"", "binary/x", "binary", content_length=LONGEST))
    for _ in range(LONGEST // (1 << 20) - 1):
        wire.receives(bytes(1 << 20))
    assert not wire.sent
    wire.receives(bytes(1 << 20))
    assert unpack(bytes(wire.sent))[0].content == b"First 10 bytes of request: " + bytes(10)


# How the bytes come ---------------------------------------------------------------------------------------------------


@given(st.integers(1, 200))
def test_any_cutting_gives_the_same_answer(cut):
    assert told(answered(SEARCH, cut)) == TABLE["morpheus"]


def test_nothing_is_said_before_the_last_byte():
    wire = answered(SEARCH[:-1], 1)
    assert (wire.sent, wire.fin) == (b"", False)
    wire.receives(SEARCH[-1:])
    assert told(wire) == TABLE["morpheus"]


@pytest.mark.parametrize("behind", [b"\r\n", SEARCH, b"\0" * 100_000])
@pytest.mark.parametrize("cut", [None, 1000])
def test_what_lies_behind_the_request_counts_for_nothing(behind, cut):
    assert told(answered(SEARCH + behind, cut)) == TABLE["morpheus"]


def test_fields_in_any_order_and_others_beside_them():
    header = (
        b'{"x": [1], "content-length": 2, "content-encoding": "utf-8", "content-type": "text/json", "byteorder": ""}'
    )
    assert told(answered(struct.pack(">H", len(header)) + header + b"{}")) == "Error: invalid action 'None'."


# Broken requests ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["byteorder", "content-length", "content-type", "content-encoding"])
def test_a_header_without_a_field_is_refused(missing):
    fields = {"byteorder": "little", "content-length": 2, "content-type": "text/json", "content-encoding": "utf-8"}
    del fields[missing]
    header = json.dumps(fields).encode()
    assert refused(answered(struct.pack(">H", len(header)) + header + b"{}"))


@pytest.mark.parametrize(
    "fields",
    [
        {"content_length": -1},
        {"content_length": LONGEST_JSON + 1},
        {"content_length": 10**4000},
        {"content_length": 2.0},
        {"content_length": "2"},
        {"content_length": True},
        {"content_length": None},
        {"content_type": 5},
        {"content_encoding": None},
        {"content_encoding": "no-such-encoding"},
        {"content_encoding": "utf\0-8"},
        {"content_encoding": "binary"},
        {"content_encoding": "idna"},
    ],
)
def test_a_header_that_can_not_be_is_refused(fields):
    assert refused(answered(pack(b"{}", "text/json", "utf-8", **fields)))


def test_a_binary_request_longer_than_the_limit_is_refused():
    assert refused(answered(pack(b"", "binary/x", "binary", content_length=LONGEST + 1)))


@pytest.mark.parametrize(
    "header", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 60_000, b'{"content-length": ' + b"9" * 5000 + b"}"]
)
def test_what_is_no_header_is_refused(header):
    assert refused(answered(struct.pack(">H", len(header)) + header))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'"search"', b"\xff", b"[" * 100_000, b'{"value": ' + b"9" * 5000]
)
def test_content_that_is_no_json_object_is_refused(content):
    assert refused(answered(pack(content, "text/json", "utf-8")))


@pytest.mark.parametrize("depth", range(100, 1500, 25))
def test_no_depth_of_nesting_breaks_it(depth):
    nested = b"[" * depth + b"]" * depth
    assert answered(pack(b'{"action": "search", "value": %b}' % nested, "text/json", "utf-8")).fin


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data):
    wire = answered(data)
    wire.ends()
    assert wire.fin


@given(st.integers(0, len(SEARCH) - 1), st.integers(0, 255))
def test_no_wrong_byte_breaks_it(at, byte):
    wire = answered(SEARCH[:at] + bytes([byte]) + SEARCH[at + 1 :])
    wire.ends()
    assert wire.fin


# The end --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 2, 50, len(SEARCH) - 1])
def test_a_fin_before_the_request_is_whole_is_answered_by_ours(size):
    wire = answered(SEARCH[:size])
    wire.ends()
    assert refused(wire)


def test_a_peer_that_does_not_close_is_waited_for_and_then_left():
    wire = answered(SEARCH)
    wire.passes(LINGER - 0.1)
    assert wire.closed is None
    wire.passes(0.2)
    assert wire.closed is not None


def test_a_peer_that_does_not_read_is_waited_for():
    wire = Wire(AppServer(CONN), takes=3)
    wire.receives(SEARCH)
    wire.passes(100)
    assert (len(wire.sent), wire.fin, wire.closed) == (3, False, None)
    wire.take(None)
    assert told(wire) == TABLE["morpheus"]


def test_it_waits_for_a_request_for_ever():
    wire = answered(SEARCH[:10])
    wire.passes(10_000)
    assert (wire.sent, wire.fin) == (b"", False)


# A person takes over --------------------------------------------------------------------------------------------------


def test_it_is_silent_while_a_person_answers_and_begins_anew_then():
    wire = answered(SEARCH[:10])
    wire.answered_by("person")
    wire.receives(SEARCH[10:])
    assert not wire.sent
    wire.answered_by("script")
    wire.receives(SEARCH)
    assert told(wire) == TABLE["morpheus"]


@pytest.mark.parametrize("who", ["person", "script"])
def test_the_end_waits_for_the_person(who):
    wire = answered(b"")
    wire.answered_by("person")
    wire.ends()
    assert not wire.fin
    wire.answered_by(who)
    assert wire.fin == (who == "script")


def test_after_its_answer_nobody_takes_over():
    wire = answered(SEARCH)
    wire.answered_by("person")
    wire.answered_by("script")
    wire.receives(SEARCH)
    assert told(wire) == TABLE["morpheus"]
