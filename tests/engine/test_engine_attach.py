"""Scripts that join a standing connection and leave it again, on real sockets."""

from __future__ import annotations

import itertools
import queue
from collections.abc import Iterable, Iterator

import pytest

from tcptui.protocol.commands import Attach, Close, Command, Detach, Send
from tcptui.protocol.events import Closed, Connected, Event, LocalError, PeerFin, Received, Sent, Tick
from tcptui.requests.delivery import Deliver, Delivered, Delivery, Ending, cuts_every
from tests.conftest import Serve
from tests.engine.harness import WAIT, EngineUnderTest, until
from tests.servers import behaviours


@pytest.fixture
def engine() -> Iterator[EngineUnderTest]:
    with EngineUnderTest() as engine:
        yield engine


class Listener:
    """Hears what happens from the time that it joined."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def on(self, event: Event, now: float) -> Iterable[Command]:
        self.heard.append(event.name)
        return ()

    def deadline(self) -> float | None:
        return None


def deliver(engine: EngineUnderTest, conn: int, delivery: Delivery) -> Delivered:
    told: queue.Queue[Delivered] = queue.Queue()
    engine.submit(Attach(conn, Deliver(conn, delivery, told.put)))
    return told.get(timeout=WAIT)


def test_a_delivery_joins_a_connection_that_stands_and_each_piece_is_a_send(
    engine: EngineUnderTest, serve: Serve
) -> None:
    conn = engine.open(serve(behaviours.echo).target)
    engine.wait(Connected, conn)
    assert deliver(engine, conn, Delivery(b"0123456789", cuts_every(10, 4), times=2)) == Delivered(20, 20)
    assert engine.wait_received(20, conn) == b"0123456789" * 2
    sizes = [event.size for event in engine.of(conn) if isinstance(event, Sent)]
    assert sizes == [4, 4, 2, 4, 4, 2]


def test_a_delivery_may_come_before_the_connection_stands(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(behaviours.echo).target)
    assert deliver(engine, conn, Delivery(b"early")) == Delivered(5, 5)
    assert engine.wait_received(5, conn) == b"early"


def test_a_pause_is_a_pause(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(behaviours.echo).target)
    deliver(engine, conn, Delivery(b"abc", cuts_every(3, 1), pause=0.05))
    times = [event.t for event in engine.of(conn) if isinstance(event, Sent)]
    assert len(times) == 3
    assert all(later - earlier >= 50_000_000 for earlier, later in itertools.pairwise(times))


@pytest.mark.parametrize(("ending", "how"), [("close", "fin"), ("rst", "rst")])
def test_an_ending_in_the_middle_leaves_the_rest_unsent(
    engine: EngineUnderTest, serve: Serve, ending: Ending, how: str
) -> None:
    server = serve(behaviours.echo)
    conn = engine.open(server.target)
    assert deliver(engine, conn, Delivery(b"0123456789", ending=ending, end_at=4)) == Delivered(4, 4)
    assert engine.wait(Closed, conn).how == how
    assert engine.sent(conn) == b"0123"


def test_who_leaves_with_the_end_takes_it_from_nobody_else(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(behaviours.echo).target)
    engine.wait(Connected, conn)
    other = Listener()
    engine.submit(Attach(conn, other))
    deliver(engine, conn, Delivery(b"0123456789", ending="rst", end_at=4))
    until(lambda: "closed" in other.heard)


class ClosesAsItsTimeIsUp(Listener):
    """Asks for the end, and waits for a moment that is past: it is given its Tick when the end is not told yet."""

    def __init__(self, conn: int) -> None:
        super().__init__()
        self._conn = conn
        self._due: float | None = None

    def on(self, event: Event, now: float) -> Iterable[Command]:
        super().on(event, now)
        match event:
            case Connected():
                self._due = now
                return [Close(self._conn)]
            case Tick():
                self._due = None
        return ()

    def deadline(self) -> float | None:
        return self._due


def test_a_tick_between_the_end_and_its_telling_takes_it_from_nobody(engine: EngineUnderTest, serve: Serve) -> None:
    other, closing = Listener(), ClosesAsItsTimeIsUp(1)
    engine.open(serve(behaviours.echo).target, other, closing)
    until(lambda: "closed" in other.heard)
    assert closing.heard.index("tick") < closing.heard.index("closed"), "else this proves nothing"


def test_a_half_close_behind_the_last_byte_ends_an_echo(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(behaviours.echo).target)
    deliver(engine, conn, Delivery(b"bye", ending="half-close"))
    engine.wait(PeerFin, conn)
    assert engine.received(conn) == b"bye"


def test_to_join_what_is_closed_says_so(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(behaviours.echo).target)
    engine.wait(Connected, conn)
    engine.submit(Close(conn))
    engine.wait(Closed, conn)
    reason = "Nothing was sent: the connection is closed."
    assert deliver(engine, conn, Delivery(b"late")) == Delivered(0, 4, reason)
    assert engine.wait(LocalError, conn).reason == reason


def test_who_has_left_hears_nothing_more(engine: EngineUnderTest, serve: Serve) -> None:
    first, second = Listener(), Listener()
    conn = engine.open(serve(behaviours.echo).target)
    engine.wait(Connected, conn)
    engine.submit(Attach(conn, first), Attach(conn, second), Send(conn, b"one"))
    engine.wait_received(3, conn)
    engine.submit(Detach(conn, first), Detach(conn, first), Send(conn, b"two"), Close(conn, flush=1.0))
    engine.wait(Closed, conn)
    assert "sent" in first.heard
    assert first.heard.count("closed") == 0
    assert second.heard.count("closed") == 1
    assert "connected" not in second.heard


def test_a_delivery_that_is_taken_away_sends_no_more(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(behaviours.echo).target)
    told: list[Delivered] = []
    script = Deliver(conn, Delivery(b"ab", (1,), pause=30.0), told.append)
    engine.submit(Attach(conn, script))
    engine.wait(Received, conn)
    engine.submit(Detach(conn, script), Close(conn))
    engine.wait(Closed, conn)
    assert script.sent == 1
    assert told == []
