"""What the screen says about events: a sentence for the session pane, a few words for the list of events."""

from __future__ import annotations

from typing import Literal

from tcptui.protocol import events as ev
from tcptui.protocol.verdict import Outcome, Verdict
from tcptui.ui.units import exact, size, span

Tone = Literal["event", "good", "warning", "failure", "muted"]
"""What a line means; each has one colour and, in the verdict and the tabs, one shape."""

Told = tuple[str, Tone]

_OUTCOME_TONES: dict[Outcome, Tone] = {
    "complete": "good", "closed": "event", "empty": "warning", "truncated": "failure", "reset": "failure",
    "broken-pipe": "failure", "refused": "failure", "unreachable": "failure", "timeout": "warning",
    "resolve-failed": "failure", "tls-failed": "failure", "protocol-error": "failure", "local-error": "failure",
    "cancelled": "muted",
}  # fmt: skip

_MARKS: dict[Tone, str] = {"event": "○", "good": "✓", "warning": "!", "failure": "✕", "muted": "○"}


def verdict_tone(verdict: Verdict) -> Tone:
    """How good or bad an ending was."""
    return _OUTCOME_TONES[verdict.outcome]


def mark(tone: Tone) -> str:
    """The shape that says what a tone's colour says."""
    return _MARKS[tone]


def sentence(event: ev.Event) -> Told | None:
    """The event as a line of the session pane; None for those that are no line there."""
    match event:
        case ev.Resolving() | ev.Resolved() | ev.Connecting() | ev.ConnectFailed() | ev.Connected():
            return _opening(event)
        case ev.Message():
            return _message(event)
        case ev.PeerFin(offset=offset):
            return f"the peer closed its side (FIN) after {exact(offset)}", "event"
        case ev.PeerRst(errno_name=name, during=during):
            return f"the peer reset the connection (RST; {during} said {name})", "failure"
        case ev.NetworkError(reason=reason, soft=soft):
            return (f"{reason} (the connection may go on)", "warning") if soft else (reason, "failure")
        case ev.LocalError(reason=reason):
            return f"on our side: {reason}", "failure"
        case ev.VerdictReached(verdict=verdict):
            return f"{mark(verdict_tone(verdict))} {verdict.outcome}: {verdict.summary}", verdict_tone(verdict)
        case _:
            return _our_doing(event)


def _opening(event: ev.Event) -> Told | None:
    match event:
        case ev.Resolving(host=host):
            return f"looking up {host}", "muted"
        case ev.Resolved(addresses=(), reason=reason):
            return f"the name could not be resolved: {reason}", "failure"
        case ev.Resolved(addresses=addresses):
            return f"resolved to {', '.join(address.host for address in addresses)}", "muted"
        case ev.Connecting(address=address, attempt=attempt):
            again = f" (attempt {attempt})" if attempt > 1 else ""
            return f"connecting to {address}{again}", "muted"
        case ev.ConnectFailed(address=address, why="lost-race"):
            return f"{address} gave way: another address answered first", "muted"
        case ev.ConnectFailed(address=address, reason=reason):
            return f"{address}: {reason}", "failure"
        case ev.Connected(address=address, seconds=seconds):
            return f"connected to {address} in {span(seconds)}", "event"
        case _:
            return None


def _our_doing(event: ev.Event) -> Told | None:
    match event:
        case ev.HalfClosed():
            return "we closed our side (FIN); the peer may still talk", "event"
        case ev.ReadingPaused(why="record-full", reason=reason):
            return f"we stopped reading, because the record is full: {reason}", "failure"
        case ev.ReadingPaused():
            return "we stopped reading: TCP's window now slows the peer", "warning"
        case ev.ReadingResumed():
            return "we read again", "event"
        case ev.Closed(how="fin"):
            return "we closed the connection (FIN)", "event"
        case ev.Closed(how="rst"):
            return "we aborted the connection (RST)", "warning"
        case _:
            return None


def _message(event: ev.Message) -> Told | None:
    if event.problem:
        whose = "the answer" if event.direction == "in" else "what was sent"
        return f"{whose} breaks its framing: {event.problem}", "failure"
    if event.direction == "out" or event.kind == "line":
        return None
    status = f"{event.status} · " if event.status else ""
    if not event.complete:
        missing = "" if event.missing is None else f", {exact(event.missing)} missing"
        return f"incomplete answer: {status}{exact(event.end - event.start)}{missing}", "failure"
    kind = "complete" if event.final else "interim"
    owed = f"; {exact(event.awaited, 'answer')} still owed" if event.awaited else ""
    return f"{kind}: {status}{exact(event.end - event.start)}{owed}", "good" if event.final else "event"


def note(event: ev.Event) -> Told | None:
    """The event in a few words, for the narrow list of events; None for those that are not listed."""
    match event:
        case ev.Sent(size=count):
            return f"sent {size(count)}", "muted"
        case ev.Received(size=count):
            return f"received {size(count)}", "muted"
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
            return _later_note(event)


def _later_note(event: ev.Event) -> Told | None:
    match event:
        case ev.Message(direction="in", kind=kind, problem=None, complete=complete, status=status) if kind != "line":
            return (
                f"{'complete' if complete else 'incomplete'} answer {status or ''}",
                "good" if complete else "failure",
            )
        case ev.Message(direction="in", problem=str()):
            return "answer breaks its framing", "failure"
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
            return f"reading paused ({why})", "warning"
        case ev.ReadingResumed():
            return "reading again", "event"
        case ev.Closed(how=how):
            return {"fin": "closed (FIN)", "rst": "aborted (RST)", "none": "closed"}[how], "event"
        case ev.VerdictReached(verdict=verdict):
            return f"verdict: {verdict.outcome}", verdict_tone(verdict)
        case _:
            return None
