"""The sidebar in one line, for narrow screens."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from tcptui.protocol.units import size, span
from tcptui.ui.figures import cell, send_queue, state_words
from tcptui.ui.sessions import Session


class StatusLine(Widget):
    """State, bytes both ways, queues and round-trip time, in columns that stay where they are."""

    def __init__(self) -> None:
        super().__init__(id="status")
        self._session: Session | None = None

    def show(self, session: Session | None) -> None:
        """Show this connection as it is now."""
        self._session = session
        self.refresh()

    def render(self) -> Content:
        """The line."""
        if self._session is None:
            return Content.styled("no connection", "$tone-muted")
        story = self._session.story
        mark, tone = self._session.shape
        name, _ = state_words(story)
        figures = story.figures
        rtt = span(figures.rtt / 1e6) if figures and figures.rtt else "n/a"
        state = f"{mark} {name:<12}"
        parts = [
            ("out", f"{size(story.taken):>8}"),
            ("acked", f"{cell(story.acked):>8}"),
            ("in", f"{size(story.read):>8}"),
            ("rtt", f"{rtt:>8}"),
            ("queued", f"{cell(send_queue(story)):>8}"),
        ]
        line = Content.styled(state, f"bold $tone-{tone}")
        for label, value in parts:
            part = Content.assemble((f" {label} ", "$tone-muted"), value)
            if line.cell_length + part.cell_length <= self.size.width:
                line = line + part
        return line
