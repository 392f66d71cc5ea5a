"""Two hundred connections to nginx in one process, all standing at once."""

from __future__ import annotations

import threading

from tcptui.protocol.commands import Close, Send
from tcptui.protocol.endpoint import parse_target
from tcptui.protocol.events import Connected, Event, Message, VerdictReached
from tcptui.workbench import Workbench
from tests.servers.real import RealServer

CONNECTIONS = 200
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Heard:
    """What a workbench has told so far, and waiting for more of it."""

    def __init__(self, workbench: Workbench) -> None:
        self._news = threading.Event()
        self._tap = workbench.tap(self._news.set)
        self.events: list[Event] = []

    def wait_for(self, kind: type[Event], conns: set[int]) -> None:
        """Return when each of these connections has told an event of this kind."""
        while conns - {event.conn for event in self.events if isinstance(event, kind)}:
            assert self._news.wait(20), f"no more {kind.name}"
            self._news.clear()
            self.events += self._tap.drain()


def test_two_hundred_connections(nginx: RealServer) -> None:
    with Workbench() as workbench:
        heard = Heard(workbench)
        conns = {workbench.open(parse_target(nginx.target)) for _ in range(CONNECTIONS)}
        heard.wait_for(Connected, conns)
        for conn in conns:
            workbench.submit(Send(conn, GET))
        heard.wait_for(Message, conns)
        for conn in conns:
            workbench.submit(Close(conn))
        heard.wait_for(VerdictReached, conns)
    verdicts = [event.verdict for event in heard.events if isinstance(event, VerdictReached)]
    assert {(v.outcome, v.ended_by, v.response and v.response.status) for v in verdicts} == {
        ("complete", "local-close", 200)
    }
    assert len(conns) == len(verdicts) == CONNECTIONS
