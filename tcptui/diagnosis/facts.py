"""One connection's events, folded into facts: what was told, how much went either way, and when."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

from tcptui.protocol.events import (
    Accepted,
    Acked,
    Address,
    AnsweredBy,
    Arrived,
    Closed,
    Connected,
    ConnectFailed,
    Connecting,
    Event,
    HalfClosed,
    KernelSample,
    Listening,
    LocalError,
    Message,
    NetworkError,
    Opened,
    PeerFin,
    PeerRst,
    ReadingPaused,
    ReadingResumed,
    Received,
    Resolved,
    Resolving,
    Sent,
    VerdictReached,
)
from tcptui.protocol.verdict import Verdict

ANSWERS_KEPT = 8
"""How many of the last messages from the peer are kept."""


@dataclass(slots=True)
class Attempt:
    """One address tried. number: from 1 in RFC 8305's order; began: t of its SYN; failed: None while it is on."""

    number: int
    address: Address
    began: int
    failed: ConnectFailed | None = None


class Facts:
    """What one connection's events told so far. Feed it every one with `on`; they may be gathered (Sent, Received).

    Counts are bytes, times (`…_t`) CLOCK_MONOTONIC nanoseconds; None means that it has not happened.
    """

    __slots__ = (
        "_asking", "_greeted", "_question_t", "accepted", "acked_total", "answered", "answered_by", "answers",
        "answers_complete", "arrived", "asked_at", "asked_t", "attempts", "closed", "conn", "connected", "exchange_t",
        "fin", "first_in_t", "framing", "half_closed", "heard", "last_in_t", "last_out_t", "listening", "local_error",
        "network_error", "opened_t", "paused", "read", "resolved", "resolving", "rst", "sample", "soft_errors", "taken",
        "talk_t", "target", "verdict",
    )  # fmt: skip

    def __init__(self, conn: int) -> None:
        self.conn = conn
        self.target = ""
        self.framing = ""
        self.opened_t: int | None = None
        self.resolving: Resolving | None = None
        self.resolved: Resolved | None = None
        self.attempts: list[Attempt] = []
        self.connected: Connected | Accepted | None = None
        """The moment from which it stood."""
        self.accepted: Accepted | None = None
        """Set where it came to a listener of ours."""
        self.answered_by: Literal["script", "person"] | None = None
        """Who answers on an accepted connection that something answers by itself; None on others."""
        self.listening: Listening | None = None
        """Set where it is no connection but a listener."""
        self.arrived = 0
        """Connections that this listener accepted."""
        self.taken = 0
        """Bytes of ours that our kernel took."""
        self.read = 0
        """Bytes of the peer's that we read."""
        self.heard = False
        """Whether a byte of the peer's came after one of ours: under framing `none`, its answer has begun."""
        self.first_in_t: int | None = None
        """The first byte of the last answer."""
        self.last_in_t: int | None = None
        self.last_out_t: int | None = None
        self.asked_t: int | None = None
        """What that answer is timed from: the last byte of ours before it, or the connection where we said nothing."""
        self._question_t: int | None = None
        self.asked_at = 0
        """How many of the peer's bytes had come when the first byte after the last complete answer was sent."""
        self.exchange_t: int | None = None
        """When that byte was sent."""
        self.talk_t: int | None = None
        """When the first byte of ours since the last that came was sent."""
        self._asking = False
        self._greeted = 0  # how many bytes had come before we sent any
        self.acked_total = 0
        self.sample: KernelSample | None = None
        self.answers: deque[Message] = deque(maxlen=ANSWERS_KEPT)
        """The last messages from the peer, interim ones and broken ones too."""
        self.answers_complete = 0
        self.answered = 0
        """Where the last complete answer ended in the peer's stream: what lies beyond belongs to the next one."""
        self.fin: PeerFin | None = None
        self.rst: PeerRst | None = None
        self.half_closed: HalfClosed | None = None
        self.network_error: NetworkError | None = None
        """The error that ended the connection; soft ones are in `soft_errors`."""
        self.soft_errors: list[NetworkError] = []
        self.local_error: LocalError | None = None
        """The last failure on our side, as long as nothing was sent after it."""
        self.paused: ReadingPaused | None = None
        self.closed: Closed | None = None
        self.verdict: Verdict | None = None

    def on(self, event: Event) -> None:
        """Fold one event in. Events of other connections are not asked for and not checked."""
        if type(event) is Received:
            self._received(event)
        elif type(event) is Sent:
            self._sent(event)
        else:
            self._rare(event)

    def _received(self, event: Received) -> None:
        self.read = event.offset + event.size
        self.last_in_t = event.t
        if self._question_t is not None:
            self.heard = True
            self.first_in_t, self.asked_t, self._question_t = event.t, self._question_t, None
        elif self.first_in_t is None:
            self.first_in_t = event.t
            self.asked_t = self.connected.t if self.connected else None

    def _sent(self, event: Sent) -> None:
        if not self._asking:
            self._ask(event.t)
        if self._question_t is None:
            self.talk_t = event.t
        self.taken = event.offset + event.size
        self.last_out_t = self._question_t = event.t
        self.local_error = None

    def _ask(self, t: int) -> None:
        """An exchange begins. What came before the very first answers nothing, whatever it looked like."""
        self._asking, self.asked_at, self.exchange_t = True, self.read, t
        if not self.taken:
            self._greeted = self.read
            self.answers_complete = 0

    def _answer(self, message: Message) -> None:
        self.answers.append(message)
        if message.complete and message.final:
            self.answers_complete += message.end > self._greeted
            self.answered, self._asking = message.end, message.awaited > 0

    def _rare(self, event: Event) -> None:
        match event:
            case KernelSample():
                self.sample = event
            case Message(direction="in") if self.accepted is None:
                self._answer(event)
            case Acked(total=total):
                self.acked_total = max(self.acked_total, total)
            case Opened() | Resolving() | Resolved() | Connecting() | ConnectFailed() | Connected():
                self._opening(event)
            case Listening() | Arrived() | Accepted() | AnsweredBy():
                self._serving(event)
            case PeerFin():
                self.fin = event
            case PeerRst():
                self.rst = event
            case HalfClosed():
                self.half_closed = event
            case NetworkError():
                self._network(event)
            case LocalError():
                self.local_error = event
            case ReadingPaused():
                self.paused = event
            case ReadingResumed():
                self.paused = None
            case Closed():
                self.closed = event
            case VerdictReached():
                self.verdict = event.verdict
            case _:
                pass  # RunStarted, Tick, our own messages and what we are asked tell a connection's story nothing

    def _opening(self, event: Opened | Resolving | Resolved | Connecting | ConnectFailed | Connected) -> None:
        match event:
            case Opened():
                self.target, self.framing, self.opened_t = event.target, event.framing, event.t
            case Resolving():
                self.resolving = event
            case Resolved():
                self.resolved = event
            case Connecting():
                self.attempts.append(Attempt(event.attempt, event.address, event.t))
            case ConnectFailed():
                self._attempt(event).failed = event
            case Connected():
                self.connected = event

    def _serving(self, event: Listening | Arrived | Accepted | AnsweredBy) -> None:
        match event:
            case Listening(address=address):
                self.listening, self.target = event, f"listen {address}"
            case Arrived():
                self.arrived += 1
            case Accepted(address=address, responder=responder, framing=framing):
                self.accepted = self.connected = event
                self.answered_by = "script" if responder else None
                self.opened_t, self.framing, self.target = event.t, framing, f"from {address}"
            case AnsweredBy(who=who):
                self.answered_by = who

    def _attempt(self, event: ConnectFailed) -> Attempt:
        """The attempt that failed; one that fails before its SYN has had no Connecting and is made here."""
        for attempt in self.attempts:
            if attempt.number == event.attempt:
                return attempt
        attempt = Attempt(event.attempt, event.address, event.t)
        self.attempts.append(attempt)
        return attempt

    def _network(self, event: NetworkError) -> None:
        if event.soft:
            self.soft_errors.append(event)
        else:
            self.network_error = event
