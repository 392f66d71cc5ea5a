"""A run whose every byte, time and address is fixed, so that what the screen makes of it is the same each time."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator

from tcptui.diagnosis.witness import Witness
from tcptui.journal import runs
from tcptui.journal.catalog import Catalog
from tcptui.journal.writer import Writer
from tcptui.protocol import events as ev
from tcptui.protocol.events import Address, Event
from tcptui.protocol.framing import parse_framing

RUN = "20200202-120000-1234"
_WALL = 1_580_644_800_000_000_000  # 2020-02-02 12:00:00 UTC
_SERVER = Address("ipv4", "192.0.2.7", 8080)
_LOCAL = Address("ipv4", "192.0.2.1", 51234)
_GET = b"GET /caf\xc3\xa9 HTTP/1.1\r\nHost: example\r\n\r\n"
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nServer: fixed\r\nContent-Type: text/plain\r\nContent-Length: 63\r\n\r\n"
    b"a line\r\nwide \xe6\xbc\xa2\xe5\xad\x97 and a bell \x07, an escape \x1b[31m, not text \xff\xfe\n"
)
_HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<html>\n" + b"x" * 70


def tcp_info(state: int, acked: int, received: int, rtt: int = 240) -> bytes:
    """A struct tcp_info (include/uapi/linux/tcp.h) with the few fields that the screen shows."""
    raw = bytearray(232)
    raw[0] = state
    for at, value in ((68, rtt), (72, rtt // 2), (80, 10), (228, 65536)):
        struct.pack_into("=I", raw, at, value)
    struct.pack_into("=Q", raw, 120, acked + 1)
    struct.pack_into("=Q", raw, 128, received)
    return bytes(raw)


class _Told:
    """One connection as the engine would tell it; each step says how many milliseconds after the last it comes."""

    def __init__(self, writer: Writer, conn: int, clock: list[int], framing: str = "auto") -> None:
        self._writer = writer
        self._conn = conn
        self._clock = clock
        self.framing = framing
        self._witness = Witness(conn, parse_framing(framing), None)
        self._out = self._in = 0

    def event(self, after: float, kind: type[Event], *values: object) -> None:
        self._pass(after)
        event = kind(self._conn, self._clock[0], *values)  # type: ignore[arg-type]
        self._writer.event(event)
        self._tell(event)

    def sent(self, after: float, data: bytes) -> None:
        self._pass(after)
        self._writer.sent(self._conn, self._clock[0], self._out, data)
        self._tell(ev.Sent(self._conn, self._clock[0], self._out, len(data), memoryview(data)))
        self._out += len(data)

    def received(self, after: float, data: bytes) -> None:
        self._pass(after)
        room = self._writer.room(len(data))
        assert room is not None
        room[:] = data
        self._writer.received(self._conn, self._clock[0], self._in, len(data))
        self._tell(ev.Received(self._conn, self._clock[0], self._in, len(data), memoryview(data)))
        self._in += len(data)

    def figures(self, state: int) -> None:
        self.event(0.05, ev.KernelSample, tcp_info(state, self._out, self._in), 0)

    def _pass(self, milliseconds: float) -> None:
        self._clock[0] += int(milliseconds * 1e6)

    def _tell(self, event: Event) -> None:
        for note in self._witness.on(event, event.t / 1e9):
            self._writer.event(note.event)  # type: ignore[attr-defined]


def _connect(told: _Told) -> None:
    told.event(1.5, ev.Opened, str(_SERVER), told.framing)
    told.event(0.2, ev.Connecting, _SERVER, 1)
    told.event(0.4, ev.Connected, _SERVER, _LOCAL, 1, 0.0004)
    told.figures(1)


@contextlib.contextmanager
def fixed_run() -> Iterator[str]:
    """Write the run into the data directory: a whole answer, and one that a RST cut. Gives the run's ID."""
    with _run() as (writer, clock):
        _http(writer, clock)
    yield RUN


@contextlib.contextmanager
def json_header_run() -> Iterator[str]:
    """A run of one connection that speaks json-header: a request, its answer, and the beginning of another answer."""
    with _run() as (writer, clock):
        told = _Told(writer, 1, clock, "json-header")
        _connect(told)
        told.sent(900, _json_header('{"action": "search", "value": "ring"}'))
        told.received(1.5, _json_header('{"result": "In the caves beneath the Misty Mountains. 💍"}'))
        told.sent(2000, _json_header('{"action": "search", "value": "🐶"}'))
        told.received(0.7, _json_header('{"result": "🐾 Playing ball! 🏐"}')[:-9])
    yield RUN


def _json_header(content: str) -> bytes:
    data = content.encode()
    fields = '"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8", "content-length"'
    head = f"{{{fields}: {len(data)}}}".encode()
    return len(head).to_bytes(2, "big") + head + data


@contextlib.contextmanager
def _run() -> Iterator[tuple[Writer, list[int]]]:
    """A run to be written, and its clock; in the catalogue at the end."""
    started = ev.RunStarted(0, 5_000_000_000, "0.1.0", _WALL, "linux", (str(_SERVER),))
    clock = [started.t]
    writer = Writer.create(runs.runs_dir() / RUN, started)
    yield writer, clock
    writer.flush()
    writer.close()
    with contextlib.closing(Catalog.open()) as catalog:
        catalog.refresh()


def _http(writer: Writer, clock: list[int]) -> None:
    whole = _Told(writer, 1, clock)
    _connect(whole)
    whole.sent(2500, _GET)
    whole.received(3.2, _ANSWER)
    whole.figures(1)
    whole.event(1000, ev.PeerFin, len(_ANSWER))
    whole.figures(8)
    whole.event(250, ev.Closed, "fin", "asked", 0, 0)
    cut = _Told(writer, 2, clock)
    _connect(cut)
    cut.sent(900, _GET)
    cut.received(12, _HALF)
    cut.event(30, ev.PeerRst, 104, "ECONNRESET", "recv")
    cut.figures(7)
    cut.event(0.1, ev.Closed, "none", "failed", 0, 0)


@contextlib.contextmanager
def two_replays() -> Iterator[str]:
    """A run in which the same was replayed twice: one header, a value and the end are not the same."""
    with _run() as (writer, clock):
        _replay(writer, clock, 1, b'{"id": 41, "state": "ready"}', b"nginx/1.22.1", b"01")
        _replay(writer, clock, 2, b'{"id": 42, "state": "ready"}', b"nginx/1.24.0", b"07")
    yield RUN


def _replay(writer: Writer, clock: list[int], conn: int, body: bytes, server: bytes, seconds: bytes) -> None:
    told = _Told(writer, conn, clock, "http")
    _connect(told)
    told.event(0.1, ev.Replayed, "/requests/state.toml", "State")
    told.sent(0.2, b"GET /state HTTP/1.1\r\nHost: example\r\n\r\n")
    head = b"HTTP/1.1 200 OK\r\nDate: Sun, 02 Feb 2020 12:00:%b GMT\r\nServer: %b\r\n" % (seconds, server)
    told.received(3.0 * conn, head + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    if conn == 1:
        told.event(10, ev.PeerFin, told._in)
        told.event(0.1, ev.Closed, "fin", "peer", 0, 0)
    else:
        told.event(10, ev.PeerRst, 104, "ECONNRESET", "recv")
        told.event(0.1, ev.Closed, "none", "failed", 0, 0)
