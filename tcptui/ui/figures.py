"""The sidebar's figures as words: each with the topic under which `protocol.teaching` explains it."""

from __future__ import annotations

import time

from tcptui.diagnosis.states import meaning
from tcptui.diagnosis.story import Story
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.tcpinfo import TcpInfo
from tcptui.protocol.units import NOT_AVAILABLE, size, span
from tcptui.ui.pulse import SECOND
from tcptui.ui.sessions import Session

_MICRO = 1e-6

_PHASES = {
    "new": ("OPENING", "it has just been asked for"),
    "resolving": ("RESOLVING", "the name is being looked up"),
    "connecting": ("CONNECTING", "we asked to connect and wait for the answer"),
    "open": ("OPEN", "both sides may talk"),
    "over": ("CLOSED", "the socket is closed"),
}


@frozen
class Figure:
    """One thing that is shown. topic: of its lesson; label: what a list calls it; tone: "" for a plain value."""

    topic: str
    label: str
    value: str
    tone: str = ""


def state_words(story: Story) -> tuple[str, str]:
    """The state's name and what it means: the kernel's where it gives one, else our own view."""
    state = story.state
    return (state, meaning(state)) if state and story.phase in ("open", "over") else _PHASES[story.phase]


def send_queue(story: Story) -> int | None:
    """Bytes of ours that wait: for our kernel to take them, to be sent, or to be acknowledged."""
    return None if story.unacked is None else story.pending + story.unacked


def cell(count: int | None) -> str:
    """A count of bytes in a place of eight cells."""
    return "n/a" if count is None else size(count)


def moment(session: Session) -> int:
    """Until when the connection's seconds are told, ns: now, or the end of what is over."""
    return session.pulse.last_t + SECOND if session.over else time.monotonic_ns()


def remark(story: Story) -> Figure | None:
    """What is wrong at this moment and is to be read beside the state."""
    figures = story.figures
    if story.phase != "open":
        return None
    if story.paused is not None:
        return Figure("receive-queue", "", "! we stopped reading")
    if figures is not None and figures.state != "LISTEN" and figures.snd_wnd == 0:
        return Figure("zero-window", "", "! zero window: it takes nothing")
    return None


def figures_of(session: Session) -> dict[str, Figure]:
    """All that is shown of a connection, by the place where it stands."""
    story = session.story
    name, _ = state_words(story)
    mark, tone = session.shape
    remote = visible_text(f"→ {story.remote or story.target}")
    shown = {
        "state": Figure(f"state.{name}", f"{mark} {name}", "", tone),
        "local": Figure("local", "us", f"  {story.local or ''}"),
    }
    if story.is_listener:
        return shown | _door(story)
    return shown | {"remote": Figure("remote", "peer", remote)} | _flow(session) | _kernel(story) | _timings(story)


def _door(story: Story) -> dict[str, Figure]:
    """A listener's figures."""
    figures = story.figures
    waiting, room = (figures.accept_queue, figures.accept_backlog) if figures else (None, None)
    full = waiting is not None and room is not None and waiting > room
    return {
        "clients": Figure("clients", "clients", f"{story.arrived:,}"),
        "waiting": Figure("backlog", "waiting", _count(waiting), "warning" if full else ""),
        "room": Figure("backlog", "backlog", _count(room)),
    }


def _flow(session: Session) -> dict[str, Figure]:
    story, pulse, now = session.story, session.pulse, moment(session)
    (sent,), (received,) = pulse.rates("out", now, 1), pulse.rates("in", now, 1)
    return {
        "out": Figure("out", "out", size(story.taken)),
        "acked": Figure("acked", "acked", cell(story.acked)),
        "in": Figure("in", "in", size(story.read)),
        "recv": Figure("receive-queue", "Recv-Q", cell(story.unread)),
        "send": Figure("send-queue", "Send-Q", cell(send_queue(story))),
        "rate-out": Figure("rate-out", "→", f"{size(sent)}/s"),
        "rate-in": Figure("rate-in", "←", f"{size(received)}/s"),
    }


def _kernel(story: Story) -> dict[str, Figure]:
    figures = story.figures or TcpInfo(b"")
    again = figures.total_retrans
    window = figures.snd_wnd
    spread = "" if figures.rttvar is None else f" ±{span(figures.rttvar * _MICRO)}"
    rtt = NOT_AVAILABLE if figures.rtt is None else f"{span(figures.rtt * _MICRO)}{spread}"
    return {
        "retrans": Figure("retrans", "retrans", _count(again), "warning" if again else ""),
        "rtt": Figure("rtt", "rtt", rtt),
        "cwnd": Figure("cwnd", "cwnd", _count(figures.snd_cwnd)),
        "window": Figure("zero-window" if window == 0 else "window", "window", cell(window), "warning" * (window == 0)),
    }


def _timings(story: Story) -> dict[str, Figure]:
    timings = story.timings
    stages = {
        "resolve": timings.resolve,
        "connect": timings.connect,
        "first": timings.first_byte,
        "last": timings.last_byte,
    }
    return {name: Figure(name, name, "–" if taken is None else span(taken)) for name, taken in stages.items()}


def _count(count: int | None) -> str:
    return "n/a" if count is None else f"{count:,}"
