"""One closed connection as the rules look at it: its story, its exchanges, and what follows from both."""

from __future__ import annotations

from tcptui.diagnosis.story import Story
from tcptui.protocol.events import Closed, ConnectFailed
from tcptui.protocol.framing.found import Found
from tcptui.protocol.frozen import frozen
from tcptui.protocol.verdict import EndedBy, Outcome, ReceivedBytes, Response, SentBytes, Stage


@frozen
class Exchanges:
    """Where the framing stands at the end.

    response: the last exchange's answer, None where no framing reads one (accepted connections, an unreadable
    record); awaited: answers still owed; answering: one has begun and is not complete; open: an exchange is open;
    undecoded: bytes that the framing was never shown; unfinished: our last message, where its end never went.
    """

    response: Response | None = None
    awaited: int = 0
    answering: bool = False
    open: bool = False
    undecoded: int = 0
    unfinished: Found | None = None


@frozen
class Finding:
    """What a rule says: the outcome and its words. `next` may be empty where nothing need be tried."""

    outcome: Outcome
    summary: str
    meaning: str
    next: tuple[str, ...] = ()


@frozen
class Case:
    """What the rules judge. Raises nothing; make it only of a story that has its Closed."""

    story: Story
    closed: Closed
    exchanges: Exchanges
    sent: SentBytes
    received: ReceivedBytes

    @property
    def unix(self) -> bool:
        """Whether it is a unix socket, where no network is between and no kernel figures are."""
        remote = self.story.remote
        return remote is not None and remote.family == "unix"

    @property
    def framed(self) -> bool:
        """Whether the framing owes an answer and can tell if it is complete."""
        response = self.exchanges.response
        if response is None or response.framing == "none":
            return False
        return response.complete is not None or self.sent.bytes > 0

    @property
    def open(self) -> bool:
        """Whether an exchange was open. Without a framing nobody can tell that an answer is over, so that it is."""
        if not self.framed:
            return self.sent.bytes > 0
        return self.exchanges.open or (self.sent.bytes > 0 and not self._answered)

    @property
    def _answered(self) -> bool:
        return self.exchanges.response is not None and self.exchanges.response.complete is True

    @property
    def complete(self) -> bool:
        """Whether every answer asked for came whole."""
        return self._answered and not self.exchanges.open

    @property
    def begun(self) -> bool:
        """Whether a byte of the open exchange's answer has come."""
        return self.exchanges.answering if self.framed else self.story.heard

    @property
    def answer_bytes(self) -> int:
        """Bytes of the peer's since its last complete answer and the request after it."""
        response = self.exchanges.response
        if response is not None and response.framing == "until-close":
            return self.story.read  # a server that speaks first has begun its answer
        return self.story.read - max(self.story.answered, self.story.asked_at)

    @property
    def all_acked(self) -> bool:
        """Whether nothing of ours is known to be on its way or here: without figures, that our kernel took it all."""
        if self.sent.acked is None:
            return not self.sent.unsent
        return self.sent.acked == self.sent.bytes

    @property
    def stage(self) -> Stage:
        """How far things had come when it ended, in the contract's words."""
        if self.story.listening:
            return "idle"
        if not self.story.connected:
            return "resolve" if self.story.resolving and not self.story.attempts else "connect"
        if self.story.accepted:
            return "close" if self._closing else "idle" if self.all_acked else "response"
        if self.open:
            return "response" if self.begun or self.all_acked else "request"
        return "close" if self._closing else "idle"

    @property
    def _closing(self) -> bool:
        half_closed = self.story.half_closed
        story = self.story
        endings = [e.t for e in (story.fin, story.rst, story.network_error, self.closed) if e]
        return half_closed is not None and half_closed.t <= min(endings)

    @property
    def failures(self) -> list[ConnectFailed]:
        """The attempts that the network, the kernel or a deadline ended, in attempt order."""
        failed = [a.failed for a in self.story.attempts if a.failed and a.failed.why in ("error", "timeout")]
        return sorted(failed, key=lambda one: one.attempt)

    @property
    def decisive(self) -> ConnectFailed | None:
        """The attempt whose failure names the whole: the last real error, else the last that ran out of time."""
        errors = [one for one in self.failures if one.errno is not None]
        return errors[-1] if errors else self.failures[-1] if self.failures else None

    @property
    def lasted(self) -> float:
        """Seconds from the asking to the end."""
        begin = self.story.opened_t
        return 0.0 if begin is None else (self.closed.t - begin) / 1e9


def make_case(story: Story, exchanges: Exchanges) -> Case:
    """The case of a story that has its Closed. Raises ValueError where it has none."""
    if story.closed is None:
        raise ValueError(f"connection {story.conn} is not closed: there is no verdict on it yet")
    received = ReceivedBytes(story.read, story.closed.unread if story.connected else 0)
    return Case(story, story.closed, exchanges, _sent_bytes(story, story.closed.pending), received)


def _sent_bytes(story: Story, pending: int) -> SentBytes:
    total = story.taken + pending
    if not story.connected:
        return SentBytes(total, 0, 0, total)  # no connection ever stood, so nothing left
    if story.remote is not None and story.remote.family == "unix":
        return SentBytes(total, None, None, pending)  # the kernel hands it over at once and keeps no account
    acked = story.acked
    not_sent = story.figures.notsent_bytes if story.figures else None
    if acked is None or not_sent is None:
        return SentBytes(total, acked, None, None)
    # A FIN of ours that waits behind the bytes counts as one of the not sent ones.
    unsent = min(not_sent, story.taken - acked) + pending
    return SentBytes(total, acked, total - acked - unsent, unsent)


NETWORK_ERRORS = frozenset(
    {
        "ETIMEDOUT",
        "EHOSTUNREACH",
        "ENETUNREACH",
        "EHOSTDOWN",
        "ENETDOWN",
        "ENETRESET",
        "ENONET",
        "ECONNREFUSED",
        "EPROTO",
    }
)
"""What ends a standing connection without a FIN, a RST or a fault of this machine's own."""


def ended_by(case: Case) -> EndedBy:
    """Who ended the connection, finally: a FIN that a RST followed counts as the RST."""
    story = case.story
    if story.listening:
        return "local-close"
    if not story.connected:
        return _given_up_by(case)
    if story.rst:
        return "peer-rst"
    if story.network_error:
        by_network = story.network_error.icmp or story.network_error.errno_name in NETWORK_ERRORS
        return "network" if by_network else "local-close"
    if story.fin:
        return "peer-fin"
    return "local-rst" if case.closed.how == "rst" else "local-close"


_KERNEL_TIMEOUTS = frozenset({"ETIMEDOUT", "EHOSTUNREACH", "EHOSTDOWN"})


def _given_up_by(case: Case) -> EndedBy:
    """A kernel timeout is the SYN's (ETIMEDOUT) or the neighbour look-up's (EHOSTUNREACH without ICMP)."""
    failed = case.decisive
    if failed is None or case.unix or case.closed.why in ("timeout", "cancelled"):
        return "none"
    if failed.icmp:
        return "network"
    if failed.errno_name in ("ECONNREFUSED", "ECONNRESET"):
        return "peer-rst"
    return "network" if failed.errno_name in _KERNEL_TIMEOUTS else "none"
