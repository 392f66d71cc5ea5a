"""Whole HTTP conversations as transcripts: what is owed, what is arriving, what the answer is."""

from __future__ import annotations

import pytest

from tcptui.protocol.framing import Exchange, parse_framing
from tcptui.protocol.verdict import Response

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
HEAD = b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
WHOLE = Response("http", complete=True, status=200, missing=0)
NOTHING_YET = Response("http", complete=False)


@pytest.fixture(params=["http", "auto"])
def exchange(request) -> Exchange:
    """`auto` has to become the same as `http` once a request is sent."""
    return Exchange(parse_framing(request.param))


def test_a_request_and_its_answer(exchange):
    assert not exchange.open
    [seen] = exchange.sent(GET)
    assert (seen.direction, seen.found.kind, seen.found.text, seen.awaited) == ("out", "request", "GET / HTTP/1.1", 1)
    assert exchange.response == NOTHING_YET
    assert (exchange.awaited, exchange.answering, exchange.open) == (1, False, True)

    assert exchange.received(OK[:10]) == []
    assert exchange.response == NOTHING_YET
    assert exchange.answering

    assert exchange.received(OK[10:-3]) == []
    assert exchange.response == Response("http", complete=False, status=200, missing=3)
    assert exchange.skippable("in") == 3

    [seen] = exchange.received(OK[-3:])
    assert (seen.direction, seen.found.status, seen.found.complete, seen.awaited) == ("in", 200, True, 0)
    assert exchange.response == WHOLE
    assert (exchange.awaited, exchange.answering, exchange.open) == (0, False, False)

    assert exchange.peer_fin() == []
    assert exchange.response == WHOLE


def test_a_fin_in_the_body(exchange):
    exchange.sent(GET)
    exchange.received(OK[:-2])
    [seen] = exchange.peer_fin()
    assert (seen.found.complete, seen.found.missing, seen.found.where, seen.awaited) == (False, 2, "in the body", 1)
    assert exchange.response == Response("http", complete=False, status=200, missing=2)
    assert exchange.open
    assert exchange.answering


def test_a_fin_before_the_first_byte(exchange):
    exchange.sent(GET)
    assert exchange.peer_fin() == []
    assert exchange.response == NOTHING_YET
    assert (exchange.open, exchange.answering) == (True, False)


def test_pipelined_requests_count_down(exchange):
    seen = exchange.sent(GET + HEAD + GET)
    assert [one.found.kind for one in seen] == ["request"] * 3
    assert exchange.awaited == 3
    head_answer = OK[:-5]
    seen = exchange.received(OK + head_answer)
    assert [one.awaited for one in seen] == [2, 1]
    assert exchange.response == NOTHING_YET
    assert exchange.open
    [seen] = exchange.received(OK)
    assert seen.awaited == 0
    assert exchange.response == WHOLE


def test_a_fin_between_pipelined_answers_leaves_one_owed(exchange):
    exchange.sent(GET + GET)
    exchange.received(OK)
    exchange.peer_fin()
    assert exchange.awaited == 1
    assert exchange.response.complete is False


def test_100_continue_is_not_the_answer(exchange):
    exchange.sent(b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    [seen] = exchange.received(CONTINUE)
    assert (seen.found.kind, seen.found.final, seen.awaited) == ("interim", False, 1)
    assert exchange.response == NOTHING_YET
    assert not exchange.answering
    [seen] = exchange.sent(b"hi")
    assert seen.found.kind == "request"
    exchange.received(OK)
    assert exchange.response == WHOLE


def test_an_answer_may_come_before_the_request_is_all_sent(exchange):
    exchange.sent(b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\nsome")
    exchange.received(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
    assert exchange.response == Response("http", complete=True, status=413, missing=0)
    assert not exchange.open
    assert exchange.skip("out", 996)[0].found.complete
    assert not exchange.open
    exchange.sent(GET)
    assert exchange.awaited == 1
    exchange.received(OK)
    assert exchange.response == WHOLE


def test_a_new_request_opens_a_new_exchange(exchange):
    exchange.sent(GET)
    exchange.received(OK)
    exchange.sent(GET[:3])
    assert exchange.response == NOTHING_YET
    assert exchange.awaited == 1


def test_an_empty_line_after_a_request_asks_for_nothing(exchange):
    exchange.sent(GET + b"\r\n")
    exchange.received(OK)
    assert not exchange.open
    exchange.sent(b"\r\n")
    assert not exchange.open
    assert exchange.response == WHOLE


def test_a_complete_answer_is_complete_whatever_came_after_it(exchange):
    exchange.sent(GET)
    exchange.received(OK + b"and more")
    assert exchange.response == WHOLE
    assert not exchange.open
    [seen] = exchange.peer_fin()
    assert (seen.found.kind, seen.found.start, seen.found.end) == ("extra", len(OK), len(OK) + 8)
    assert exchange.response == WHOLE


def test_an_unasked_408_does_not_replace_the_answer(exchange):
    exchange.sent(GET)
    exchange.received(OK)
    [seen] = exchange.received(TIMEOUT)
    assert (seen.found.status, seen.found.final, seen.awaited) == (408, False, 0)
    assert exchange.response == WHOLE


def test_an_unasked_response_that_breaks_off_leaves_nothing_open(exchange):
    exchange.sent(GET)
    exchange.received(OK)
    exchange.received(TIMEOUT[:20])
    assert not exchange.open
    exchange.peer_fin()
    assert exchange.response == WHOLE
    assert not exchange.open


def test_unasked_bytes_are_no_part_of_the_next_answer(exchange):
    exchange.sent(GET)
    exchange.received(OK + b"rest")
    extra, request = exchange.sent(GET)
    assert (extra.direction, extra.found.kind, extra.found.start, extra.found.end) == (
        "in",
        "extra",
        len(OK),
        len(OK) + 4,
    )
    assert request.direction == "out"
    [seen] = exchange.received(OK)
    assert (seen.found.start, seen.found.complete) == (len(OK) + 4, True)


def test_a_problem_ends_the_answer_at_once(exchange):
    exchange.sent(GET)
    [seen] = exchange.received(b"<html>no head</html>")
    assert not seen.found.complete
    problem = "The response breaks its framing at byte 0: it does not begin with a status line."
    assert exchange.response == Response("http", complete=False, problem=problem)
    assert exchange.open
    assert exchange.received(OK) == []
    [seen] = exchange.peer_fin()
    assert seen.found.kind == "extra"
    assert exchange.response.problem == problem


def test_a_problem_behind_the_head_keeps_the_status(exchange):
    exchange.sent(GET)
    exchange.received(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
    assert (exchange.response.status, exchange.response.complete) == (200, False)
    assert exchange.response.problem is not None


def test_behind_101_nothing_is_owed_and_nothing_sent_is_a_request(exchange):
    exchange.sent(GET)
    exchange.received(b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x00")
    assert exchange.response == Response("http", complete=True, status=101, missing=0)
    assert exchange.sent(b"\x81\x05hello" + GET) == []
    assert not exchange.open
    assert exchange.skippable("in") > 1 << 40
    assert exchange.skippable("out") > 1 << 40
    [seen] = exchange.peer_fin()
    assert (seen.found.kind, seen.found.final) == ("stream", False)
    assert exchange.response.complete is True


def test_what_followed_connect_at_once_was_no_request(exchange):
    exchange.sent(b"CONNECT a:443 HTTP/1.1\r\n\r\n\x16\x03\x01")
    exchange.received(b"HTTP/1.1 200 Connection established\r\n\r\n")
    assert not exchange.open


def test_a_close_delimited_answer_is_complete_with_the_fin(exchange):
    exchange.sent(GET)
    exchange.received(b"HTTP/1.0 200 OK\r\n\r\nall")
    assert exchange.response == Response("http", complete=False, status=200)
    exchange.received(b" of it")
    [seen] = exchange.peer_fin()
    assert seen.found.complete
    assert exchange.response == WHOLE


def test_a_large_body_is_skipped_unseen(exchange):
    size = 10 * 1024**3
    exchange.sent(GET)
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n".encode()
    exchange.received(head)
    assert exchange.skippable("in") == size
    assert exchange.skip("in", size - 1) == []
    assert exchange.response.missing == 1
    [seen] = exchange.skip("in", 1)
    assert (seen.found.complete, seen.found.end) == (True, len(head) + size)
    assert exchange.skippable("in") == 0


def test_no_more_is_skipped_than_may_be(exchange):
    exchange.sent(GET)
    exchange.received(OK[:-3])
    with pytest.raises(ValueError, match="4 bytes"):
        exchange.skip("in", 4)


def test_what_is_fed_may_change_afterwards(exchange):
    exchange.sent(GET)
    buffer = bytearray(OK)
    for at in range(0, len(OK), 5):
        exchange.received(memoryview(buffer)[at : at + 5])
        buffer[at : at + 5] = b"?" * len(buffer[at : at + 5])
    assert exchange.response == WHOLE


def test_http_owes_an_answer_for_rubbish_too():
    exchange = Exchange(parse_framing("http"))
    exchange.sent(b"as")
    assert exchange.awaited == 1
    exchange.sent(b"df\r\n\r\n")
    assert exchange.awaited == 1
    exchange.received(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    assert exchange.response == Response("http", complete=True, status=400, missing=0)


def test_http_without_any_request_takes_what_comes_as_the_answer():
    exchange = Exchange(parse_framing("http"))
    assert exchange.response == Response("http", complete=None)
    exchange.received(TIMEOUT[:20])
    assert exchange.answering
    [seen] = exchange.received(TIMEOUT[20:])
    assert (seen.found.final, seen.awaited) == (True, 0)
    assert exchange.response == Response("http", complete=True, status=408, missing=0)
    [seen] = exchange.received(OK)
    assert not seen.found.final
    assert exchange.received(b"rubbish") == []
    assert exchange.response == Response("http", complete=True, status=408, missing=0)
    assert not exchange.open


@pytest.mark.parametrize("greeting", [b"220 hi\r\n", b"HTTP/1.1 zz\r\n\r\n", b"+"])
def test_a_greeting_is_extra_and_the_answer_is_looked_for_behind_it(greeting):
    exchange = Exchange(parse_framing("http"))
    exchange.received(greeting)
    assert exchange.awaited == 0
    exchange.sent(GET)
    assert exchange.response == NOTHING_YET
    assert not exchange.answering
    exchange.received(OK)
    assert exchange.response == WHOLE


def test_a_greeting_alone_is_neither_an_answer_nor_a_problem():
    exchange = Exchange(parse_framing("http"))
    assert exchange.received(b"220 hi\r\n") == []
    [seen] = exchange.peer_fin()
    assert (seen.found.kind, seen.found.final, seen.found.problem) == ("extra", False, None)
    assert exchange.response == Response("http", complete=None)
    assert not exchange.open


def test_an_answer_that_is_no_http_behind_a_greeting_is_a_problem():
    exchange = Exchange(parse_framing("http"))
    exchange.received(b"220 hi\r\n")
    exchange.sent(GET)
    exchange.received(GET)
    assert (
        exchange.response.problem == "The response breaks its framing at byte 8: it does not begin with a status line."
    )
    assert exchange.answering


def test_a_greeting_cut_by_a_request_is_told_as_a_problem():
    exchange = Exchange(parse_framing("http"))
    exchange.received(b"H")
    exchange.sent(GET)
    exchange.received(b"ello\r\n")
    assert exchange.response.problem is not None
