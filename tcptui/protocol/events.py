"""Everything that can happen to a connection: frozen dataclasses, each with its connection and its time.

`conn` is the connection's number in its run, from 1; 0 is the run itself. `t` is CLOCK_MONOTONIC in nanoseconds.
Offsets and sizes are bytes of one direction's stream, from 0. None means "not available here", never a guess.
"""

from __future__ import annotations

from dataclasses import field, fields
from typing import Any, ClassVar, Literal

from tcptui.protocol.frozen import frozen
from tcptui.protocol.verdict import Verdict

Direction = Literal["in", "out"]
Bytes = bytes | memoryview


@frozen
class Address:
    """One socket address. host: a literal address, or a unix socket's path (port 0)."""

    family: Literal["ipv4", "ipv6", "unix"]
    host: str
    port: int = 0

    def __str__(self) -> str:
        match self.family:
            case "ipv4":
                return f"{self.host}:{self.port}"
            case "ipv6":
                return f"[{self.host}]:{self.port}"
            case "unix":
                return self.host or "(unnamed unix socket)"


@frozen
class Icmp:
    """An ICMP or ICMPv6 error as IP_RECVERR gives it (ip(7)): its type, code and sender."""

    version: Literal[4, 6]
    type: int
    code: int
    sender: str | None


@frozen
class Event:
    """What all events have. `name` is the event's word in `--json` and in the record."""

    name: ClassVar[str] = "event"
    conn: int
    t: int


@frozen
class RunStarted(Event):
    """The first event of every record. wall: nanoseconds since the epoch at monotonic time `t`.

    command: the command and its target as they were typed, without payloads, which may hold secrets.
    """

    name: ClassVar[str] = "run-started"
    version: str
    wall: int
    platform: str
    command: tuple[str, ...] = ()


@frozen
class Opened(Event):
    """Someone asked for a connection. target: as `str(Endpoint)` writes it; framing: as the command line writes it."""

    name: ClassVar[str] = "opened"
    target: str
    framing: str


@frozen
class Resolving(Event):
    """A name look-up began."""

    name: ClassVar[str] = "resolving"
    host: str
    port: int


@frozen
class Resolved(Event):
    """A look-up ended. Without addresses it failed: error is getaddrinfo's `EAI_…` name, reason a sentence."""

    name: ClassVar[str] = "resolved"
    addresses: tuple[Address, ...]
    error: str | None = None
    reason: str | None = None


@frozen
class Connecting(Event):
    """A SYN is on its way (or, for unix, connect was called). attempt: from 1, in the order of RFC 8305."""

    name: ClassVar[str] = "connecting"
    address: Address
    attempt: int


@frozen
class ConnectFailed(Event):
    """One attempt ended without a connection.

    errno is None where it was we who gave the attempt up; why says so: `error` (the kernel's), `timeout` (our
    deadline), `lost-race` (another address answered first), `cancelled`. syns: SYNs sent, retransmissions counted.
    """

    name: ClassVar[str] = "connect-failed"
    address: Address
    attempt: int
    errno: int | None
    errno_name: str | None
    why: Literal["error", "timeout", "lost-race", "cancelled"]
    reason: str
    icmp: Icmp | None = None
    syns: int | None = None


@frozen
class Connected(Event):
    """The connection stands. seconds: from this attempt's SYN to here."""

    name: ClassVar[str] = "connected"
    address: Address
    local: Address
    attempt: int
    seconds: float


@frozen
class Listening(Event):
    """A listener of ours takes connections from now on.

    address: where, its port the one that was found where 0 was asked for; backlog: connections that the kernel keeps
    until they are accepted, as it granted them (listen(2)), None where it doesn't tell.
    """

    name: ClassVar[str] = "listening"
    address: Address
    backlog: int | None


@frozen
class Arrived(Event):
    """The listener `conn` accepted a connection. accepted: the number it goes by; address: the peer's."""

    name: ClassVar[str] = "arrived"
    accepted: int
    address: Address


@frozen
class Accepted(Event):
    """The first event of a connection that came to a listener of ours, and stands.

    address: the peer's; responder: the name of what answers by itself on it, "" where a person does; framing: as the
    command line writes it.
    """

    name: ClassVar[str] = "accepted"
    listener: int
    address: Address
    local: Address
    responder: str = ""
    framing: str = "none"


@frozen
class AnsweredBy(Event):
    """Who speaks for us from now on where a Script answers by itself: it, or the person who took over."""

    name: ClassVar[str] = "answered-by"
    who: Literal["script", "person"]


@frozen
class Sent(Event):
    """The kernel took `size` bytes of ours. `data` is valid only while a Script is being told."""

    name: ClassVar[str] = "sent"
    offset: int
    size: int
    data: Bytes = field(default=b"", compare=False, repr=False)


@frozen
class Acked(Event):
    """The peer's kernel has acknowledged `total` bytes of ours by now: bytes, without SYN and FIN."""

    name: ClassVar[str] = "acked"
    total: int


@frozen
class Received(Event):
    """We read `size` bytes. `data` is valid only while a Script is being told."""

    name: ClassVar[str] = "received"
    offset: int
    size: int
    data: Bytes = field(default=b"", compare=False, repr=False)


@frozen
class KernelSample(Event):
    """The kernel's figures at one moment.

    tcp_info: getsockopt(TCP_INFO) as it came (`protocol/tcpinfo.py` decodes it), empty where there is none;
    pending: bytes that wait in our own outbox, not yet taken by the kernel.
    """

    name: ClassVar[str] = "kernel-sample"
    tcp_info: bytes
    pending: int


@frozen
class Message(Event):
    """A framing found a message, or why there is none, in bytes start..end (end excluded) of one direction.

    number: from 1 within its direction; complete: False for what an end or a problem cut short; missing: bytes still
    to come, None where unknown; problem: how the bytes break the framing, one sentence (offset included);
    final: False for an interim answer (HTTP 1xx); awaited: answers still owed after this one; text: its first line;
    where: the place where a FIN cut it (`in the header`, `in a chunk`, …); notes: what is odd but could be read.
    took: seconds from its first byte to its last; after: of an answer, seconds from the last byte of its request to
    its own first, None where it answers none that was whole by then (or an older version recorded it).
    """

    name: ClassVar[str] = "message"
    direction: Direction
    number: int
    start: int
    end: int
    kind: str
    complete: bool
    final: bool
    awaited: int
    status: int | None = None
    missing: int | None = None
    problem: str | None = None
    text: str = ""
    where: str = ""
    notes: tuple[str, ...] = ()
    took: float = 0.0
    after: float | None = None


@frozen
class PeerFin(Event):
    """The peer closed its side: recv said 0. offset: how many bytes came before it."""

    name: ClassVar[str] = "peer-fin"
    offset: int


@frozen
class PeerRst(Event):
    """The peer reset the connection.

    errno: ECONNRESET where no FIN came first, EPIPE where one did (KERNEL fact 3); during: the call that told us.
    """

    name: ClassVar[str] = "peer-rst"
    errno: int
    errno_name: str
    during: Literal["recv", "send", "poll"]


@frozen
class NetworkError(Event):
    """An error that is neither FIN nor RST. soft: the connection may go on (KERNEL R6); otherwise it is over."""

    name: ClassVar[str] = "network-error"
    errno: int
    errno_name: str
    reason: str
    soft: bool
    icmp: Icmp | None = None


@frozen
class HalfClosed(Event):
    """We closed our side: our FIN follows the bytes sent so far."""

    name: ClassVar[str] = "half-closed"
    offset: int


@frozen
class LocalError(Event):
    """Something failed on our side, no peer involved (a file that can't be read, no free port)."""

    name: ClassVar[str] = "local-error"
    errno: int | None
    errno_name: str | None
    reason: str


@frozen
class ReadingPaused(Event):
    """We stopped reading, so TCP's window slows the peer. why: `asked`, or `record-full` (then it is us, conn 0)."""

    name: ClassVar[str] = "reading-paused"
    why: Literal["asked", "record-full"]
    reason: str = ""


@frozen
class ReadingResumed(Event):
    """We read again."""

    name: ClassVar[str] = "reading-resumed"


@frozen
class Closed(Event):
    """The socket is closed, or a connection that never stood was given up: the last event but the verdict.

    how: what our closing did on the wire (`fin`, `rst`, or `none` where the connection was over or never stood);
    why: `asked`, `timeout` (a deadline of ours), `cancelled` (the person), `peer` (both sides were done),
    `failed` (RST, network or local error), `stopped` (the run ended).
    unread: bytes that the kernel had for us and we never read (because of them it sends a RST behind our FIN);
    pending: bytes of ours that never reached the kernel.
    """

    name: ClassVar[str] = "closed"
    how: Literal["fin", "rst", "none"]
    why: Literal["asked", "timeout", "cancelled", "peer", "failed", "stopped"]
    unread: int | None = None
    pending: int = 0


@frozen
class VerdictReached(Event):
    """The last word on a connection."""

    name: ClassVar[str] = "verdict"
    verdict: Verdict


@frozen
class Replayed(Event):
    """A replay begins on this connection.

    source: what is replayed, the same words each time: a request's file as an absolute path, or `recording RUN/CONN`
    for what was sent on a connection of a recorded run; title: its name for people; together: where it was begun on
    several connections at once, the first of them, else 0.
    """

    name: ClassVar[str] = "replayed"
    source: str
    title: str
    together: int = 0


@frozen
class StepDone(Event):
    """A replay is through with one step of a saved request.

    file: the request's, as it was named; step: from 1; what: the step in the file's words, without the values of
    variables; seconds: how long it took; size: bytes that it sent, None for a step that sends none; expected, got: of
    a step that was not met, in words, secrets masked.
    """

    name: ClassVar[str] = "step"
    file: str
    step: int
    what: str
    ok: bool
    seconds: float
    size: int | None = None
    expected: str = ""
    got: str = ""


@frozen
class Concealed(Event):
    """Bytes start..end (end excluded) of a stream are a secret: shown only to those who ask for it.

    Of what we send it is told before the first of these bytes; of what came, behind the last.
    """

    name: ClassVar[str] = "concealed"
    direction: Direction
    start: int
    end: int


@frozen
class Tick(Event):
    """A Script's deadline has passed. Never recorded."""

    name: ClassVar[str] = "tick"


def _types() -> dict[str, type[Event]]:
    return {kind.name: kind for kind in Event.__subclasses__()}


EVENT_TYPES: dict[str, type[Event]] = _types()
"""Every event's class by its word."""

_NEVER_WRITTEN = {"data"}
_AS_THEY_ARE = frozenset({int, str, float, bool})


_written: dict[type, tuple[str, ...]] = {}  # a dataclass -> the names of its fields that are written


def _names(kind: type[Any]) -> tuple[str, ...]:
    names = _written.get(kind)
    if names is None:
        names = _written[kind] = tuple(f.name for f in fields(kind) if f.name not in _NEVER_WRITTEN)
    return names


def plain(value: Any) -> Any:
    """A value as JSON can hold it: dataclasses become objects, tuples arrays, bytes hex."""
    if value is None or type(value) in _AS_THEY_ARE:
        return value
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return value.hex()
    return value


def from_plain(name: str, values: dict[str, Any]) -> Event:
    """The event that `plain` made of one; unknown fields are passed over, so that newer records can be read.

    Raises ValueError for an unknown name or fields that do not fit. Sent and Received are no objects in a record: it
    keeps their bytes.
    """
    import msgspec

    kind = EVENT_TYPES.get(name)
    if kind is None or kind in (Sent, Received):
        raise ValueError(f"unknown event {name!r}")
    figures = values.get("tcp_info")
    if isinstance(figures, str):
        values = {**values, "tcp_info": bytes.fromhex(figures)}
    try:
        return msgspec.convert(values, type=kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"event {name!r} does not fit: {error}") from None
