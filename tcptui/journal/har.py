"""The HTTP exchanges of a recorded run as an archive that browsers open, with the timings that were measured."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from typing import Final

from tcptui.journal.layout import Kind
from tcptui.journal.log import Log
from tcptui.journal.streams import data_at
from tcptui.journal.veil import masker_of
from tcptui.protocol.capture.har import Exchange, Timings, archive, entry
from tcptui.protocol.events import Accepted, Address, Connected, Event, Message

_LARGEST: Final = 16 << 20
"""Bytes of a message that are taken into the archive: whoever opens it holds all of it in memory."""


def har(log: Log, conn: int | None, *, unmasked: bool = False) -> Iterator[bytes]:
    """The archive of a run, or of one connection, exchange by exchange. Raises DamagedLogError.

    unmasked: leave secrets as they are.
    """
    started = log.started
    comment = "Recorded by tcptui." if unmasked else "Recorded by tcptui. Secrets are masked."
    frame = json.dumps({"log": archive(started.version if started else "", comment)})
    yield frame.removesuffix("]}}").encode()
    before = "\n"
    for exchange in _Exchanges(log, conn, unmasked=unmasked).found():
        yield f"{before}{json.dumps(entry(exchange))}".encode()
        before = ",\n"
    yield b"]}}\n"


class _Conversation:
    """One connection: where it went, and the requests that await their answers."""

    def __init__(self) -> None:
        self.server: Address | None = None
        self.connect: float | None = None
        self.requests: deque[Message] = deque()


class _Exchanges:
    """Pairs the messages of a run's connections."""

    def __init__(self, log: Log, conn: int | None, *, unmasked: bool) -> None:
        self._log = log
        self._conn = conn
        self._unmasked = unmasked
        started = log.started
        self._wall = started.wall - started.t if started else 0
        self._conversations: dict[int, _Conversation] = {}

    def found(self) -> Iterator[Exchange]:
        """Every exchange, in the order of their answers; those without one at the end."""
        for record in self._log.walk():
            if record.kind in (Kind.EVENT, Kind.MESSAGE, Kind.ITEM) and self._conn in (None, record.conn):
                yield from self._on(self._log.event(record))
        for number, one in self._conversations.items():
            for request in one.requests:
                yield self._exchange(number, one, request, None)

    def _on(self, event: Event) -> Iterator[Exchange]:
        one = self._conversations.setdefault(event.conn, _Conversation())
        match event:
            case Connected(address=address, seconds=seconds):
                one.server, one.connect = address, seconds * 1000
            case Accepted(local=local):
                one.server = local
            case Message(kind="request"):
                one.requests.append(event)
            case Message(kind="response") if one.requests:
                yield self._exchange(event.conn, one, one.requests.popleft(), event)
            case _:
                pass

    def _exchange(self, number: int, one: _Conversation, request: Message, response: Message | None) -> Exchange:
        milliseconds = None if response is None or response.after is None else max(0.0, response.after * 1000)
        timings = Timings(
            self._wall + self._time(number, request),
            one.connect,
            request.took * 1000,
            milliseconds,
            None if response is None else response.took * 1000,
        )
        one.connect = None  # the connection was made for its first exchange
        server = one.server
        missing = [] if response is not None else ["no answer came"]
        missing += [
            f"cut after {_LARGEST:,} bytes" for it in (request, response) if it and it.end - it.start > _LARGEST
        ]
        missing += ["the answer is not complete"] if response is not None and not response.complete else []
        return Exchange(
            self._bytes(number, request),
            b"" if response is None else self._bytes(number, response),
            timings,
            str(server) if server is not None and server.family != "unix" else "localhost",
            server.host if server is not None and server.family != "unix" else "",
            f"{number}",
            "; ".join(missing),
        )

    def _time(self, number: int, message: Message) -> int:
        """When its first byte was recorded, monotonic nanoseconds."""
        record = data_at(self._log, number, message.direction, message.start)
        return message.t if record is None else record.t

    def _bytes(self, number: int, message: Message) -> bytes:
        size = min(message.end - message.start, _LARGEST)
        masker = masker_of(self._log, number, message.direction, message.start, unmasked=self._unmasked)
        return masker.mask(self._log.read(number, message.direction, message.start, size))
