"""What is known of the connection in view right now: its state, what that means, and the kernel's figures."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from tcptui.diagnosis.states import meaning
from tcptui.diagnosis.story import Story
from tcptui.protocol.tcpinfo import TcpInfo
from tcptui.ui.sessions import Session
from tcptui.ui.units import NOT_AVAILABLE, size, span

_MICRO = 1e-6
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


class ConnectionPanel(Widget):
    """A fixed set of lines, so that nothing jumps while the numbers change."""

    def __init__(self) -> None:
        super().__init__(id="connection")
        self.session: Session | None = None

    def show(self, session: Session | None) -> None:
        """Show this connection as it is now."""
        self.session = session
        self.border_title = f"connection {session.conn}" if session else "connection"
        self.refresh()

    def render(self) -> Content:
        """All lines; the blank ones go first where the panel is low."""
        if self.session is None:
            return Content.styled("none yet: ^n opens one", "$tone-muted")
        lines = _lines(self.session, self.content_size.width)
        while len(lines) > self.content_size.height and Content("") in lines:
            lines.remove(Content(""))
        return Content("\n").join(lines)


def _lines(session: Session, width: int) -> list[Content]:
    story = session.story
    mark, tone = session.shape
    name, means = state_words(story)
    blank = Content("")
    return [
        Content.assemble((f"{mark} {name}", f"bold $tone-{tone}")),
        Content.styled(f"  {means}"[:width], "$tone-muted"),
        Content(f"  {story.local or ''}"),
        Content(f"→ {story.remote or story.target}"),
        blank,
        _pair("out", size(story.taken), "acked", _cell(story.acked)),
        _pair("in", size(story.read), "waiting", _cell(story.unread)),
        _pair("Send-Q", _cell(send_queue(story)), "Recv-Q", _cell(story.unread)),
        blank,
        *_figures(story.figures, session),
        blank,
        *_timings(story, width),
    ]


def _cell(count: int | None) -> str:
    return "n/a" if count is None else size(count)


def _label(text: str, value: str, width: int = 9) -> Content:
    return Content.assemble((f"{text:<7}", "$tone-muted"), f"{value:>{width}}")


def _pair(left: str, left_value: str, right: str, right_value: str) -> Content:
    return Content.assemble(_label(left, left_value), "   ", _label(right, right_value))


def _figures(figures: TcpInfo | None, session: Session) -> list[Content]:
    """Three lines of the kernel's figures, or that there are none."""
    if figures is None:
        return [Content.assemble(("kernel figures ", "$tone-muted"), NOT_AVAILABLE), Content(""), Content("")]
    rtt = NOT_AVAILABLE if figures.rtt is None else span(figures.rtt * _MICRO)
    spread = "" if figures.rttvar is None else f" ± {span(figures.rttvar * _MICRO)}"
    window = size(figures.snd_wnd)
    full = ("  it takes nothing now", "$tone-warning") if figures.snd_wnd == 0 else ""
    return [
        Content.assemble(
            ("rtt    ", "$tone-muted"),
            f"{rtt:>9}",
            (f"{spread:<13} ", "$tone-muted"),
            (_sparkline(session), "$tone-event"),
        ),
        _pair("cwnd", str(figures.snd_cwnd or "n/a"), "retrans", str(figures.total_retrans or 0)),
        Content.assemble(("window ", "$tone-muted"), f"{window:>9}", full or ("   of the peer", "$tone-muted")),
    ]


def _sparkline(session: Session) -> str:
    """The last round-trip times against the longest of them."""
    if not session.rtts:
        return ""
    top = max(session.rtts)
    return "".join(_BARS[(len(_BARS) - 1) * rtt // top] for rtt in session.rtts)


def _timings(story: Story, width: int) -> list[Content]:
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


def _timing(name: str, seconds: float | None, bar: str) -> Content:
    return Content.assemble(_label(name, "–" if seconds is None else span(seconds)), " ", (bar, "$tone-event"))


def _bar(seconds: float | None, longest: float, width: int) -> str:
    """A line as long as its share of the longest, in half cells."""
    if not seconds or not longest:
        return ""
    halves = max(1, round(seconds / longest * width * 2))
    return "━" * (halves // 2) + ("╸" if halves % 2 else "")
