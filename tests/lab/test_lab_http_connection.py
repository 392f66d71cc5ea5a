"""The http server as transcripts: how a connection goes on from one request to the next, and how it ends."""

from __future__ import annotations

import h11
import pytest

from tcptui.lab.http_routes import IDLE
from tcptui.lab.outflow import HIGH
from tests.lab.asking import HELLO, answered, asked, content, status, talk


@pytest.mark.parametrize(
    ("line", "keeps"),
    [
        ("HTTP/1.1", True),
        ("HTTP/1.1\nConnection: close", False),
        ("HTTP/1.1\nConnection: keep-alive, Close", False),
        ("HTTP/1.0", False),
        ("HTTP/1.0\nConnection: Keep-Alive", True),
    ],
)
def test_who_keeps_the_connection(line, keeps):
    wire = answered(f"GET /hello {line}")
    assert wire.fin is not keeps
    assert (b"\r\nConnection: close\r\n" in wire.sent) is not keeps
    assert (b"\r\nConnection: keep-alive\r\n" in wire.sent) is ("1.0" in line and keeps)


def test_who_can_not_read_chunks_gets_none():
    wire = answered("GET /chunked/10 HTTP/1.0\nConnection: keep-alive")
    assert content(wire) == b"abcdefghij"
    assert b"chunked" not in wire.sent
    assert wire.fin


def test_pipelined_requests_are_answered_in_their_order():
    paths = ["/hello", "/chunked/5", "/bytes/7", "/status/204", "/nope"] * 100
    request = b"".join(asked(f"GET {path} HTTP/1.1") for path in paths)
    wire = talk()
    wire.receives(request)
    wire.settles()
    assert wire.sent.count(b"HTTP/1.1 ") == len(paths)
    apart = [answered(f"GET {path} HTTP/1.1") for path in paths[:5]]
    assert bytes(wire.sent) == b"".join(bytes(one.sent) for one in apart) * 100


def test_a_flood_of_pipelined_requests_leaves_the_others_their_turn():
    wire = talk(takes=0)
    wire.receives(asked("GET /hello HTTP/1.1") * 1000)
    assert 0 < wire.waiting < 100 * 250
    wire.take(None)
    wire.settles()
    assert wire.sent.count(b"HTTP/1.1 200") == 1000


def test_a_flood_of_chunks_leaves_the_others_their_turn_too():
    wire = talk()
    wire.receives(asked("PUT /x HTTP/1.1\nTransfer-Encoding: chunked") + b"1\r\nx\r\n" * 5000 + b"0\r\n\r\n")
    assert not wire.sent
    turns = 0
    while wire.script.deadline() <= wire.now:
        wire.ticks()
        turns += 1
    assert 5 < turns < 50
    assert b"PUT /x: 5000 bytes" in wire.sent


def test_nothing_behind_the_last_request_is_answered():
    wire = talk()
    wire.receives(asked("GET /hello HTTP/1.1\nConnection: close") + asked("GET /hello HTTP/1.1"))
    wire.receives(asked("GET /hello HTTP/1.1"))
    wire.settles()
    assert wire.sent.count(b"HTTP/1.1") == 1


def test_a_long_answer_waits_for_who_reads_it():
    wire = talk(takes=0)
    wire.receives(asked("GET /bytes/1000000000000 HTTP/1.1"))
    for _ in range(20):
        assert HIGH <= wire.waiting < 2 * HIGH
        wire.take(700_000)
    assert wire.script.deadline() is None  # it waits for nothing but the peer


def test_requests_that_wait_stop_the_reading():
    wire = talk(takes=0)
    wire.receives(asked("GET /bytes/5000000 HTTP/1.1"))
    wire.receives(asked("GET /hello HTTP/1.1") * 9000)
    assert wire.paused
    wire.take(None)
    wire.settles()
    assert not wire.paused
    assert wire.sent.count(b"HTTP/1.1 200") == 9001


@pytest.mark.parametrize("early", [b"", b"he"])
def test_expect_100_continue(early):
    wire = talk()
    wire.receives(asked("POST / HTTP/1.1\nExpect: 100-continue\nContent-Length: 5", body=early))
    assert bytes(wire.sent) == (b"" if early else b"HTTP/1.1 100 Continue\r\n\r\n")
    wire.receives(b"hello"[len(early) :])
    assert b"POST /: 5 bytes" in wire.sent
    assert wire.sent.count(b"100 Continue") == (0 if early else 1)


def test_a_half_closed_client_is_answered_to_the_end():
    wire = talk(takes=0)
    wire.receives(asked("GET /bytes/3000000 HTTP/1.1") + asked("GET /slow/2 HTTP/1.1"))
    wire.ends()
    wire.take(None)
    assert not wire.fin
    wire.passes(2.0)
    assert wire.sent.endswith(b"This answer took its time: 2 s.\n")
    assert wire.fin


def test_a_fin_without_a_request_is_answered_with_ours():
    wire = talk()
    wire.ends()
    assert (wire.sent, wire.fin) == (b"", True)


# Time


def test_a_slow_answer_comes_at_its_time():
    wire = talk()
    wire.receives(asked("GET /slow/1.5 HTTP/1.1"))
    wire.passes(1.49)
    assert not wire.sent
    wire.passes(0.02)
    assert status(wire) == 200


def test_drops_come_one_by_one():
    wire = answered("GET /drip/5/10 HTTP/1.1")
    assert content(wire) == b""
    seen = []
    for _ in range(10):
        wire.passes(1.0)
        seen.append(len(content(wire)))
    assert seen == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5]
    wire.receives(asked("GET /hello HTTP/1.1"))
    assert wire.sent.endswith(HELLO)


@pytest.mark.parametrize("path", ["/drip/1000000/1", "/drip/3/0", "/drip/0/3", "/drip/1/0.001"])
def test_drops_of_every_size(path):
    wire = answered(f"GET {path} HTTP/1.1")
    wire.passes(3.0)
    assert len(content(wire)) == int(path.split("/")[2])
    assert wire.script.deadline() > wire.now


def test_an_idle_connection_is_closed():
    wire = talk()
    wire.passes(IDLE - 1)
    wire.receives(asked("GET /hello HTTP/1.1"))
    wire.passes(IDLE - 1)
    assert not wire.fin
    wire.passes(1)
    assert wire.fin
    assert wire.closed is None
    wire.passes(5)
    assert wire.closed is not None


def test_a_request_that_does_not_go_on_is_answered():
    wire = talk()
    wire.receives(b"GET / HTTP/1.1\r\n")
    wire.passes(IDLE)
    assert status(wire) == 408
    assert wire.fin


def test_after_our_fin_it_waits_for_the_peer_s_but_not_for_ever():
    wire = answered("GET /hello HTTP/1.0")
    for _ in range(9):
        wire.passes(0.5)
        wire.receives(b"more")  # one that goes on sending can't hold it
    assert wire.closed is None
    wire.passes(0.5)
    assert wire.closed is not None
    assert wire.script.deadline() is None


def test_nothing_is_due_when_it_is_over():
    wire = talk()
    wire.receives(asked("GET /slow/10 HTTP/1.1"))
    wire.resets()
    assert wire.script.deadline() is None


# A person


def test_it_is_silent_while_a_person_answers_and_then_begins_anew():
    wire = talk()
    wire.receives(asked("GET /slow/10 HTTP/1.1"))
    wire.receives(b"GET /half")
    wire.answered_by("person")
    assert wire.script.deadline() is None
    wire.receives(asked("GET /hello HTTP/1.1"))
    wire.person_sends(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    wire.passes(1000)
    before = len(wire.sent)
    wire.answered_by("script")
    assert len(wire.sent) == before
    wire.receives(asked("GET /hello HTTP/1.1"))
    assert wire.sent.endswith(HELLO)
    assert wire.sent.count(b"HTTP/1.1") == 2


@pytest.mark.parametrize("path", ["/bytes/100000000", "/chunked/100000000"])
def test_an_answer_that_a_person_cuts_off_stays_cut_off(path):
    wire = talk(takes=0)
    wire.receives(asked(f"GET {path} HTTP/1.1"))
    wire.answered_by("person")
    waiting = wire.waiting
    wire.take(None)
    assert len(wire.sent) == waiting


def test_given_back_after_the_peer_s_fin_it_ends():
    wire = talk()
    wire.answered_by("person")
    wire.ends()
    assert not wire.fin
    wire.answered_by("script")
    assert wire.fin


# As h11 reads it


@pytest.mark.parametrize("cut", [None, 1, 7])
def test_h11_reads_what_it_answers(cut):
    paths = ["/", "/hello", "/bytes/1000", "/chunked/1000", "/status/404", "/status/204", "/echo", "/close/1000"]
    client = h11.Connection(h11.CLIENT)
    wire = talk()
    read = 0
    for path in paths:
        wire.receives(client.send(h11.Request(method="GET", target=path, headers=[("Host", "x")])), cut)
        client.send(h11.EndOfMessage())
        wire.settles()
        client.receive_data(bytes(wire.sent[read:]))
        read = len(wire.sent)
        if wire.fin:
            client.receive_data(b"")
        response = client.next_event()
        assert isinstance(response, h11.Response)
        size = 0
        while isinstance(event := client.next_event(), h11.Data):
            size += len(event.data)
        assert isinstance(event, h11.EndOfMessage)
        assert size == 1000 or not path.endswith("/1000")
        if not wire.fin:
            client.start_next_cycle()
    assert wire.fin
