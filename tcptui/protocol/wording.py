"""What the session pane says about events: a sentence each."""

from __future__ import annotations

from typing import Literal

from tcptui.protocol import events as ev
from tcptui.protocol.frozen import frozen
from tcptui.protocol.units import exact, span
from tcptui.protocol.verdict import Outcome, Verdict

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


@frozen
class Manner:
    """How a connection's events are told. unix: it has no SYN, FIN or RST; brief: the verdict's card stands below;
    serving: it came to us, so that its peer asks and we answer."""

    unix: bool = False
    brief: bool = False
    serving: bool = False


PLAIN = Manner()
"""TCP, all of it."""


def sentence(event: ev.Event, manner: Manner = PLAIN) -> Told | None:
    """The event as a line of the session pane; None for those that are no line there."""
    told = _without_segments(event) if manner.unix else None
    if told is not None:
        return told
    match event:
        case ev.VerdictReached(verdict=verdict) if manner.brief:
            return f"{mark(verdict_tone(verdict))} {verdict.outcome}", verdict_tone(verdict)
        case ev.Resolving() | ev.Resolved() | ev.Connecting() | ev.ConnectFailed() | ev.Connected():
            return _opening(event)
        case ev.Listening() | ev.Arrived() | ev.Accepted() | ev.AnsweredBy():
            return _serving(event)
        case ev.Message():
            return _message(event, manner.serving)
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


def _serving(event: ev.Event) -> Told | None:
    match event:
        case ev.Listening(address=address, backlog=backlog):
            return f"listening on {address}" + ("" if backlog is None else f" (backlog {backlog:,})"), "event"
        case ev.Arrived(address=address, accepted=number):
            return f"{address} connected: it is connection {number}", "event"
        case ev.Accepted(address=address, local=local):
            by = f"; {event.responder} answers it" if event.responder else ""
            return f"accepted from {address} on {local}{by}", "event"
        case ev.AnsweredBy(who="person"):
            return "you took over: the script is silent", "warning"
        case ev.AnsweredBy():
            return "the script answers again", "event"
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
        case ev.Replayed(title=title):
            return f"replay: {title}", "event"
        case ev.StepDone(step=number, what=what, ok=True):
            return f"step {number} done: {what}", "event"
        case ev.StepDone(step=number, what=what, got=got):
            return f"step {number} failed: {what}; got: {got}", "failure"
        case _:
            return None


def _without_segments(event: ev.Event) -> Told | None:
    """The sentences that on TCP name a segment."""
    match event:
        case ev.PeerFin(offset=offset):
            return f"the peer closed its side after {exact(offset)}", "event"
        case ev.PeerRst(errno_name=name, during=during):
            return f"the peer broke the connection off ({during} said {name})", "failure"
        case ev.HalfClosed():
            return "we closed our side; the peer may still talk", "event"
        case ev.Closed(how="fin"):
            return "we closed the connection", "event"
        case ev.Closed(how="rst"):
            return "we aborted the connection", "warning"
        case _:
            return None


def _broken(what: str, problem: str) -> str:
    """That something breaks its framing, where and how. problem: one sentence, which mostly says so itself."""
    _, says_so, where = problem.partition("breaks its framing ")
    return f"{what} breaks its framing {where}" if says_so else f"{what} breaks its framing: {problem}"


def _message(event: ev.Message, serving: bool) -> Told | None:
    amount = exact(event.end - event.start)
    missing = "" if event.missing is None else f", {exact(event.missing)} missing"
    if event.direction == "out":
        if event.problem:
            return _broken("what was sent", event.problem), "failure"
        cut = not event.complete and event.kind != "extra"
        return (f"what was sent is incomplete: {amount}{missing}", "warning") if cut else None
    name = "request" if serving else "answer"
    if event.problem:
        return _broken(f"the {name}", event.problem), "failure"
    if event.kind in ("line", "message") and event.complete:
        return None
    status = f"{event.status} · " if event.status else ""
    if event.kind in ("extra", "stream"):
        return outside(event, amount, serving=serving)
    if not event.complete:
        return f"incomplete {name}: {status}{amount}{missing}", "failure"
    if serving:
        return f"a whole request: {amount}", "event"
    kind = "complete" if event.final else "interim"
    owed = f"; {exact(event.awaited, 'answer')} still owed" if event.awaited else ""
    return f"{kind}: {status}{amount}{owed}", "good" if event.final else "event"


def outside(event: ev.Message, amount: str, *, serving: bool = False) -> Told:
    """Bytes that are part of no answer, and what they are. amount: how many, with their unit; serving: no request."""
    if event.kind == "stream":
        return f"{amount} of a tunnel", "event"
    return f"{amount} that {'ask' if serving else 'answer'} nothing", "warning"
