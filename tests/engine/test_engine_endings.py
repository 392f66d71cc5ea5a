"""Every way in which a connection can end, on real sockets, as the engine tells it."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tcptui.protocol.commands import Abort, Close, HalfClose, PauseReading, ResumeReading, Send, SendFile
from tcptui.protocol.events import (
    Acked,
    Closed,
    Connected,
    ConnectFailed,
    HalfClosed,
    LocalError,
    PeerFin,
    PeerRst,
    Received,
    Resolved,
    Sent,
)
from tests.conftest import Serve
from tests.engine.harness import EngineUnderTest, until
from tests.servers import behaviours, unanswered
from tests.servers.listening import Peer

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def engine() -> Iterator[EngineUnderTest]:
    with EngineUnderTest() as engine:
        yield engine


@pytest.mark.parametrize("family", ["ipv4", "ipv6", "unix"])
def test_an_echo_on_every_family(engine: EngineUnderTest, serve: Serve, family: str) -> None:
    server = serve(behaviours.echo, family)
    conn = engine.open(server.target)
    engine.submit(Send(conn, b"hello "), Send(conn, b"world"))
    engine.wait_received(11)
    engine.submit(Close(conn))
    closed = engine.wait(Closed)
    assert engine.received() == engine.sent() == b"hello world"
    assert (closed.how, closed.why, closed.pending) == ("fin", "asked", 0)
    assert engine.wait(Connected).address.family == family
    assert closed.unread == 0
    if family == "unix":
        assert engine.words() == ["opened", "connecting", "connected", "sent", "received", "closed"]
    else:
        assert engine.wait(Acked, that=lambda event: event.total == 11)


def test_fin_leaves_our_side_open(engine: EngineUnderTest, serve: Serve) -> None:
    server = serve(behaviours.answer_then_half_close)
    conn = engine.open(server.target)
    engine.submit(Send(conn, REQUEST))
    assert engine.wait(PeerFin).offset == len(behaviours.ANSWER)
    engine.submit(Send(conn, b"still here"))
    engine.wait(Sent, that=lambda event: event.offset == len(REQUEST))
    engine.submit(HalfClose(conn))
    assert engine.wait(HalfClosed).offset == len(REQUEST) + 10
    closed = engine.wait(Closed)
    assert (closed.how, closed.why) == ("none", "peer")
    until(lambda: bytes(server.peer().received).endswith(b"still here"))


def test_what_came_before_a_reset_is_read(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(behaviours.answer_then_reset).target)
    engine.submit(Send(conn, REQUEST))
    reset = engine.wait(PeerRst)
    closed = engine.wait(Closed)
    assert engine.received() == behaviours.ANSWER
    assert (reset.errno_name, closed.how, closed.why) == ("ECONNRESET", "none", "failed")
    assert "peer-fin" not in engine.words()


def test_fin_then_reset_on_our_next_send_is_epipe(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(behaviours.answer_then_close).target)
    engine.submit(Send(conn, REQUEST))
    engine.wait(PeerFin)
    engine.submit(Send(conn, b"GET /again HTTP/1.1\r\n\r\n"))
    reset = engine.wait(PeerRst)
    assert (reset.errno, reset.errno_name) == (errno.EPIPE, "EPIPE")
    assert engine.received() == behaviours.ANSWER


def test_a_reset_right_behind_the_handshake_is_no_failed_connect(engine: EngineUnderTest, serve: Serve) -> None:
    def greet_and_reset(peer: Peer) -> None:
        peer.send(b"too many connections")
        peer.reset()

    server = serve(greet_and_reset)
    for conn in range(1, 21):
        engine.open(server.target)
        engine.wait(Connected, conn)
        assert engine.wait(PeerRst, conn).errno_name == "ECONNRESET"
        engine.wait(Closed, conn)
        assert engine.received(conn) == b"too many connections"


def test_a_refused_port(engine: EngineUnderTest) -> None:
    with unanswered.refused_port() as target:
        engine.open(target)
        failed = engine.wait(ConnectFailed)
        closed = engine.wait(Closed)
    assert (failed.errno_name, failed.why, failed.syns) == ("ECONNREFUSED", "error", 1)
    assert (closed.how, closed.why) == ("none", "failed")


def test_a_name_that_is_none(engine: EngineUnderTest) -> None:
    engine.open("no-such-host.invalid:80")
    resolved = engine.wait(Resolved)
    assert resolved.addresses == ()
    assert resolved.error is not None
    assert resolved.error.startswith("EAI_")
    assert engine.wait(Closed).why == "failed"


def test_abort_sends_a_reset(engine: EngineUnderTest, serve: Serve) -> None:
    server = serve(behaviours.echo)
    conn = engine.open(server.target)
    engine.submit(Send(conn, b"x"))
    engine.wait(Received)
    engine.submit(Abort(conn))
    assert engine.wait(Closed).how == "rst"
    assert server.peer().ended.wait(5)
    assert not server.peer().at_end, "the server saw a FIN"


def test_an_endless_sender_cannot_hold_close(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(behaviours.flood).target)
    engine.wait_received(1_000_000)
    engine.submit(Close(conn))
    closed = engine.wait(Closed)
    assert (closed.how, closed.why) == ("fin", "asked")


def test_close_gives_up_flushing_after_its_deadline(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(behaviours.stop_reading, receive_buffer=4096).target)
    engine.wait(Connected)
    engine.submit(Send(conn, bytes(8_000_000)), Close(conn, flush=0.1))
    closed = engine.wait(Closed)
    assert closed.pending == 8_000_000 - engine.taken() > 0


def test_a_file_that_can_not_be_sent_whole_ends_in_a_reset(
    engine: EngineUnderTest, serve: Serve, tmp_path: Path
) -> None:
    path = tmp_path / "shrinks"
    path.write_bytes(bytes(30_000_000))
    shrunk = threading.Event()

    def read_when_shrunk(peer: Peer) -> None:
        shrunk.wait(10)
        peer.read_to_end()

    conn = engine.open(serve(read_when_shrunk, receive_buffer=4096).target)
    engine.submit(SendFile(conn, path))
    engine.wait(Sent)
    os.truncate(path, 0)
    shrunk.set()
    closed = engine.wait(Closed)
    assert "became shorter" in engine.wait(LocalError).reason
    assert (closed.how, closed.why) == ("rst", "failed")


def test_a_half_close_that_comes_after_a_reset_hides_nothing(engine: EngineUnderTest, serve: Serve) -> None:
    def reset_after_a_line(peer: Peer) -> None:
        peer.read_until(b"\n")
        peer.reset()

    server = serve(reset_after_a_line)
    conn = engine.open(server.target)
    engine.submit(PauseReading(conn), Send(conn, b"now\n"))
    assert server.peer().ended.wait(5)
    engine.submit(HalfClose(conn), ResumeReading(conn))
    assert engine.wait(PeerRst).errno_name == "ECONNRESET"
    assert engine.wait(Closed).why == "failed"
