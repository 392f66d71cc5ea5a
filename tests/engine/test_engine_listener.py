"""Listeners on real sockets: what comes is a connection like any other, and what can't be had is said."""

from __future__ import annotations

import errno
import os
import resource
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from tcptui.protocol.commands import Abort, Close, Command, HandBack, Listen, Send, TakeOver
from tcptui.protocol.endpoint import parse_listen_address
from tcptui.protocol.events import (
    Accepted,
    Acked,
    AnsweredBy,
    Arrived,
    Closed,
    Event,
    KernelSample,
    Listening,
    LocalError,
    PeerFin,
    Received,
    Resolved,
)
from tcptui.protocol.tcpinfo import TcpInfo
from tests.engine.harness import EngineUnderTest


@pytest.fixture
def engine() -> Iterator[EngineUnderTest]:
    with EngineUnderTest() as under_test:
        yield under_test


def listen(engine: EngineUnderTest, where: str = "0", **settings: object) -> int:
    conn = engine.engine.new_connection()
    engine.submit(Listen(conn, parse_listen_address(where), **settings))  # type: ignore[arg-type]
    return conn


def connect(engine: EngineUnderTest, listener: int) -> socket.socket:
    address = engine.wait(Listening, listener).address
    return socket.create_connection((address.host, address.port), 10)


class Upper:
    """Answers with what came, in capitals."""

    def __init__(self, conn: int) -> None:
        self._conn = conn

    def on(self, event: Event, now: float) -> Iterable[Command]:
        return [Send(self._conn, bytes(event.data).upper())] if isinstance(event, Received) else ()

    def deadline(self) -> float | None:
        return None


def test_an_accepted_connection_talks_both_ways_and_ends_as_any_other(engine: EngineUnderTest) -> None:
    listener = listen(engine)
    with connect(engine, listener) as client:
        accepted = engine.wait(Accepted, listener + 1)
        assert (accepted.listener, str(accepted.address)) == (listener, "{}:{}".format(*client.getsockname()))
        assert accepted.local == engine.wait(Listening, listener).address
        client.sendall(b"hello")
        assert engine.wait_received(5, accepted.conn) == b"hello"
        engine.submit(Send(accepted.conn, b"to you"))
        assert client.recv(100) == b"to you"
        assert engine.wait(Acked, accepted.conn, lambda event: event.total == 6)
        client.shutdown(socket.SHUT_WR)
        engine.wait(PeerFin, accepted.conn)
        engine.submit(Close(accepted.conn))
        assert client.recv(100) == b""
    engine.wait(Closed, accepted.conn)
    assert engine.words(accepted.conn) == ["accepted", "received", "sent", "peer-fin", "closed"]
    assert engine.wait(Arrived, listener).accepted == accepted.conn


def test_its_scripts_are_made_for_each_connection_by_its_number(engine: EngineUnderTest) -> None:
    made: list[int] = []

    def respond(conn: int) -> tuple[Upper, ...]:
        made.append(conn)
        return (Upper(conn),)

    listener = listen(engine, respond=respond)
    with connect(engine, listener) as first, connect(engine, listener) as second:
        second.sendall(b"b")
        first.sendall(b"a")
        assert (first.recv(10), second.recv(10)) == (b"A", b"B")
    assert made == [listener + 1, listener + 2]


def test_who_answers_is_told_to_the_scripts(engine: EngineUnderTest) -> None:
    listener = listen(engine)
    with connect(engine, listener):
        conn = engine.wait(Accepted, listener + 1).conn
        engine.submit(TakeOver(conn))
        engine.wait(AnsweredBy, conn, lambda event: event.who == "person")
        engine.submit(HandBack(conn))
        engine.wait(AnsweredBy, conn, lambda event: event.who == "script")


def test_closing_it_leaves_what_it_accepted(engine: EngineUnderTest) -> None:
    listener = listen(engine)
    with connect(engine, listener) as client:
        conn = engine.wait(Accepted, listener + 1).conn
        engine.submit(Close(listener))
        assert engine.wait(Closed, listener).why == "asked"
        address = engine.wait(Listening, listener).address
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((address.host, address.port), 10)
        client.sendall(b"still here")
        engine.wait_received(10, conn)


def test_after_its_limit_it_listens_no_more(engine: EngineUnderTest) -> None:
    listener = listen(engine, limit=1)
    with connect(engine, listener):
        engine.wait(Accepted, listener + 1)
        assert engine.wait(Closed, listener).why == "asked"


def test_a_port_in_use_is_an_error_of_ours(engine: EngineUnderTest) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listener = listen(engine, str(taken.getsockname()[1]))
        assert engine.wait(LocalError, listener).errno_name == "EADDRINUSE"
        assert engine.wait(Closed, listener).why == "failed"


def test_a_name_is_looked_up_first(engine: EngineUnderTest) -> None:
    listener = listen(engine, "localhost:0")
    assert engine.wait(Resolved, listener).addresses
    assert engine.wait(Listening, listener).address.port
    unknown = listen(engine, "nosuch.invalid:1")
    assert engine.wait(Resolved, unknown).error
    engine.wait(Closed, unknown)


def test_sending_to_a_listener_is_told_and_does_nothing(engine: EngineUnderTest) -> None:
    listener = listen(engine)
    engine.wait(Listening, listener)
    engine.submit(Send(listener, b"x"))
    assert "has no other side" in engine.wait(LocalError, listener).reason


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels tell nothing of a listener's queue")
def test_the_kernel_tells_its_backlog(engine: EngineUnderTest) -> None:
    listener = listen(engine, backlog=7)
    assert engine.wait(Listening, listener).backlog == 7
    figures = TcpInfo(engine.wait(KernelSample, listener).tcp_info)
    assert (figures.state, figures.accept_queue, figures.accept_backlog) == ("LISTEN", 0, 7)


def test_a_client_that_resets_at_once_harms_nobody(engine: EngineUnderTest) -> None:
    listener = listen(engine)
    for _ in range(50):
        with connect(engine, listener) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    with connect(engine, listener) as client:
        client.sendall(b"alive")
        port = client.getsockname()[1]
        number = engine.wait(Arrived, listener, lambda event: event.address.port == port).accepted
        assert engine.wait_received(5, number) == b"alive"


@contextmanager
def file_limit(limit: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_without_free_descriptors_it_says_so_once_and_goes_on_when_there_are(engine: EngineUnderTest) -> None:
    listener = listen(engine)
    address = engine.wait(Listening, listener).address
    clients = [socket.socket() for _ in range(3)]
    highest = max(int(name) for name in os.listdir("/proc/self/fd" if sys.platform == "linux" else "/dev/fd"))
    with file_limit(highest + 1):
        spare = _fill()
        for client in clients:
            client.connect((address.host, address.port))
        assert engine.wait(LocalError, listener).errno == errno.EMFILE
        for fd in spare:
            os.close(fd)
    engine.wait(Arrived, listener, lambda event: event.accepted == listener + 3)
    assert sum(isinstance(event, LocalError) for event in engine.of(listener)) == 1
    for number in range(listener + 1, listener + 4):
        engine.submit(Abort(number))
    for client in clients:
        client.close()


def _fill() -> list[int]:
    """Take every descriptor that is left."""
    taken: list[int] = []
    while True:
        try:
            taken.append(os.dup(0))
        except OSError:
            return taken


def test_the_soft_limit_of_open_files_is_raised_to_the_hard_one() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 600:
        pytest.skip("the hard limit is too low to tell")
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
        with EngineUnderTest():
            assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
