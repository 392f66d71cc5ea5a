"""One line of labels, each of which does something when it is clicked."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from tcptui.protocol.frozen import frozen


@frozen
class Label:
    """A piece of the line. style: as Textual's content knows it; action: what a click runs, "" for nothing."""

    text: str
    style: str = ""
    action: str = ""


class ClickLine(Widget):
    """Draws its labels one after the other and runs a clicked one's action."""

    def labels(self) -> list[Label]:
        """The labels from left to right; a subclass says which."""
        raise NotImplementedError

    def render(self) -> Content:
        """The line, cut at the widget's width."""
        return Content.assemble(*((label.text, label.style) for label in self.labels()))

    async def _on_click(self, event: events.Click) -> None:
        x = event.x
        for label in self.labels():
            x -= cell_len(label.text)
            if x < 0:
                if label.action:
                    event.stop()
                    await self.run_action(label.action)
                return
