"""The seams between rooms: what the engine writes to, and what acts on a connection by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from tcptui.protocol.commands import Command
from tcptui.protocol.events import Direction, Event


class RecordFullError(OSError):
    """The record can't take more (disk full, file-size limit): reading must stop until a flush succeeds."""


class Recorder(Protocol):
    """What the engine writes to; called by the loop thread only.

    A turn gathers: `room` and `received` for what is read, `sent` and `event` for the rest, then one `flush`.
    Nothing gathered may be told to anyone before `flush` returned.
    """

    def room(self, size: int) -> memoryview | None:
        """A writable view of `size` bytes to `recv_into`, or None when a flush must come first."""

    def received(self, conn: int, t: int, offset: int, size: int) -> memoryview:
        """Keep the first `size` bytes of the room as received data of stream offset `offset`.

        The view of them that is returned stays valid until the first `room` after the next `flush`.
        """

    def sent(self, conn: int, t: int, offset: int, data: bytes | memoryview) -> None:
        """Keep bytes that the kernel took from us."""

    def event(self, event: Event) -> None:
        """Keep an event other than Sent and Received."""

    def flush(self) -> None:
        """Write what was gathered and publish it. Raises RecordFullError and keeps it all for the next try."""


class StreamSource(Protocol):
    """The record as a decoder reads it back: one connection's stream in one direction."""

    def read(self, conn: int, direction: Direction, offset: int, size: int) -> bytes:
        """At most `size` bytes from stream offset `offset` on; fewer, or none, where the record has no more of them.

        Raises OSError where the record can't be read, ValueError where it is damaged.
        """


class Script(Protocol):
    """Anything that acts on a connection by itself: driven by events and a deadline, owning no socket, clock or thread.

    It is told the events of the connections that it is attached to, after they are in the record, on the loop thread;
    what it returns is carried out in order. `data` of Sent and Received is valid during the call only.
    """

    def on(self, event: Event, now: float) -> Iterable[Command]:
        """React to one event. now: monotonic seconds, the clock of `Event.t`."""

    def deadline(self) -> float | None:
        """The moment, in monotonic seconds, at which to be given a Tick; None for never."""
