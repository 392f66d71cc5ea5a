"""All connections one below the other, when there is more than one."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widget import Widget

from tcptui.protocol.glyphs import visible
from tcptui.ui.sessions import Session, Sessions
from tcptui.ui.units import size


class ConnectionList(Widget):
    """A window of the list around the connection in view; a click goes there."""

    def __init__(self, sessions: Sessions) -> None:
        super().__init__(id="connections")
        self._sessions = sessions
        self.border_title = "connections"
        self.display = False

    def changed(self) -> None:
        """Show the connections as they are now."""
        self.display = len(self._sessions) > 1
        self.refresh()

    def _shown(self) -> list[Session]:
        every = list(self._sessions)
        height = self.content_size.height
        at = every.index(self._sessions.current) if self._sessions.current else 0
        top = max(0, min(at - height // 2, len(every) - height))
        return every[top : top + height]

    def render(self) -> Content:
        """A line a connection."""
        self.border_subtitle = f"{len(self._sessions.open())} of {len(self._sessions)} open"
        return Content("\n").join(self._line(session) for session in self._shown())

    def _line(self, session: Session) -> Content:
        mark, tone = session.shape
        story = session.story
        ending = story.verdict.outcome if story.verdict else size(story.read)
        room = max(0, self.content_size.width - 8 - len(ending))
        target = visible(story.target.encode("utf-8", "surrogateescape"))
        name = target if len(target) <= room else f"{target[: room - 1]}…"
        line = Content.assemble(
            f"{session.conn:>3} ", (mark, f"$tone-{tone}"), f" {name:<{room}} ", (ending, "$tone-muted"),
        )  # fmt: skip
        return line.stylize("reverse") if session is self._sessions.current else line

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        shown = self._shown()
        if offset is not None and offset.y < len(shown):
            event.stop()
            await self.run_action(f"screen.switch({shown[offset.y].conn})")
