"""A replay's connection, played without a socket: events in, commands and results out."""

from __future__ import annotations

from collections.abc import Iterable

from tcptui.protocol.commands import Command, Note, Send
from tcptui.protocol.events import (
    Address,
    Closed,
    Concealed,
    Connected,
    PeerFin,
    PeerRst,
    Received,
    Replayed,
    Sent,
    StepDone,
    Tick,
)
from tcptui.requests.replaying.pace import Pace
from tcptui.requests.replaying.replay import Replay
from tests.requests.plans import plan

ADDRESS = Address("ipv4", "127.0.0.1", 8000)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n" + b'{"id": 7, "a": []}'
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
GET = '[[steps]]\nsend = "GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n"\n'


class Play:
    """Plays the connection of a replay; what it sends is taken at once. `at` is in seconds since the beginning.

    done: its results so far; begun: what it said that it replays.
    """

    def __init__(
        self,
        steps: str,
        framing: str = "http",
        *,
        joining: bool = False,
        pace: Pace = "x1",
        stepwise: bool = False,
        **given: str,
    ) -> None:
        self.plan = plan(f'framing = "{framing}"\n{steps}', given)
        self.replay = Replay(1, self.plan, joining=joining, pace=pace, stepwise=stepwise)
        self.done: list[StepDone] = []
        self.begun: list[Replayed] = []
        self.concealed: list[tuple[int, int]] = []
        self.sent = 0
        self.received = 0

    def connected(self, at: float = 0.0) -> list[Command]:
        return self._told(at, self.replay.on(Connected(1, 0, ADDRESS, ADDRESS, 1, 0.1), 100 + at))

    def comes(self, data: bytes, at: float = 0.1) -> list[Command]:
        event = Received(1, 0, self.received, len(data), data)
        self.received += len(data)
        return self._told(at, self.replay.on(event, 100 + at))

    def takes(self, size: int, at: float = 0.1) -> list[Command]:
        """The kernel takes so many bytes of a file that is sent."""
        event = Sent(1, 0, self.sent, size, bytes(size))
        self.sent += size
        return self._told(at, self.replay.on(event, 100 + at))

    def fin(self, at: float = 0.2) -> list[Command]:
        return self._told(at, self.replay.on(PeerFin(1, 0, self.received), 100 + at))

    def rst(self, at: float = 0.2) -> list[Command]:
        return self._told(at, self.replay.on(PeerRst(1, 0, 104, "ECONNRESET", "recv"), 100 + at))

    def closed(self, at: float = 0.3) -> list[Command]:
        return self._told(at, self.replay.on(Closed(1, 0, "fin", "asked"), 100 + at))

    def tick(self, at: float) -> list[Command]:
        return self._told(at, self.replay.on(Tick(1, 0), 100 + at))

    def go_on(self, at: float = 0.1) -> list[Command]:
        return self._told(at, self.replay.go_on(100 + at))

    @property
    def deadline(self) -> float | None:
        when = self.replay.deadline()
        return None if when is None else round(when - 100, 6)

    @property
    def results(self) -> list[tuple[int, bool]]:
        return [(one.step, one.ok) for one in self.done]

    def _told(self, at: float, commands: Iterable[Command]) -> list[Command]:
        found: list[Command] = []
        for command in commands:
            if isinstance(command, Note):
                if isinstance(command.event, Replayed):
                    self.begun.append(command.event)
                    continue
                if isinstance(command.event, Concealed):
                    self.concealed.append((command.event.start, command.event.end))
                    continue
                assert isinstance(command.event, StepDone)
                self.done.append(command.event)
                continue
            found.append(command)
            if isinstance(command, Send):
                event = Sent(1, 0, self.sent, len(command.data), command.data)
                self.sent += len(command.data)
                found += self._told(at, self.replay.on(event, 100 + at))
        return found


def step(text: str) -> str:
    """One step."""
    return f"[[steps]]\n{text}\n"


def names(commands: list[Command]) -> list[str]:
    return [type(command).__name__ for command in commands]
