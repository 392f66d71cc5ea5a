"""Requests whose end never went: the verdict says what is missing, before it blames the server."""

from __future__ import annotations

import pytest

POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"
CHUNKED = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"
EMPTY_LINE = "Your request has no end: the empty line behind its header never went"
LINE = "an empty line ends its header"

CUT = [
    ("http", POST, "Your request is 7 bytes short of what it announces", "Send the 7 bytes that are missing"),
    ("auto", POST, "Your request is 7 bytes short of what it announces", "Send the 7 bytes that are missing"),
    ("http", HEAD, EMPTY_LINE, LINE),
    ("http", b"GET / HTTP/1.1", EMPTY_LINE, LINE),
    ("http", CHUNKED, "Your request has no end: its last chunk never went", "a chunk of length 0"),
    (
        "json-header",
        b"\x00\xff{}",
        "Your message has no end (it stops in the JSON header)",
        "Send the message to its end",
    ),
    ("length:u8", b"\x05abcd", "Your message is 1 byte short of what it announces", "Send the 1 byte that is missing"),
    ("length:u16be", b"\x05", "Your message has no end (it stops in the length)", "Send the message to its end"),
    ("netstring", b"3:ab", "Your message is 2 bytes short of what it announces", "Send the 2 bytes that are missing"),
    ("resp", b"*1\r\n$4\r\nFOO", "Your message is 3 bytes short of what it announces", "Send the 3 bytes"),
    ("resp", b"*2\r\n$4\r\nECHO\r\n", "Your message has no end (it stops between two elements)", "to its end"),
    ("resp", b"$4\r\nFOO", "Your message has no end (it stops in a line)", "to its end"),  # two inline commands
    ("line", b"PING", "Your line has no end.", "Send the line to its end."),
]


@pytest.mark.parametrize(("framing", "data", "meaning", "advice"), CUT)
def test_a_request_without_its_end_is_told(tape, framing, data, meaning, advice):
    endings = {
        "timeout": lambda t: t.closed(why="timeout"),
        "empty": lambda t: t.fin().closed(why="peer"),
        "reset": lambda t: t.rst().broken(),
        "cancelled": lambda t: t.closed("rst", "cancelled"),
    }
    for outcome, end in endings.items():
        verdict = end(tape(framing).connected().sent(data)).verdict
        assert verdict.outcome == outcome
        assert verdict.meaning.startswith(meaning)
        assert verdict.meaning.count(". A server that wants all of it goes on waiting.") == 1
        assert advice in verdict.next[0]


@pytest.mark.parametrize(
    ("framing", "story"),
    [
        ("http", lambda t: t.sent(HEAD + b"\r\n")),
        (
            "http",
            lambda t: t.sent(HEAD).received(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
        ),  # it answers all the same
        ("netstring", lambda t: t.sent(b"2:ab,")),
        ("none", lambda t: t.sent(b"a")),
        ("until-close", lambda t: t.sent(b"a")),
        ("line", lambda t: t.sent(b"PING\n")),
    ],
)
def test_a_whole_one_and_one_that_is_answered_are_not_blamed(tape, framing, story):
    verdict = story(tape(framing).connected()).closed(why="timeout").verdict
    assert "goes on waiting" not in verdict.meaning
    assert not any("its end" in one for one in verdict.next)


def test_bytes_of_ours_that_still_wait_here_are_not_missed(tape):
    verdict = tape().connected().sent(POST).closed(why="timeout", pending=7).verdict
    assert "short" not in verdict.meaning
