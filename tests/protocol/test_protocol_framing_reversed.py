"""A conversation from the server's side: requests come in, answers go out, under every kind of framing."""

from __future__ import annotations

import pytest

from tcptui.protocol.framing import Exchange, parse_framing
from tests.servers.application import pack_json

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
OLD = b"HTTP/1.0 200 OK\r\n\r\nuntil the end"
ASK, TOLD = pack_json({"action": "search"}), pack_json({"result": "x"})


class Server:
    """A connection that came to us, its bytes in any cutting; direction, kind, size and answers owed of all found."""

    def __init__(self, framing: str, cut: int) -> None:
        self.exchange = Exchange(parse_framing(framing), asks="in")
        self.found: list[tuple[str, str, int, int]] = []
        self.whole: list[bool] = []
        self._cut = cut

    def hears(self, data: bytes) -> Server:
        return self._passes(data, self.exchange.received)

    def says(self, data: bytes) -> Server:
        return self._passes(data, self.exchange.sent)

    def hears_fin(self) -> Server:
        return self._note(self.exchange.peer_fin())

    def closes(self) -> Server:
        return self._note(self.exchange.own_fin())

    def _passes(self, data, take) -> Server:
        for at in range(0, len(data), self._cut):
            self._note(take(data[at : at + self._cut]))
        return self

    def _note(self, seen) -> Server:
        for direction, found, awaited in seen:
            self.found.append((direction, found.kind, found.end - found.start, awaited))
            self.whole.append(found.complete)
        return self


@pytest.fixture(params=[1, 7, 1 << 20], ids=["byte by byte", "in sevens", "whole"])
def cut(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.mark.parametrize("framing", ["http", "auto"])
def test_pipelined_requests_and_their_answers(framing: str, cut: int) -> None:
    server = Server(framing, cut).hears(GET).hears(POST).says(OK).says(OK)
    assert server.found == [
        ("in", "request", len(GET), 1),
        ("in", "request", len(POST), 2),
        ("out", "response", len(OK), 1),
        ("out", "response", len(OK), 0),
    ]
    assert all(server.whole)
    assert not server.exchange.open


def test_an_answer_that_only_our_fin_ends(cut: int) -> None:
    server = Server("http", cut).hears(GET).says(OLD)
    assert server.exchange.answering
    assert server.closes().found[-1] == ("out", "response", len(OLD), 0)
    assert server.whole == [True, True]


def test_a_request_that_the_clients_fin_cuts(cut: int) -> None:
    server = Server("http", cut).hears(POST[:-2]).hears_fin()
    assert server.found == [("in", "request", len(POST) - 2, 1)]
    assert server.whole == [False]


def test_an_answer_that_our_own_fin_cuts(cut: int) -> None:
    server = Server("http", cut).hears(GET).says(OK[:-1]).closes()
    assert server.found[-1][:2] == ("out", "response")
    assert server.whole == [True, False]


def test_what_is_no_http_stays_without_messages_under_auto(cut: int) -> None:
    server = Server("auto", cut).hears(b"hello\r\n").says(b"hello\r\n").hears_fin().closes()
    assert server.found == []


def test_lines(cut: int) -> None:
    server = Server("line", cut).hears(b"one\ntwo\n").says(b"answer\n").hears(b"thr").hears_fin()
    assert server.found == [("in", "line", 4, 1), ("in", "line", 4, 1), ("out", "line", 7, 0), ("in", "line", 3, 1)]
    assert server.whole == [True, True, True, False]


def test_until_close_is_our_fin(cut: int) -> None:
    server = Server("until-close", cut).hears(b"x").says(b"the answer").closes()
    assert server.found == [("out", "stream", 10, 0)]


def test_the_application_protocol(cut: int) -> None:
    server = Server("json-header", cut).hears(ASK).says(TOLD).closes().hears_fin()
    assert server.found == [("in", "message", len(ASK), 1), ("out", "message", len(TOLD), 0)]


def test_a_request_that_breaks_its_framing_is_told_once() -> None:
    server = Server("json-header", 1 << 20).hears(b"\x00\x02[]and more").hears(b"and more").hears_fin()
    assert [(direction, kind) for direction, kind, _, _ in server.found] == [("in", "message"), ("in", "extra")]


def test_the_rest_of_a_body_need_not_be_seen() -> None:
    server = Server("http", 1 << 20).hears(b"PUT / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n")
    assert (server.exchange.skippable("in"), server.exchange.skippable("out")) == (1000, 0)
    assert [one.direction for one in server.exchange.skip("in", 1000)] == ["in"]
    with pytest.raises(ValueError, match="skip"):
        server.exchange.skip("out", 1)


def test_our_fin_cuts_a_request_of_ours_too() -> None:
    exchange = Exchange(parse_framing("http"))
    exchange.sent(POST[:-2])
    assert [(one.direction, one.found.complete) for one in exchange.own_fin()] == [("out", False)]
