"""A recorded run is gathered as it was live: every byte counted, in order as long as it is no flood."""

from __future__ import annotations

import time

from tcptui.journal import runs
from tcptui.journal.log import Log
from tcptui.journal.writer import Writer
from tcptui.protocol.events import Address, Connected, Event, Opened, Received, RunStarted, Sent
from tcptui.ui.gathering import Gather

HERE = Address("ipv4", "127.0.0.1", 80)


def gathered(talk: list[tuple[str, bytes]]) -> list[Event]:
    """What is made of a connection on which this was said, `out` and `in`."""
    folder = runs.new_run_folder()
    writer = Writer.create(folder, RunStarted(0, 0, "1", time.time_ns(), "test"))
    writer.event(Opened(1, 1, "x:80", "none"))
    writer.event(Connected(1, 2, HERE, HERE, 1, 0.0))
    offsets = {"out": 0, "in": 0}
    for t, (direction, data) in enumerate(talk, 3):
        if direction == "out":
            writer.sent(1, t, offsets["out"], data)
        else:
            room = writer.room(len(data))
            assert room is not None
            room[:] = data
            writer.received(1, t, offsets["in"], len(data))
        offsets[direction] += len(data)
        writer.flush()
    writer.close()
    with Log.open(folder / "log") as log:
        gather = Gather(log)
        for record in log.walk():
            gather.take(record)
        return [event for event in gather.drain() if isinstance(event, Sent | Received)]


def test_what_follows_each_other_is_one_event() -> None:
    assert gathered([("out", b"ab"), ("out", b"c"), ("in", b"12"), ("in", b"345"), ("out", b"d")]) == [
        Sent(1, 3, 0, 3),
        Received(1, 5, 0, 5),
        Sent(1, 7, 3, 1),
    ]


def test_a_flood_gives_up_the_order_and_no_byte() -> None:
    events = gathered([("out", b"ab"), ("in", b"c")] * 1000)
    assert len(events) < 300
    assert sum(event.size for event in events if isinstance(event, Sent)) == 2000
    assert sum(event.size for event in events if isinstance(event, Received)) == 1000
    assert [event.name for event in events[:4]] == ["sent", "received", "sent", "received"]
