"""A log written step by step for the tests, and beside it what a naive reader makes of connection 1."""

from __future__ import annotations

from tcptui.journal.writer import Writer
from tcptui.protocol.events import KernelSample, PeerFin, RunStarted

STARTED = RunStarted(0, 1_000, "0", 2_000, "test")


class Recording:
    """The log. `story`: of connection 1, neighbouring bytes of one direction joined."""

    def __init__(self) -> None:
        self.writer = Writer.scratch(STARTED)
        self.log = self.writer.log()
        self.clock = 1_000
        self.offsets: dict[tuple[int, str], int] = {}
        self.story: list[tuple[str, int, bytes]] = []  # direction or "event", offset, bytes

    def step(self, conn: int, what: str, data: bytes) -> None:
        """One thing happens, a nanosecond after the last: `in`, `out`, `event` or `sample`."""
        self.clock += 1
        if what == "event":
            self.writer.event(PeerFin(conn, self.clock, 0))
            if conn == 1:
                self.story.append(("event", 0, b""))
            return
        if what == "sample":
            self.writer.event(KernelSample(conn, self.clock, b"\x01" * 9, 0))
            return
        offset = self.offsets.get((conn, what), 0)
        self.offsets[conn, what] = offset + len(data)
        if what == "out":
            self.writer.sent(conn, self.clock, offset, data)
        else:
            self.receive(conn, offset, data)
        if conn == 1 and data:
            if self.story and self.story[-1][0] == what:
                what, offset, before = self.story.pop()
                data = before + data
            self.story.append((what, offset, data))

    def receive(self, conn: int, offset: int, data: bytes) -> None:
        """Bytes arrive at this offset."""
        room = self.writer.room(len(data))
        if room is None:
            self.writer.flush()
            room = self.writer.room(len(data))
        assert room is not None
        room[:] = data
        assert self.writer.received(conn, self.clock, offset, len(data)) == data

    def __enter__(self) -> Recording:
        return self

    def __exit__(self, *exc: object) -> None:
        self.log.close()
        self.writer.close()


def record(*written: tuple[int, str, bytes]) -> Recording:
    """What these steps write: connection, what happens, bytes."""
    recording = Recording()
    for conn, what, data in written:
        recording.step(conn, what, data)
    recording.writer.flush()
    return recording
