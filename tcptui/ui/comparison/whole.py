"""Both messages of a pair whole, line beside line."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tcptui.requests.comparing import Hiding, Pair
from tcptui.ui.comparison.aligned import Row, aligned, lines
from tcptui.ui.comparison.bars import Summary
from tcptui.ui.comparison.wholeboard import WholeBoard
from tcptui.ui.widgets.key_hints import KeyHints


class Whole(Screen[None]):
    """Esc goes back to the comparison."""

    BINDING_GROUP_TITLE = "Beside two whole messages"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "back", id="whole.back", tooltip="Back to the comparison"),
        Binding("ctrl+c", "dismiss", "back", priority=True, show=False),
        Binding("n", "jump(1)", "next", id="whole.next", tooltip="The next lines that differ"),
        Binding("N", "jump(-1)", "before", id="whole.previous", tooltip="The lines before that differ"),
        Binding("up,k", "scroll(-1)", "up", id="whole.up", tooltip="A line up"),
        Binding("down,j", "scroll(1)", "down", id="whole.down", tooltip="A line down"),
        Binding("pageup,b", "page(-1)", "page up", id="whole.page-up", tooltip="A page up"),
        Binding("pagedown,space", "page(1)", "page down", id="whole.page-down", tooltip="A page down"),
        Binding("home,g", "end(-1)", "first", id="whole.top", tooltip="To the first line"),
        Binding("end,G", "end(1)", "last", id="whole.bottom", tooltip="To the last line"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = "#whole"

    def __init__(self, pair: Pair, framings: tuple[str, str], number: int, hiding: Hiding) -> None:
        """framings: under which each side was read; number: of the pair in the conversation, from 1; hiding: hides the
        secrets in them."""
        super().__init__()
        self._hiding = hiding
        self._pair = pair
        self._framings = framings
        self._number = number
        self._board, self._summary = WholeBoard(), Summary()

    def compose(self) -> ComposeResult:
        """What it is, the lines, the keys."""
        yield self._summary
        yield self._board
        yield KeyHints(
            ("whole.next", "next", "screen.jump(1)"),
            ("whole.previous", "before", "screen.jump(-1)"),
            ("whole.page-down", "page", "screen.page(1)"),
            ("whole.back", "back", "screen.dismiss"),
        )

    async def on_mount(self) -> None:
        """Line them up in a thread: it may take a moment."""
        self._say("")
        self.run_worker(self._align())

    async def _align(self) -> None:
        self._board.show(await asyncio.to_thread(self._rows))
        self._say("")

    def _rows(self) -> list[Row]:
        sides = zip(self._framings, (self._pair.left, self._pair.right), strict=True)
        left, right = (lines(framing, one, self._hiding) for framing, one in sides)
        return aligned(left, right)

    def _say(self, remark: str) -> None:
        one = self._pair.left or self._pair.right
        what = "" if one is None else ("request" if one.direction == "out" else "answer")
        rows = self._board.rows
        differ = "" if rows is None else f" · {sum(a != b for a, b in rows):,} of {len(rows):,} lines differ"
        self._summary.show(f"message {self._number}, {what}{differ}", remark, "")

    def on_whole_board_scrolled(self) -> None:
        """What was said about the last key is over."""
        self._say("")

    def action_jump(self, step: int) -> None:
        """To the next lines that differ."""
        if not self._board.jump(step):
            self._say("no lines that differ further on" if step > 0 else "no lines that differ before")

    def action_scroll(self, count: int) -> None:
        """Scroll by lines."""
        self._board.scroll_lines(count)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.action_scroll(direction * max(1, self._board.content_size.height - 1))

    def action_end(self, direction: int) -> None:
        """To the first line, or the last."""
        self._board.scroll_to_end(direction)
