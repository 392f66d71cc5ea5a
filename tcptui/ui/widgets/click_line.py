"""One line of labels, each of which does something when it is clicked."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from tcptui.protocol.frozen import frozen


@frozen
class Label:
    """A piece of the line. style: as Textual's content knows it; action: what a click runs, "" for nothing.

    tip: what is said when the mouse rests on it.
    """

    text: str
    style: str = ""
    action: str = ""
    tip: str = ""


class ClickLine(Widget):
    """Draws its labels one after the other and runs a clicked one's action."""

    _tip = ""

    def labels(self) -> list[Label]:
        """The labels from left to right; a subclass says which."""
        raise NotImplementedError

    def render(self) -> Content:
        """The line, cut at the widget's width."""
        return Content.assemble(*((label.text, label.style) for label in self.labels()))

    def _label_at(self, x: int) -> Label | None:
        for label in self.labels():
            x -= cell_len(label.text)
            if x < 0:
                return label
        return None

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        label = self._label_at(event.x)
        tip = label.tip if label else ""
        if tip != self._tip:  # to set it anew would hide it
            self._tip = tip
            self.tooltip = Content(tip) if tip else None

    async def _on_click(self, event: events.Click) -> None:
        label = self._label_at(event.x)
        if label is not None and label.action:
            event.stop()
            await self.run_action(label.action)
