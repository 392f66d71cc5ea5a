"""What is known of the connection in view right now: its state, what that means, and the kernel's figures."""

from __future__ import annotations

import textwrap
import time

from textual import events
from textual.timer import Timer

from tcptui.diagnosis.story import Story
from tcptui.protocol.frozen import frozen
from tcptui.protocol.units import NOT_AVAILABLE
from tcptui.ui.figures import Figure, figures_of, moment, remark, state_words
from tcptui.ui.fitting import cut
from tcptui.ui.keymap import key_of
from tcptui.ui.pulse import KEPT, SECOND
from tcptui.ui.sessions import Session
from tcptui.ui.sparkline import bar, sparkline
from tcptui.ui.widgets.board import Board, Pieces

_RIGHT = 19
"""The column at which the second figure of a line begins."""

_RATE = 10
"""Cells of a rate."""

_RTT = 27
"""Cells of a round-trip time with its label and how much it varies."""


@frozen
class _Line:
    """A line of the panel. topics: the columns at which its figures begin, and what they are explained by."""

    pieces: Pieces = ()
    topics: tuple[tuple[int, str], ...] = ()


_BLANK = _Line()


class ConnectionPanel(Board):
    """A fixed set of lines, so that nothing jumps while the numbers change. The mouse over one explains it."""

    def __init__(self) -> None:
        super().__init__(id="connection")
        self._session: Session | None = None
        self._panel: list[_Line] = []
        self._second: Timer | None = None

    def show(self, session: Session | None) -> None:
        """Show this connection as it is now."""
        if session is not self._session:
            self.border_title = f"connection {session.label}" if session else "connection"
        self._session = session
        self.redraw()

    def redraw(self) -> None:
        """Draw what changed, and again in a second where bars move on by themselves."""
        super().redraw()
        session = self._session
        if self._second is None and session and not session.over and session.pulse.moving(time.monotonic_ns(), KEPT):
            rest = 1 - time.monotonic_ns() % SECOND / SECOND
            self._second = self.set_timer(rest, self._next_second)

    def _next_second(self) -> None:
        self._second = None
        self.redraw()

    def board(self) -> list[Pieces]:
        """All lines; the blank ones go first where the panel is low."""
        if self._session is None:
            self._panel = []
            return [((f"none yet: {key_of('connection.new')} opens one", "muted"),)]
        lines = _lines(self._session, self.content_size.width)
        while len(lines) > self.content_size.height and _BLANK in lines:
            lines.remove(_BLANK)
        self._panel = lines
        return [line.pieces for line in lines]

    def topic_at(self, x: int, y: int) -> str | None:
        """What is shown at this place of the content, by the topic of its lesson; None for nothing."""
        topics = self._panel[y].topics if 0 <= y < len(self._panel) else ()
        begun = [topic for column, topic in topics if column <= x]
        return begun[-1] if begun else None

    async def _on_mouse_move(self, event: events.MouseMove) -> None:
        offset = event.get_content_offset(self)
        topic = None if offset is None else self.topic_at(*offset)
        if topic is None:
            self.tooltip = None
            return
        from tcptui.ui.explaining import in_short  # the lessons are long, and few runs need them

        self.tooltip = in_short(topic)

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        topic = None if offset is None else self.topic_at(*offset)
        if topic is not None:
            event.stop()
            await self.run_action(f"screen.explain('{topic}')")


def _lines(session: Session, width: int) -> list[_Line]:
    figures = figures_of(session)
    top = [_state(figures["state"]), *_meaning(session.story, width), _whole(figures["local"])]
    if session.story.is_listener:
        return [*top, _BLANK, _pair(figures["clients"], figures["waiting"]), _whole_pair(figures["room"])]
    return [
        *top,
        _whole(figures["remote"]),
        _BLANK,
        _pair(figures["out"], figures["acked"]),
        _pair(figures["in"], figures["recv"]),
        _pair(figures["send"], figures["retrans"]),
        *_rates(session, figures, width),
        _BLANK,
        *_kernel(session, figures, width),
        _BLANK,
        *_timings(session.story, figures, width),
    ]


def _state(figure: Figure) -> _Line:
    return _Line(((figure.label, f"bold {figure.tone}"),), ((0, figure.topic),))


def _whole(figure: Figure) -> _Line:
    return _Line(((figure.value, figure.tone),), ((0, figure.topic),))


def _meaning(story: Story, width: int) -> tuple[_Line, _Line]:
    """What the state means, always in two lines, so that nothing below moves; what is wrong now takes the second."""
    name, means = state_words(story)
    room = max(1, width - 2)
    first, *rest = textwrap.wrap(means, room)
    second = " ".join(rest)
    topics = ((0, f"state.{name}"),)
    wrong = remark(story)
    if wrong is not None:
        return _Line(((f"  {cut(means, room)}", "muted"),), topics), _remark(wrong)
    return _Line(((f"  {first}", "muted"),), topics), _Line(((f"  {cut(second, room)}", "muted"),), topics)


def _remark(figure: Figure) -> _Line:
    return _Line(((f"  {figure.value}", "bold warning"),), ((0, figure.topic),))


def _label(figure: Figure) -> Pieces:
    return (f"{figure.label:<7}", "muted"), (f"{figure.value:>9}", figure.tone)


def _whole_pair(left: Figure) -> _Line:
    return _Line(_label(left), ((0, left.topic),))


def _pair(left: Figure, right: Figure) -> _Line:
    return _Line((*_label(left), ("   ", ""), *_label(right)), ((0, left.topic), (_RIGHT, right.topic)))


def _rates(session: Session, figures: dict[str, Figure], width: int) -> tuple[_Line, _Line]:
    """Bytes a second both ways: a cell a second, and the last whole second as a number."""
    count = max(1, min(KEPT, width - 3 - _RATE))
    now = moment(session)

    def line(figure: Figure, rates: list[int], tone: str) -> _Line:
        pieces = ((f"{figure.label} ", f"bold {tone}"), (sparkline(rates), tone), (f"{figure.value:>{_RATE}}", ""))
        return _Line(pieces, ((0, figure.topic),))

    return (
        line(figures["rate-out"], session.pulse.rates("out", now, count), "out"),
        line(figures["rate-in"], session.pulse.rates("in", now, count), "in"),
    )


def _kernel(session: Session, figures: dict[str, Figure], width: int) -> tuple[_Line, _Line]:
    """What only the kernel knows, or that it tells nothing here."""
    if session.story.figures is None:
        return _Line((("kernel figures ", "muted"), (NOT_AVAILABLE, "")), ((0, "rtt"),)), _BLANK
    return _rtt(session, figures["rtt"], width), _pair(figures["cwnd"], figures["window"])


def _rtt(session: Session, figure: Figure, width: int) -> _Line:
    known = session.pulse.rtts(moment(session), max(1, min(KEPT, width - 1 - _RTT)))
    value, _, spread = figure.value.partition(" ±")
    told = f"{value:>9} ±{spread}" if spread else f"{value:>9}"
    bars = sparkline(known) if any(known) else ""
    pieces = ((f"{figure.label:<7}", "muted"), (f"{told:<{_RTT - 8}} ", ""), (bars, "event"))
    return _Line(pieces, ((0, figure.topic),))


def _timings(story: Story, figures: dict[str, Figure], width: int) -> list[_Line]:
    """How long each stage took, with bars on one scale."""
    timings = story.timings
    stages = {
        "resolve": timings.resolve,
        "connect": timings.connect,
        "first": timings.first_byte,
        "last": timings.last_byte,
    }
    longest = max((seconds for seconds in stages.values() if seconds), default=0.0)
    room = max(0, width - 18)

    def line(name: str, seconds: float | None) -> _Line:
        length = bar(seconds / longest, room) if seconds else ""
        return _Line((*_label(figures[name]), (f" {length}", "event")), ((0, name),))

    return [line(name, seconds) for name, seconds in stages.items()]
