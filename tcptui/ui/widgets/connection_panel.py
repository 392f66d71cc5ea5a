"""What is known of the connection in view right now: its state, what that means, and the kernel's figures."""

from __future__ import annotations

import textwrap

from tcptui.diagnosis.states import meaning
from tcptui.diagnosis.story import Story
from tcptui.protocol.glyphs import visible
from tcptui.protocol.tcpinfo import TcpInfo
from tcptui.protocol.units import NOT_AVAILABLE, size, span
from tcptui.ui.sessions import Session
from tcptui.ui.widgets.board import Board, Pieces

_MICRO = 1e-6
_BLANK: Pieces = ()
_BARS = "▁▂▃▄▅▆▇█"

_PHASES = {
    "new": ("OPENING", "it has just been asked for"),
    "resolving": ("RESOLVING", "the name is being looked up"),
    "connecting": ("CONNECTING", "we asked to connect and wait for the answer"),
    "open": ("OPEN", "both sides may talk"),
    "over": ("CLOSED", "the socket is closed"),
}


def state_words(story: Story) -> tuple[str, str]:
    """The state's name and what it means: the kernel's where it gives one, else our own view."""
    state = story.state
    return (state, meaning(state)) if state and story.phase in ("open", "over") else _PHASES[story.phase]


def send_queue(story: Story) -> int | None:
    """Bytes of ours that wait: for our kernel to take them, to be sent, or to be acknowledged."""
    return None if story.unacked is None else story.pending + story.unacked


class ConnectionPanel(Board):
    """A fixed set of lines, so that nothing jumps while the numbers change."""

    def __init__(self) -> None:
        super().__init__(id="connection")
        self._session: Session | None = None

    def show(self, session: Session | None) -> None:
        """Show this connection as it is now."""
        if session is not self._session:
            self.border_title = f"connection {session.conn}" if session else "connection"
        self._session = session
        self.redraw()

    def board(self) -> list[Pieces]:
        """All lines; the blank ones go first where the panel is low."""
        if self._session is None:
            return [(("none yet: ^n opens one", "muted"),)]
        lines = _lines(self._session, self.content_size.width)
        while len(lines) > self.content_size.height and _BLANK in lines:
            lines.remove(_BLANK)
        return lines


def _lines(session: Session, width: int) -> list[Pieces]:
    story = session.story
    mark, tone = session.shape
    name, means = state_words(story)
    return [
        ((f"{mark} {name}", f"bold {tone}"),),
        *_meaning(means, width),
        ((f"  {story.local or ''}", ""),),
        ((visible(f"→ {story.remote or story.target}".encode("utf-8", "surrogateescape")), ""),),
        _BLANK,
        _pair("out", size(story.taken), "acked", _cell(story.acked)),
        _pair("in", size(story.read), "waiting", _cell(story.unread)),
        _pair("Send-Q", _cell(send_queue(story)), "Recv-Q", _cell(story.unread)),
        _BLANK,
        *_figures(story.figures, session),
        _BLANK,
        *_timings(story, width),
    ]


def _meaning(words: str, width: int) -> list[Pieces]:
    """What the state means, always in two lines, so that nothing below moves when a longer one comes."""
    room = max(1, width - 2)
    first, *rest = textwrap.wrap(words, room)
    second = " ".join(rest)
    second = second if len(second) <= room else f"{second[: room - 1]}…"
    return [((f"  {first}", "muted"),), ((f"  {second}", "muted"),)]


def _cell(count: int | None) -> str:
    return "n/a" if count is None else size(count)


def _label(text: str, value: str) -> Pieces:
    return (f"{text:<7}", "muted"), (f"{value:>9}", "")


def _pair(left: str, left_value: str, right: str, right_value: str) -> Pieces:
    return (*_label(left, left_value), ("   ", ""), *_label(right, right_value))


def _figures(figures: TcpInfo | None, session: Session) -> list[Pieces]:
    """Three lines of the kernel's figures, or that there are none."""
    if figures is None:
        return [(("kernel figures ", "muted"), (NOT_AVAILABLE, "")), _BLANK, _BLANK]
    rtt = NOT_AVAILABLE if figures.rtt is None else span(figures.rtt * _MICRO)
    spread = "" if figures.rttvar is None else f" ± {span(figures.rttvar * _MICRO)}"
    closed = figures.snd_wnd == 0
    return [
        (*_label("rtt", rtt), (f"{spread:<13} ", "muted"), (_sparkline(session), "event")),
        _pair("cwnd", str(figures.snd_cwnd or "n/a"), "retrans", str(figures.total_retrans or 0)),
        (
            *_label("window", size(figures.snd_wnd)),
            ("   takes nothing now", "warning") if closed else ("   of the peer", "muted"),
        ),
    ]


def _sparkline(session: Session) -> str:
    """The last round-trip times against the longest of them."""
    if not session.rtts:
        return ""
    top = max(session.rtts)
    return "".join(_BARS[(len(_BARS) - 1) * rtt // top] for rtt in session.rtts)


def _timings(story: Story, width: int) -> list[Pieces]:
    """How long each stage took, with bars that can be compared."""
    timings = story.timings
    stages = [
        ("resolve", timings.resolve),
        ("connect", timings.connect),
        ("first", timings.first_byte),
        ("last", timings.last_byte),
    ]
    longest = max((seconds for _, seconds in stages if seconds), default=0.0)
    room = max(0, width - 17)
    return [_timing(name, seconds, _bar(seconds, longest, room)) for name, seconds in stages]


def _timing(name: str, seconds: float | None, bar: str) -> Pieces:
    return (*_label(name, "–" if seconds is None else span(seconds)), (f" {bar}", "event"))


def _bar(seconds: float | None, longest: float, width: int) -> str:
    """A line as long as its share of the longest, in half cells."""
    if not seconds or not longest:
        return ""
    halves = max(1, round(seconds / longest * width * 2))
    return "━" * (halves // 2) + ("╸" if halves % 2 else "")
