"""A recorded run as a packet capture that Wireshark reads: the record knows bytes and events, the packets are made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from tcptui.journal.layout import OUT, Kind, Record
from tcptui.journal.log import Log
from tcptui.journal.pcapng_wire import Fate, Wire
from tcptui.protocol.capture import pcapng
from tcptui.protocol.events import Accepted, Connected, ConnectFailed, Connecting, Direction
from tcptui.protocol.frozen import frozen

_PIECE: Final = 720 * 1460  # bytes of a record at once: whole segments of IPv4, and of IPv6 (730 * 1440)
_ENOUGH: Final = 1 << 20  # bytes of blocks that go out together
_FIRST_PORT, _PORTS = 49152, 16384  # the range of ephemeral ports (RFC 6335, section 6)

_COMMENT = (
    "Synthesised by tcptui from its record of what it sent and received: these packets were not captured. Bytes, "
    "directions, times, FIN, RST and acknowledgements of what was sent are as recorded. Made up are the segments' "
    "sizes, windows, sequence numbers to begin with, and the acknowledgements of what was received. What was sent "
    "stands at the moment when the kernel took it. Credentials are not masked."
)


class NoPacketsError(ValueError):
    """There is nothing to make packets of; the message is one sentence."""


@frozen
class Openings:
    """How the connections that a capture shows came to be.

    fates: by connection, what became of its attempts by their number; unix: connections over unix sockets, left out.
    """

    fates: dict[int, dict[int, Fate]]
    unix: tuple[int, ...]


def openings(log: Log, conn: int | None) -> Openings:
    """Look over a run, or one connection of it. Raises NoPacketsError where nothing of it went over TCP."""
    fates: dict[int, dict[int, Fate]] = {}
    unix: dict[int, None] = {}
    for number, event in _opening_events(log, conn):
        if event.address.family == "unix":
            unix[number] = None
            continue
        known = fates.setdefault(number, {})
        if isinstance(event, Connected | ConnectFailed):
            known[event.attempt] = event
    if not fates:
        raise NoPacketsError(_nothing(conn, tuple(unix)))
    return Openings(fates, tuple(unix))


def capture(log: Log, shown: Openings) -> Iterator[bytes]:
    """The file of these connections, piece by piece, in the order in which things happened.

    Memory goes by the number of connections only. Raises DamagedLogError.
    """
    started = log.started
    wall, since, version = (started.wall, started.t, started.version) if started else (0, 0, "")
    blocks = [pcapng.section(_COMMENT, f"tcptui {version}".strip()), pcapng.interface("tcptui")]
    held = 0

    def emit(t: int, packet: bytes, direction: Direction, comment: str = "") -> None:
        nonlocal held
        blocks.append(pcapng.packet(wall + t - since, packet, direction, comment))
        held += len(blocks[-1])

    ports = (_FIRST_PORT + number % _PORTS for number in count())
    wires = {number: Wire(number, fate, lambda: next(ports), emit) for number, fate in shown.fates.items()}
    for record in log.walk():
        wire = wires.get(record.conn)
        if wire is None:
            continue
        for _ in _told(log, record, wire):
            if held >= _ENOUGH:
                yield b"".join(blocks)
                blocks.clear()
                held = 0
    yield b"".join(blocks)


def _told(log: Log, record: Record, wire: Wire) -> Iterator[None]:
    """Tell a connection of one record; a long one in pieces, with a stop after each."""
    if record.is_data:
        for start in range(0, record.length, _PIECE):
            wire.carry(record.t, "out" if record.direction == OUT else "in", log.body(record, start, _PIECE))
            yield
    elif record.kind in (Kind.EVENT, Kind.SAMPLE):
        wire.tell(log.event(record))
        yield


def _opening_events(log: Log, conn: int | None) -> Iterator[tuple[int, Connecting | Accepted | Fate]]:
    for record in log.walk():
        if record.kind == Kind.EVENT and conn in (None, record.conn):
            event = log.event(record)
            if isinstance(event, Connecting | Accepted | Connected | ConnectFailed):
                yield record.conn, event


def _nothing(conn: int | None, unix: tuple[int, ...]) -> str:
    what = "The run" if conn is None else f"Connection {conn}"
    if unix:
        return f"{what} went over a unix socket: there is no TCP to make packets of."
    return f"{what} has no packets: nothing was connected and nothing accepted."
