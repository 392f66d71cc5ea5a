"""What is to be kept, one thing a line with its box: only the lines of the window are drawn."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from tcptui.protocol.glyphs import visible_text
from tcptui.ui.collection.keeping import Choice, Keeping, Kind
from tcptui.ui.fitting import cut, filled
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_INDENTS: dict[Kind, int] = {"send": 0, "wait": 0, "pause": 0, "expect": 4, "secret": 4}
_MOST = 40
"""Lines that it asks room for."""


class CheckList(Wheeled, Board, can_focus=True):
    """Posts what a person wants to do with a line; it changes none itself."""

    BINDING_GROUP_TITLE = "In the list of what is saved"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", id="keep.up", tooltip="A line up"),
        Binding("down,j", "move(1)", "down", id="keep.down", tooltip="A line down"),
        Binding("pageup,b", "page(-1)", "page up", id="keep.page-up", tooltip="A page up"),
        Binding("pagedown", "page(1)", "page down", id="keep.page-down", tooltip="A page down"),
        Binding("home,g", "move(-1000000)", "first", id="keep.top", tooltip="The first line"),
        Binding("end,G", "move(1000000)", "last", id="keep.bottom", tooltip="The last line"),
        Binding("space", "turn", "take or leave", id="keep.turn", tooltip="Take this, or leave it"),
        Binding("o", "only", "from here on", id="keep.from", tooltip="Leave all that comes before this"),
        Binding("s", "turn_all('send')", "all sends", id="keep.sends", tooltip="Take all that was sent, or nothing"),
        Binding("w", "turn_all('wait')", "all waits", id="keep.waits", tooltip="Take all waits, or none"),
        Binding("p", "turn_all('pause')", "all pauses", id="keep.pauses", tooltip="Take all pauses, or none"),
        Binding(
            "x", "turn_all('expect')", "all expectations", id="keep.expectations",
            tooltip="Take all expectations, or none",
        ),
    ]  # fmt: skip

    class Turned(Message):
        """A line is to be taken or left."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    class From(Message):
        """All lines before this one are to be left."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    class TurnedAll(Message):
        """All of a kind are to be taken or left."""

        def __init__(self, kind: Kind) -> None:
            super().__init__()
            self.kind = kind

    class Left(Message):
        """Up from the first line."""

    def __init__(self, keeping: Keeping) -> None:
        super().__init__(id="keep-list")
        self._keeping = keeping
        self._count = 0
        self.at = 0
        self._top = 0

    def renew(self) -> None:
        """Something was chosen: draw it; the cursor stays where it is."""
        if len(self._keeping) != self._count:
            self._count = len(self._keeping)
            self.at = max(0, min(self.at, self._count - 1))
            self.refresh(layout=True)
        self.redraw()

    def get_content_height(self, _container: Size, viewport: Size, _width: int) -> int:
        """A line each, as far as the form and the keys leave room."""
        return max(1, min(len(self._keeping), _MOST, viewport.height // 2 - 2))

    def board(self) -> list[Pieces]:
        """As many as fit."""
        height = max(1, self.content_size.height)
        count = len(self._keeping)
        self._top = max(0, min(max(self._top, self.at - height + 1), self.at, max(0, count - height)))
        below = count - self._top - height
        self.border_subtitle = f"▼ {below:,} more" if below > 0 else ""
        shown = range(self._top, min(self._top + height, count))
        return [self._pieces(self._keeping.choice(at), here=at == self.at and self.has_focus) for at in shown]

    def _pieces(self, choice: Choice, *, here: bool) -> Pieces:
        width = self.content_size.width
        box = "[x]" if choice.taken else "[ ]"
        begin = f"{' ' * _INDENTS[choice.kind]}{box} {choice.sign} "
        room = max(1, width - cell_len(begin))
        note = f"  {choice.note}" if choice.note and room > 2 * len(choice.note) else ""
        text = visible_text(cut(choice.text, room - len(note)))
        text = filled(text, room - len(note))
        if here:
            return ((f"{begin}{text}{note}", "reverse "),)
        tone = choice.tone if choice.taken or choice.kind == "secret" else "muted"
        return (begin, "bold event" if choice.taken else "muted"), (text, tone), (note, "muted")

    # Keys and mouse -------------------------------------------------------------------------------------------------

    def action_move(self, count: int) -> None:
        """Go so many lines down; up from the first one leads out of the list."""
        if count == -1 and not self.at:
            self.post_message(self.Left())
        else:
            self._go(self.at + count)

    def action_page(self, direction: int) -> None:
        """Go on by a page."""
        self._go(self.at + direction * max(1, self.content_size.height - 1))

    def _go(self, at: int) -> None:
        self.at = max(0, min(at, len(self._keeping) - 1))
        self.redraw()

    def action_turn(self) -> None:
        """Take the line, or leave it."""
        if len(self._keeping):
            self.post_message(self.Turned(self._keeping.choice(self.at)))

    def action_only(self) -> None:
        """Leave all before it."""
        if len(self._keeping):
            self.post_message(self.From(self._keeping.choice(self.at)))

    def action_turn_all(self, kind: Kind) -> None:
        """Take all of a kind, or none."""
        self.post_message(self.TurnedAll(kind))

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the cursor while the keys come here."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def wheel(self, direction: int) -> None:
        """Go on by lines."""
        self._go(self.at + direction)

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self._top + offset.y >= len(self._keeping):
            return
        event.stop()
        self._go(self._top + offset.y)
        self.action_turn()
