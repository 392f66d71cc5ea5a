"""The sidebar in one line, for narrow screens."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.content import Content
from textual.widget import Widget

from tcptui.diagnosis.story import Story
from tcptui.protocol.units import size, span
from tcptui.ui.figures import cell, remark, send_queue, state_words
from tcptui.ui.sessions import Session, Sessions


class StatusLine(Widget):
    """State, bytes both ways, queues and round-trip time, in columns that stay where they are."""

    def __init__(self, sessions: Sessions) -> None:
        super().__init__(id="status")
        self._sessions = sessions
        self._session: Session | None = None

    def show(self, session: Session | None) -> None:
        """Show this connection as it is now."""
        self._session = session
        self.refresh()

    def render(self) -> Content:
        """The line; what has no room is left out, the least important first."""
        waiting = self._waiting()
        news = Content.styled(f" ! {waiting} new" if waiting else "", "bold $tone-warning")
        if self._session is None:
            return Content.styled("no connection", "$tone-muted") + news
        mark, tone = self._session.shape
        name, _ = state_words(self._session.story)
        line = Content.styled(f"{mark} {name:<12}", f"bold $tone-{tone}")
        for part in _parts(self._session.story):
            if line.cell_length + part.cell_length + news.cell_length <= self.size.width:
                line = line + part
        return line + news

    def _waiting(self) -> int:
        """How many other connections should be looked at."""
        return sum(1 for session in self._sessions if session.pressing and session is not self._session)

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        await self.run_action("screen.connections" if self._waiting() else "screen.sidebar")


def _parts(story: Story) -> Iterator[Content]:
    """The figures, those that matter most first."""
    wrong, figures = remark(story), story.figures
    if wrong is not None:
        yield Content.styled(f" {wrong.value.partition(':')[0]}", "bold $tone-warning")
    if story.is_listener:
        yield Content.assemble((" clients ", "$tone-muted"), f"{story.arrived:,}")
        return
    rtt = span(figures.rtt / 1e6) if figures and figures.rtt else "n/a"
    for label, value in (
        ("out", size(story.taken)),
        ("acked", cell(story.acked)),
        ("in", size(story.read)),
        ("rtt", rtt),
        ("queued", cell(send_queue(story))),
    ):
        yield Content.assemble((f" {label} ", "$tone-muted"), f"{value:>8}")
