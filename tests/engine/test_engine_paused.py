"""A connection of which nothing is read for now, and a script that asks for more than can be done."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import pytest

from tcptui.protocol.commands import Abort, Command, PauseReading, Send
from tcptui.protocol.events import Closed, Event, LocalError, PeerRst, ReadingPaused, Received
from tests.conftest import Serve
from tests.engine.harness import EngineUnderTest, until
from tests.servers.listening import Family, Peer


@pytest.fixture
def engine() -> Iterator[EngineUnderTest]:
    with EngineUnderTest() as engine:
        yield engine


def answer_then_reset(peer: Peer) -> None:
    """Sends an answer, reads nothing until a flood waits for it, and resets."""
    peer.send(b"the end of it")
    peer.wait_unread(100_000)
    peer.reset()


def test_a_reset_that_a_write_meets_is_told_though_reading_is_paused(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(answer_then_reset).target)
    engine.submit(PauseReading(conn))
    engine.wait(ReadingPaused)
    engine.submit(Send(conn, bytes(30_000_000)))
    assert engine.wait(PeerRst).during == "send"
    engine.wait(Closed)
    # What a RST finds in the receive queue stays there to be read; the answer came long before it.
    until(lambda: engine.received() == b"the end of it")


@pytest.mark.parametrize("family", ["ipv4", "ipv6", "unix"])
def test_what_stays_unread_is_counted_without_the_fin(engine: EngineUnderTest, serve: Serve, family: Family) -> None:
    paused, done = threading.Event(), threading.Event()

    def answer_then_end(peer: Peer) -> None:
        assert paused.wait(5)
        peer.send(b"the end of it")
        peer.fin()
        done.set()
        peer.read_to_end()

    conn = engine.open(serve(answer_then_end, family).target)
    engine.submit(PauseReading(conn))
    engine.wait(ReadingPaused)
    paused.set()
    assert done.wait(5)
    engine.submit(Abort(conn))
    assert engine.wait(Closed).unread == len(b"the end of it")


class SendsBack:
    """A script that answers everything."""

    def on(self, event: Event, now: float) -> Iterable[Command]:
        return [Send(event.conn, b"again")] if isinstance(event, Received) else ()

    def deadline(self) -> float | None:
        return None


def test_what_a_script_wants_sent_when_it_is_over_is_no_failure(engine: EngineUnderTest, serve: Serve) -> None:
    def speak_and_reset(peer: Peer) -> None:
        peer.send(b"x")
        peer.reset()

    for _ in range(20):  # the two arrive together often enough
        conn = engine.open(serve(speak_and_reset).target, SendsBack())
        engine.wait(Closed, conn)
    assert not [event for event in engine.heard if isinstance(event, LocalError)]
