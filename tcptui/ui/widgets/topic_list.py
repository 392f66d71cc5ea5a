"""What can be explained, one below the other, with its value now."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import set_cell_size
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tcptui.protocol.frozen import frozen
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_WHEEL = 3


@frozen
class Topic:
    """One line. name: of its lesson; value: as it is now, "" where there is none."""

    name: str
    label: str
    value: str = ""


class TopicList(Wheeled, Board, can_focus=True):
    """Up and down go from one to the next."""

    BINDING_GROUP_TITLE = "In the list of figures"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", id="explain.up", tooltip="What stands above"),
        Binding("down,j", "move(1)", "down", id="explain.down", tooltip="What stands below"),
        Binding("home,g", "move(-1000)", "first", id="explain.first", tooltip="The first"),
        Binding("end,G", "move(1000)", "last", id="explain.last", tooltip="The last"),
    ]

    class Turned(Message):
        """Another topic is to be explained."""

        def __init__(self, topic: str) -> None:
            super().__init__()
            self.topic = topic

    def __init__(self, topics: list[Topic], first: str) -> None:
        """first: the name to begin at, where it is among them."""
        super().__init__(id="topics")
        self._topics = topics
        self._at = next((at for at, topic in enumerate(topics) if topic.name == first), 0)
        self._top = 0

    def on_mount(self) -> None:
        """Say where it begins."""
        self._tell()

    def renew(self, topics: list[Topic]) -> None:
        """Show these; the one that was chosen stays so, as far as it is still there."""
        chosen = self._topics[self._at].name
        self._topics = topics
        self._at = next((at for at, topic in enumerate(topics) if topic.name == chosen), 0)
        if topics[self._at].name != chosen:
            self._tell()
        self.redraw()

    def board(self) -> list[Pieces]:
        """As many as fit, the chosen one among them."""
        height = max(1, self.content_size.height)
        self._top = max(self._at - height + 1, min(self._top, self._at, max(0, len(self._topics) - height)))
        shown = self._topics[self._top : self._top + height]
        return [self._line(topic, here=self._top + y == self._at) for y, topic in enumerate(shown)]

    def _line(self, topic: Topic, *, here: bool) -> Pieces:
        room = max(0, self.content_size.width - len(topic.value) - 1)
        label = set_cell_size(topic.label, room)
        if here:
            return ((f"{label} {topic.value}", "reverse "),)
        return (label, "muted" if topic.value else ""), (f" {topic.value}", "")

    def _tell(self) -> None:
        self.post_message(self.Turned(self._topics[self._at].name))

    def action_move(self, count: int) -> None:
        """Go so many lines down."""
        self._at = max(0, min(self._at + count, len(self._topics) - 1))
        self._tell()
        self.redraw()

    def wheel(self, direction: int) -> None:
        """Scroll, or move the cursor where there is one."""
        self.action_move(direction * _WHEEL)

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and self._top + offset.y < len(self._topics):
            event.stop()
            self.action_move(self._top + offset.y - self._at)
