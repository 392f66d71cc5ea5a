"""An engine with a record in memory, whose events a test waits for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Self, TypeVar

from tcptui.engine import Engine
from tcptui.protocol.commands import Command, Open, Watch
from tcptui.protocol.endpoint import parse_target
from tcptui.protocol.events import Event, Received, Sent
from tcptui.protocol.ports import RecordFullError, Script

E = TypeVar("E", bound=Event)
WAIT = 10.0


class MemoryRecord:
    """A Recorder that keeps everything in memory, and can be made full."""

    def __init__(self, arena: int = 4 << 20) -> None:
        self._arena = memoryview(bytearray(arena))
        self._used = 0
        self.streams: dict[tuple[int, str], bytearray] = {}
        self._gathered: list[tuple[int, str, bytes]] = []
        self.events: list[Event] = []
        self.full = threading.Event()

    def room(self, size: int) -> memoryview | None:
        if self.full.is_set() or self._used + size > len(self._arena):
            return None
        return self._arena[self._used : self._used + size]

    def received(self, conn: int, t: int, offset: int, size: int) -> memoryview:
        view = self._arena[self._used : self._used + size]
        self._used += size
        self._gathered.append((conn, "in", bytes(view)))
        return view

    def sent(self, conn: int, t: int, offset: int, data: bytes | memoryview) -> None:
        self._gathered.append((conn, "out", bytes(data)))

    def event(self, event: Event) -> None:
        self.events.append(event)

    def flush(self) -> None:
        if self.full.is_set():
            raise RecordFullError(28, "No space left on device")
        for conn, direction, data in self._gathered:
            self.streams.setdefault((conn, direction), bytearray()).extend(data)
        self._gathered.clear()
        self._used = 0


class EngineUnderTest:
    """Use it with `with`: leaving stops the engine and fails if it can't end."""

    def __init__(self) -> None:
        self.record = MemoryRecord()
        self.heard: list[Event] = []
        self._news = threading.Condition()
        self.engine = Engine(self.record, self._hear)

    def __enter__(self) -> Self:
        self.engine.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.engine.stop()

    def _hear(self, event: Event) -> None:
        with self._news:
            self.heard.append(event)
            self._news.notify_all()

    def open(self, target: str, *scripts: Script, **settings: object) -> int:
        conn = self.engine.new_connection()
        self.engine.submit(Open(conn, parse_target(target), scripts=scripts, **settings))  # type: ignore[arg-type]
        return conn

    def submit(self, *commands: Command) -> None:
        self.engine.submit(*commands)

    def watch(self, conn: int) -> None:
        self.engine.submit(Watch(conn))

    def wait(self, kind: type[E], conn: int = 1, that: Callable[[E], bool] = lambda event: True) -> E:
        """The first event of a kind, now or within WAIT seconds."""

        def found() -> E | None:
            for event in self.heard:
                if isinstance(event, kind) and event.conn == conn and that(event):
                    return event
            return None

        with self._news:
            event = self._news.wait_for(found, WAIT)
        assert event is not None, f"no {kind.__name__} on {conn} among {self.words(conn)}"
        return event

    def wait_received(self, size: int, conn: int = 1) -> bytes:
        """Wait until `size` bytes have come; all that had come then."""
        self.wait(Received, conn, lambda event: event.offset + event.size >= size)
        return self.received(conn)

    def received(self, conn: int = 1) -> bytes:
        return bytes(self.record.streams.get((conn, "in"), b""))

    def sent(self, conn: int = 1) -> bytes:
        return bytes(self.record.streams.get((conn, "out"), b""))

    def of(self, conn: int = 1) -> list[Event]:
        return [event for event in self.heard if event.conn == conn]

    def words(self, conn: int = 1) -> list[str]:
        """The connection's events by name, figures and repeated data left out."""
        names = [event.name for event in self.of(conn) if event.name not in ("kernel-sample", "acked")]
        return [name for i, name in enumerate(names) if i == 0 or name != names[i - 1]]

    def taken(self, conn: int = 1) -> int:
        return sum(event.size for event in self.of(conn) if isinstance(event, Sent))


def until(condition: Callable[[], bool], seconds: float = WAIT) -> None:
    """Poll something that tells no event."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.002)
