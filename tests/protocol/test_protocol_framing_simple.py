"""The table of framings, and those that need no parser: auto's choice, none, line, until-close."""

from __future__ import annotations

import pytest

from tcptui.protocol.framing import NAMES, Exchange, FramingError, parse_framing
from tcptui.protocol.verdict import Response
from tests.protocol.reading import line_decoder, pieces, read


@pytest.mark.parametrize("name", ["auto", "none", "http", "line", "until-close"])
def test_a_framing_is_known_by_its_name(name):
    assert str(parse_framing(f" {name} ")) == name
    assert name in NAMES


@pytest.mark.parametrize("text", ["", "HTTP", "lines", "http:1", "\x1b[31m"])
def test_an_unknown_framing_is_told_with_those_that_are_known(text):
    with pytest.raises(FramingError) as caught:
        parse_framing(text)
    sentence = str(caught.value)
    assert all(name in sentence for name in NAMES)
    assert sentence.endswith(".")
    assert sentence.isprintable()


def exchange(name: str) -> Exchange:
    return Exchange(parse_framing(name))


# none


def test_none_owes_nothing_and_finds_nothing():
    talk = exchange("none")
    assert talk.sent(b"GET / HTTP/1.1\r\n\r\n") == talk.received(b"a\n") == talk.peer_fin() == []
    assert talk.response == Response("none", complete=None)
    assert not talk.open
    assert talk.skippable("in") > 1 << 40


# until-close


def test_until_close_is_complete_with_the_fin():
    talk = exchange("until-close")
    assert (talk.open, talk.awaited, talk.answering) == (True, 1, False)
    talk.sent(b"give")
    assert talk.received(b"all of") == []
    assert talk.answering
    assert talk.response == Response("until-close", complete=False)
    talk.skip("in", 10)
    [seen] = talk.peer_fin()
    assert (seen.found.kind, seen.found.start, seen.found.end, seen.awaited) == ("stream", 0, 16, 0)
    assert seen.found.final
    assert talk.response == Response("until-close", complete=True, missing=0)
    assert not talk.open


def test_until_close_without_a_byte_is_no_answer():
    talk = exchange("until-close")
    talk.sent(b"give")
    assert talk.peer_fin() == []
    assert talk.response == Response("until-close", complete=False)
    assert talk.open


# line


def test_lines_end_with_lf():
    found = read(line_decoder, b"one\r\ntwo\n\nfour")
    assert [(one.start, one.end, one.text, one.complete) for one in found] == [
        (0, 5, "one", True),
        (5, 9, "two", True),
        (9, 10, "", True),
        (10, 14, "four", False),
    ]
    assert found[-1].where == "in a line"


def test_a_line_of_any_length_keeps_only_its_beginning():
    [found] = read(line_decoder, b"x" * 5000 + b"\r\n", fin=False)
    assert (found.end, found.text) == (5002, "x" * 200)


def test_a_line_of_200_characters_is_kept_whole():
    [found] = read(line_decoder, b"y" * 200 + b"\r\n", fin=False)
    assert found.text == "y" * 200


def test_a_line_asks_and_a_line_answers():
    talk = exchange("line")
    assert talk.response == Response("line", complete=None)
    [seen] = talk.sent(b"PING\r\n")
    assert (seen.direction, seen.found.text, seen.awaited) == ("out", "PING", 1)
    assert talk.response == Response("line", complete=False)
    assert talk.received(b"+PO") == []
    assert (talk.answering, talk.open) == (True, True)
    [seen] = talk.received(b"NG\r\n")
    assert (seen.found.text, seen.found.final, seen.awaited) == ("+PONG", True, 0)
    assert talk.response == Response("line", complete=True, missing=0)
    assert not talk.open


def test_a_few_bytes_without_a_line_end_await_an_answer_too():
    talk = exchange("line")
    assert talk.sent(b"PI") == []
    assert talk.awaited == 1


def test_several_lines_sent_are_owed_one_line():
    talk = exchange("line")
    talk.sent(b"MULTI\r\nGET a\r\n")
    seen = talk.received(b"+OK\r\n+QUEUED\r\n")
    assert [one.awaited for one in seen] == [0, 0]
    assert talk.response.complete is True
    assert not talk.open


def test_a_complete_line_is_complete_whatever_came_after_it():
    talk = exchange("line")
    talk.sent(b"a\n")
    talk.received(b"b\nhalf a li")
    assert not talk.open
    [seen] = talk.peer_fin()
    assert not seen.found.complete
    assert talk.response == Response("line", complete=True, missing=0)


def test_a_new_line_sent_opens_a_new_exchange():
    talk = exchange("line")
    talk.sent(b"a\n")
    talk.received(b"b\n")
    talk.sent(b"c\n")
    assert talk.response == Response("line", complete=False)
    assert talk.awaited == 1


def test_a_fin_in_the_answer_cuts_it():
    talk = exchange("line")
    talk.sent(b"a\n")
    talk.received(b"half")
    [seen] = talk.peer_fin()
    assert (seen.found.complete, seen.found.text, seen.awaited) == (False, "half", 1)
    assert talk.response == Response("line", complete=False)
    assert talk.open


def test_a_banner_is_the_answer_where_nothing_was_asked():
    talk = exchange("line")
    talk.received(b"220 mail")
    assert talk.answering
    talk.received(b" ready\r\n220 and")
    assert talk.response == Response("line", complete=True, missing=0)
    assert not talk.answering


def test_a_line_can_not_be_skipped():
    talk = exchange("line")
    assert talk.skippable("in") == 0
    with pytest.raises(ValueError, match="skipped"):
        talk.skip("in", 1)


# auto

BECOMES = {
    "a request": (b"GET / HTTP/1.1\r\n\r\n", "http"),
    "its first line without an end": (b"GET / HTTP/1.1", "http"),
    "behind empty lines": (b"\r\n\r\nGET / HTTP/1.0\r\n\r\n", "http"),
    "a method of its own": (b"PURGE /a?b HTTP/1.1\r\n", "http"),
    "a full URL": (b"GET http://a/ HTTP/1.1\r\n", "http"),
    "CONNECT": (b"CONNECT a:443 HTTP/1.1\r\n", "http"),
    "OPTIONS": (b"OPTIONS * HTTP/1.1\r\n", "http"),
    "nothing": (b"", "none"),
    "half a method": (b"GE", "none"),
    "without a version": (b"GET /\r\n\r\n", "none"),
    "redis": (b"PING\r\n", "none"),
    "redis with words": (b"SET a HTTP HTTP/1.1\r\n", "none"),
    "SMTP": (b"EHLO me\r\n", "none"),
    "TLS": (b"\x16\x03\x01\x02\0", "none"),
    "a later request": (b"hello\r\nGET / HTTP/1.1\r\n\r\n", "none"),
    "a blank first": (b" GET / HTTP/1.1\r\n", "none"),
    "too long to be one": (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n", "none"),
    "only empty lines": (b"\r\n" * 9000, "none"),
}


@pytest.mark.parametrize(("sent", "name"), BECOMES.values(), ids=BECOMES.keys())
@pytest.mark.parametrize("size", [1 << 30, 7])
def test_auto_goes_by_what_is_sent_first(sent, name, size):
    talk = exchange("auto")
    for piece in pieces(sent, size):
        talk.sent(piece)
    assert talk.response.framing == name
    assert talk.open == (name == "http")


def test_auto_counts_a_request_that_was_typed_byte_by_byte():
    talk = exchange("auto")
    request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    seen = [one for piece in pieces(request, 1) for one in talk.sent(piece)]
    assert [(one.found.start, one.found.end, one.awaited) for one in seen] == [(0, len(request), 1)]


def test_auto_stays_what_it_became():
    talk = exchange("auto")
    talk.sent(b"PING\r\n")
    talk.received(b"+PONG\r\n")
    talk.sent(b"GET / HTTP/1.1\r\n\r\n")
    assert talk.response == Response("none", complete=None)
    assert talk.skippable("out") > 1 << 40


def test_a_banner_before_the_first_request_is_extra():
    talk = exchange("auto")
    talk.received(b"hello\r\n")
    talk.skip("in", 3)
    extra, request = talk.sent(b"GET / HTTP/1.1\r\n\r\n")
    assert (extra.direction, extra.found.kind, extra.found.end) == ("in", "extra", 10)
    assert (request.direction, request.found.kind) == ("out", "request")
    [seen] = talk.received(b"HTTP/1.1 204 No Content\r\n\r\n")
    assert (seen.found.start, seen.found.status) == (10, 204)


def test_auto_must_see_what_is_sent_first():
    talk = exchange("auto")
    assert talk.skippable("out") == 0
    with pytest.raises(ValueError, match="skipped"):
        talk.skip("out", 1)


def test_a_line_that_began_before_anything_was_sent_answers_nothing():
    talk = exchange("line")
    talk.received(b"220 he")
    talk.sent(b"PING\r\n")
    assert (talk.awaited, talk.answering) == (1, False)
    greeting, answer = talk.received(b"llo\r\n+PONG\r\n")
    assert (greeting.found.kind, greeting.found.final, greeting.awaited) == ("extra", False, 1)
    assert (greeting.found.start, greeting.found.end, greeting.found.text) == (0, 11, "220 hello")
    assert (answer.found.kind, answer.found.final, answer.awaited) == ("line", True, 0)


def test_a_greeting_that_ends_late_leaves_the_answer_owed():
    talk = exchange("line")
    talk.received(b"220 he")
    talk.sent(b"PING\r\n")
    talk.received(b"llo\r\n")
    assert talk.peer_fin() == []
    assert talk.response == Response("line", complete=False)
    assert (talk.open, talk.answering) == (True, False)
