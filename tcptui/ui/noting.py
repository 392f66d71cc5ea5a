"""What the narrow list of events says about them: a few words each."""

from __future__ import annotations

from tcptui.protocol import events as ev
from tcptui.protocol.units import size, span
from tcptui.protocol.wording import PLAIN, Manner, Told, outside, verdict_tone


def note(event: ev.Event, manner: Manner = PLAIN) -> Told | None:
    """The event in a few words; None for those that are not listed."""
    told = _without_segments(event) if manner.unix else None
    if told is not None:
        return told
    match event:
        case ev.Resolving(host=host):
            return f"look up {host}", "muted"
        case ev.Resolved(addresses=(), error=error):
            return f"not resolved: {error}", "failure"
        case ev.Resolved(addresses=addresses):
            return f"resolved to {addresses[0].host}" + (" …" if len(addresses) > 1 else ""), "muted"
        case ev.Connecting(address=address):
            return f"SYN to {address}", "muted"
        case ev.ConnectFailed(errno_name=name, why=why):
            return f"failed: {name or why}", "muted" if why == "lost-race" else "failure"
        case ev.Connected(seconds=seconds):
            return f"connected in {span(seconds)}", "event"
        case _:
            return _later_note(event, serving=manner.serving)


def _later_note(event: ev.Event, *, serving: bool) -> Told | None:
    match event:
        case ev.Listening(address=address):
            return f"listening on {address}", "event"
        case ev.Arrived(address=address, accepted=number):
            return f"{number}: {address}", "event"
        case ev.Accepted(address=address):
            return f"accepted from {address}", "event"
        case ev.AnsweredBy(who=who):
            return "you answer" if who == "person" else "the script answers", "event"
        case ev.Message(direction="in"):
            return _message(event, serving)
        case ev.PeerFin():
            return "FIN from peer", "event"
        case ev.PeerRst(errno_name=name):
            return f"RST from peer ({name})", "failure"
        case ev.NetworkError(errno_name=name, soft=soft):
            return f"network: {name}", "warning" if soft else "failure"
        case ev.HalfClosed():
            return "our FIN: half-closed", "event"
        case ev.LocalError(errno_name=name):
            return f"our side: {name or 'failed'}", "failure"
        case ev.ReadingPaused(why=why):
            return "reading paused" if why == "asked" else "not reading: record full", "warning"
        case ev.ReadingResumed():
            return "reading again", "event"
        case ev.Closed(how=how):
            return {"fin": "closed (FIN)", "rst": "aborted (RST)", "none": "closed"}[how], "event"
        case ev.Replayed(title=title):
            return f"replay: {title}", "event"
        case ev.StepDone(step=number, ok=False):
            return f"step {number} was not met", "failure"
        case ev.VerdictReached(verdict=verdict):
            return f"verdict: {verdict.outcome}", verdict_tone(verdict)
        case _:
            return None


def _message(event: ev.Message, serving: bool) -> Told | None:
    name = "request" if serving else "answer"
    if event.problem:
        return f"{name} breaks its framing", "failure"
    if event.kind in ("line", "message") and event.complete:
        return None
    if event.kind in ("extra", "stream"):
        return outside(event, size(event.end - event.start), serving=serving)
    if not event.complete:
        return f"incomplete {name} {event.status or ''}".rstrip(), "failure"
    if serving:
        return "whole request", "event"
    if event.final:
        return f"complete answer {event.status or ''}".rstrip(), "good"
    return f"interim answer {event.status or ''}".rstrip(), "event"


def _without_segments(event: ev.Event) -> Told | None:
    """What on TCP is told by the name of a segment."""
    match event:
        case ev.Connecting(address=address):
            return f"connect to {address}", "muted"
        case ev.PeerFin():
            return "the peer closed its side", "event"
        case ev.PeerRst(errno_name=name):
            return f"broken off by peer ({name})", "failure"
        case ev.HalfClosed():
            return "we closed our side", "event"
        case ev.Closed(how=how):
            return "aborted" if how == "rst" else "closed", "event"
        case _:
            return None
