"""The practice servers on real sockets, in the run of who connects to them: as the start page begins them."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from typing import TypeVar

import pytest

from tcptui.lab.responders import parse_responder
from tcptui.protocol.commands import HandBack, Send, TakeOver
from tcptui.protocol.endpoint import parse_listen_address
from tcptui.protocol.events import Accepted, AnsweredBy, Event, Listening, VerdictReached
from tcptui.workbench import Workbench

E = TypeVar("E", bound=Event)
GET = b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
HELLO = b"Hello from the practice server of tcptui.\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nme\n"


class Served:
    """A practice server, and what is heard of it."""

    def __init__(self, workbench: Workbench, name: str) -> None:
        self.workbench = workbench
        self._news = threading.Event()
        self._tap = workbench.tap(self._news.set)
        self._heard: list[Event] = []
        workbench.listen(parse_listen_address("0"), respond=parse_responder(name).script)
        self.port = self.wait(Listening).address.port

    def wait(self, kind: type[E]) -> E:
        """The next event of a kind."""
        while True:
            for at, event in enumerate(self._heard):
                if isinstance(event, kind):
                    del self._heard[: at + 1]
                    return event
            assert self._news.wait(10), f"no {kind.__name__}"
            self._news.clear()
            self._heard += self._tap.drain()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), 10)


@pytest.fixture
def workbench() -> Iterator[Workbench]:
    with Workbench(record=False) as workbench:
        yield workbench


def read_until(sock: socket.socket, end: bytes) -> bytes:
    read = b""
    while not read.endswith(end):
        piece = sock.recv(65536)
        assert piece, read
        read += piece
    return read


def test_a_person_answers_in_its_place_and_gives_back(workbench: Workbench) -> None:
    served = Served(workbench, "http")
    with served.connect() as client:
        client.sendall(GET)
        read_until(client, HELLO)
        conn = served.wait(Accepted).conn
        workbench.submit(TakeOver(conn))
        assert served.wait(AnsweredBy).who == "person"
        client.sendall(GET)
        workbench.submit(Send(conn, ANSWER))
        assert read_until(client, b"me\n") == ANSWER  # and not a byte of the server's
        workbench.submit(HandBack(conn))
        assert served.wait(AnsweredBy).who == "script"
        client.sendall(GET)
        assert read_until(client, HELLO).count(b"HTTP/1.1") == 1


@pytest.mark.parametrize(
    ("name", "flood"), [("echo", bytes(1 << 20)), ("http", b"GET /bytes/9000000 HTTP/1.1\nHost: x\n\n")]
)
def test_one_that_sends_and_never_reads_is_known_when_it_resets(workbench: Workbench, name: str, flood: bytes) -> None:
    served = Served(workbench, name)
    with served.connect() as client:
        client.settimeout(0.3)
        with contextlib.suppress(TimeoutError):  # it is read no further
            while True:
                client.sendall(flood)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert served.wait(VerdictReached).verdict.ended_by == "peer-rst"


def test_a_client_that_closes_its_side_gets_the_rest(workbench: Workbench) -> None:
    served = Served(workbench, "echo")
    with served.connect() as client:
        body = bytes(range(256)) * 40_000
        sender = threading.Thread(target=lambda: (client.sendall(body), client.shutdown(socket.SHUT_WR)))
        sender.start()
        assert b"".join(iter(lambda: client.recv(65536), b"")) == body
        sender.join()
    verdict = served.wait(VerdictReached).verdict
    assert (verdict.sent.bytes, verdict.received.bytes) == (len(body), len(body))
