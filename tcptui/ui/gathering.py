"""Records of a log gathered into events, so that a recorded flood costs the screen no more than a live one."""

from __future__ import annotations

from typing import Final

from tcptui.journal.layout import OUT, Record
from tcptui.journal.recorded import RecordedLog
from tcptui.protocol.events import Event, Received, Sent

_FLOOD: Final = 256
"""Events of one telling from which on bytes are gathered out of turn."""


class Gather:
    """Makes events of records as a tap would have gathered them live.

    Data records of one direction that follow each other on a connection become one event; beyond so many events
    between two drains they do so out of turn, too.
    """

    def __init__(self, log: RecordedLog) -> None:
        self._log = log
        self._events: list[Event | _Data] = []
        self._data: dict[tuple[int, int], _Data] = {}
        self._last: dict[int, Event | _Data] = {}

    def take(self, record: Record) -> None:
        """The next record. Raises DamagedLogError for an event that can't be read."""
        conn = record.conn
        if not record.is_data:
            event = self._log.event(record)
            self._events.append(event)
            if record.is_row:
                self._last[conn] = event
            return
        data = self._data.get((conn, record.direction))
        if data is not None and (self._last.get(conn) is data or len(self._events) > _FLOOD):
            data.end = record.stream_end
            return
        data = self._data[conn, record.direction] = self._last[conn] = _Data(record)
        self._events.append(data)

    def drain(self) -> list[Event]:
        """What came since the last drain, in order."""
        events, self._events = self._events, []
        self._data.clear()
        self._last.clear()
        return [event.event() if isinstance(event, _Data) else event for event in events]


class _Data:
    """Bytes of one direction: the first record's place and time, and where the last one ends."""

    __slots__ = ("begin", "conn", "direction", "end", "t")

    def __init__(self, record: Record) -> None:
        self.conn, self.direction, self.t = record.conn, record.direction, record.t
        self.begin, self.end = record.offset, record.stream_end

    def event(self) -> Sent | Received:
        """The event that stands for them, without the bytes."""
        kind = Sent if self.direction == OUT else Received
        return kind(self.conn, self.t, self.begin, self.end - self.begin)
