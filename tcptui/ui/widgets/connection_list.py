"""All connections one below the other, when there is more than one."""

from __future__ import annotations

from textual import events

from tcptui.protocol.glyphs import visible
from tcptui.protocol.units import size
from tcptui.ui.sessions import Session, Sessions
from tcptui.ui.widgets.board import Board, Pieces

_LOW = 30
"""Rows of the screen below which the tabs alone tell the connections."""


class ConnectionList(Board):
    """A window of the list around the connection in view; a click goes there."""

    def __init__(self, sessions: Sessions) -> None:
        super().__init__(id="connections")
        self._sessions = sessions
        self.border_title = "connections"
        self.display = False

    def changed(self) -> None:
        """Show the connections as they are now: title and lines from the same moment."""
        self.display = len(self._sessions) > 1 and self.app.size.height >= _LOW
        self.border_subtitle = f"{len(self._sessions.open())} of {len(self._sessions)} open"
        self.redraw()

    def _shown(self) -> list[Session]:
        every = list(self._sessions)
        height = self.content_size.height
        at = every.index(self._sessions.current) if self._sessions.current else 0
        top = max(0, min(at - height // 2, len(every) - height))
        return every[top : top + height]

    def board(self) -> list[Pieces]:
        """A line a connection."""
        return [self._line(session) for session in self._shown()]

    def _line(self, session: Session) -> Pieces:
        mark, tone = session.shape
        story = session.story
        ending = story.verdict.outcome if story.verdict else size(story.read)
        room = max(0, self.content_size.width - 8 - len(ending))
        target = visible(story.target.encode("utf-8", "surrogateescape"))
        name = target if len(target) <= room else f"{target[: room - 1]}…"
        if session is self._sessions.current:
            return ((f"{session.label:>3} {mark}  {name:<{room}} {ending}", "reverse "),)
        return (f"{session.label:>3} ", ""), (mark, tone), (f"  {name:<{room}} ", ""), (ending, "muted")

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        shown = self._shown()
        if offset is not None and offset.y < len(shown):
            event.stop()
            await self.run_action(f"screen.switch({shown[offset.y].key})")
