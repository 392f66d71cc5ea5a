"""Messages that were composed by form, understood by servers that nobody here wrote, and their answers taken apart."""

from __future__ import annotations

import socket

from tcptui.protocol.composing import Draft, change, compose, new_draft
from tcptui.protocol.dissecting import dissect, readable
from tcptui.protocol.framing import Exchange, Found, parse_framing
from tests.servers.real import HELLO, RealServer

Answer = tuple[Found, bytes]


def ask(server: RealServer, framing: str, *drafts: Draft, answers: int) -> list[Answer]:
    """Send what was composed and read until so many messages have come."""
    exchange = Exchange(parse_framing(framing))
    found: list[Found] = []
    received = bytearray()
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as peer:
        for draft in drafts:
            composed = compose(draft)
            assert (composed.problems, composed.malformed) == ((), ())
            peer.sendall(composed.data)
            exchange.sent(composed.data)
        while len(found) < answers:
            data = peer.recv(65536)
            assert data, "the server closed the connection"
            received += data
            found += [seen.found for seen in exchange.received(data)]
    return [(one, bytes(received[one.start : one.end])) for one in found]


def test_nginx(nginx: RealServer) -> None:
    draft = change(new_draft("http", nginx.target), "target", "/chunked.txt")
    ((found, data),) = ask(nginx, "http", draft, answers=1)
    assert found.status == 200
    assert readable("http", "in", found.kind, data).text == HELLO


def test_redis(redis: RealServer) -> None:
    commands = [Draft("resp", line) for line in (rb'SET composed "a\x00b \r\n"', b"GET composed", b"STRLEN composed")]
    texts = [readable("resp", "in", "message", data).text for _, data in ask(redis, "resp", *commands, answers=3)]
    assert texts == ["simple string OK", r'"a\0b \r\n"', "integer 6"]


def test_memcached(memcached: RealServer) -> None:
    ((_, data),) = ask(memcached, "line", Draft("line", b"version"), answers=1)
    assert (readable("line", "in", "line", data).text or "").startswith("VERSION ")


def test_dnsmasq(dnsmasq: RealServer) -> None:
    draft = change(new_draft("dns"), "id", "4711")
    ((_, data),) = ask(dnsmasq, "dns", draft, answers=1)
    parts = {part.name: part for part in dissect("dns", "in", "message", data)}
    assert parts["id"].value == "4711, big-endian"
    assert parts["questions"].value.startswith("1, ")


def test_postgresql(postgresql: RealServer) -> None:
    startup = Draft("postgresql", b"\0\3\0\0user\0tester\0database\0postgres\0\0")
    answers = ask(postgresql, "postgresql", startup, Draft("postgresql", b"SELECT 42\0"), answers=8)
    letters = [dissect("postgresql", "in", found.kind, data)[0].value[:1] for found, data in answers]
    assert letters[0] == "R"
    assert "K" in letters or "S" in letters


def test_mariadb(mariadb: RealServer) -> None:
    (greeting, *_) = ask(mariadb, "mysql", answers=1)
    parts = dissect("mysql", "in", "message", greeting[1])
    assert [(part.name, part.value) for part in parts[1:2]] == [("sequence number", "0")]
    assert b"MariaDB" in greeting[1]
