"""What the composer shows is what goes over the wire: every framing, through the engine and a real socket."""

from __future__ import annotations

import queue

import pytest

from tcptui.protocol.commands import Attach
from tcptui.protocol.composing import Composed, Draft, change, compose
from tcptui.requests.delivery import Deliver, Delivered, Delivery, cuts_every
from tests.conftest import Serve
from tests.engine.harness import WAIT, EngineUnderTest
from tests.protocol.drafts import FRAMINGS
from tests.servers import behaviours

MALFORMED = [
    change(Draft("length:u16be", b"hello"), "length", "70"),
    change(Draft("http", b"hello"), "content-length", "3"),
    change(Draft("json-header", b"{}"), "content-type", "off"),
    change(Draft("resp", b"GET k"), "count", "9"),
]


def sample(framing: str) -> Composed:
    return compose(Draft(framing, b"SET \xff\x00 1" if framing == "resp" else b"\x00\xff hello\x1b", (("Host", "h"),)))


@pytest.mark.parametrize("step", [None, 1, 7])
def test_the_bytes_that_are_shown_are_the_bytes_on_the_wire(serve: Serve, step: int | None) -> None:
    with EngineUnderTest() as engine:
        conn = engine.open(serve(behaviours.echo).target)
        shown = b""
        for composed in (*map(sample, FRAMINGS), *map(compose, MALFORMED)):
            assert not composed.problems
            data = composed.data
            cuts = () if step is None else cuts_every(len(data), step)
            told: queue.Queue[Delivered] = queue.Queue()
            engine.submit(Attach(conn, Deliver(conn, Delivery(data, cuts), told.put)))
            assert told.get(timeout=WAIT) == Delivered(len(data), len(data))
            shown += data
        assert engine.wait_received(len(shown), conn) == shown
        assert engine.sent(conn) == shown
