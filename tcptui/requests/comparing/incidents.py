"""What is compared of an event beside the messages: that it happened, and how, without figures that always differ."""

from __future__ import annotations

from collections.abc import Iterator

from tcptui.protocol import events as ev
from tcptui.protocol.units import exact
from tcptui.protocol.verdict import Verdict
from tcptui.requests.comparing.transcript import Incident

_HOW = {"fin": "we sent a FIN", "rst": "we sent a RST", "none": "when it was over"}
_WHY = {
    "asked": "as asked", "timeout": "at a deadline", "cancelled": "by the person", "peer": "after the peer's",
    "failed": "after a failure", "stopped": "with the run",
}  # fmt: skip


def incidents(event: ev.Event, began: int) -> Iterator[Incident]:
    """What an event tells, nothing for those that are not compared. began: the conversation, monotonic ns."""
    t = event.t - began
    match event:
        case ev.Connected():
            yield Incident("connected", "", t)
        case ev.ConnectFailed(why=why, reason=reason) if why != "lost-race":
            yield Incident(event.name, reason, t)
        case ev.Resolved(addresses=(), reason=reason):
            yield Incident("resolve-failed", reason or "", t)
        case ev.PeerFin():
            yield Incident(event.name, "the peer closed its side", t)
        case ev.HalfClosed():
            yield Incident(event.name, "we closed our side", t)
        case ev.PeerRst(errno_name=name):
            yield Incident(event.name, f"the peer reset it: {name}", t)
        case ev.NetworkError(reason=reason) | ev.LocalError(reason=reason):
            yield Incident(event.name, reason, t)
        case ev.Closed(how=how, why=why):
            yield Incident(event.name, f"{_HOW[how]}, {_WHY[why]}", t, ours=why not in ("peer", "failed"))
        case ev.VerdictReached(verdict=verdict):
            yield from _verdict(verdict, t)
        case _:
            pass


def _verdict(verdict: Verdict, t: int) -> Iterator[Incident]:
    """How it ended; and whether the peer's kernel has all that was sent, however much that was."""
    yield Incident("outcome", f"{verdict.outcome}, stage {verdict.stage}", t)
    sent = verdict.sent
    if sent.unacked:
        yield Incident("acked", f"{sent.unacked:,} of {exact(sent.bytes)} not acknowledged", t)
    elif sent.unacked == 0:
        yield Incident("acked", "all that was sent", t)
    if sent.unsent:
        yield Incident("unsent", exact(sent.unsent), t)
