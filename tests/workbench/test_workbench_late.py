"""A script that is made while its connection is opening misses nothing."""

from __future__ import annotations

from collections.abc import Iterable

from tcptui.latescript import LateScript
from tcptui.protocol.commands import Close, Command, Send
from tcptui.protocol.endpoint import parse_target
from tcptui.protocol.events import Event, PeerFin, Received, Tick
from tcptui.workbench import Workbench
from tests.conftest import Serve
from tests.servers import behaviours
from tests.workbench.waiting import Verdicts


class Notes:
    """Notes what it is told, and asks for a Close each time."""

    def __init__(self) -> None:
        self.told: list[tuple[Event, bytes, float]] = []

    def on(self, event: Event, now: float) -> Iterable[Command]:
        self.told.append((event, bytes(getattr(event, "data", b"")), now))
        return [Close(event.conn)]

    def deadline(self) -> float | None:
        return 99.0


def test_what_was_missed_comes_first_and_in_order() -> None:
    late, notes, arena = LateScript(), Notes(), bytearray(b"early")
    assert list(late.on(Received(1, 1, 0, 5, memoryview(arena)), 1.0)) == []
    arena[:] = b"later"
    assert late.deadline() == 1.005
    late.provide(notes)
    assert late.on(Tick(1, 2), 2.0) == [Close(1), Close(1)]
    assert notes.told == [(Received(1, 1, 0, 5), b"early", 1.0), (Tick(1, 2), b"", 2.0)]
    assert late.deadline() == 99.0
    assert late.on(PeerFin(1, 3, 5), 3.0) == [Close(1)]


def test_it_looks_for_its_script_while_events_wait() -> None:
    late = LateScript()
    assert late.deadline() is None
    late.on(PeerFin(1, 1, 0), 1.0)
    late.on(Tick(1, 2), 1.5)
    assert late.deadline() == 1.505
    notes = Notes()
    late.provide(notes)
    late.on(Tick(1, 3), 2.0)
    assert [event.name for event, _, _ in notes.told] == ["peer-fin", "tick"]


def test_an_early_connection_has_its_whole_verdict(serve: Serve) -> None:
    server = serve(behaviours.answer_then_close)
    with Workbench(record=False) as workbench:
        waiting = Verdicts(workbench)
        conn = workbench.open_early(parse_target(server.target))
        workbench.submit(Send(conn, b"GET / HTTP/1.1\r\n\r\n"))
        assert server.peer().ended.wait(10)
        workbench.catch_up()
        workbench.catch_up()
        workbench.submit(Close(conn))
        verdict = waiting.next().verdict
    assert (verdict.outcome, verdict.response and verdict.response.status) == ("complete", 200)
