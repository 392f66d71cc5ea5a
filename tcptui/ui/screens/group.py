"""What becomes of connections that were opened together, live, and what can be done with all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from tcptui.protocol.glyphs import visible_text
from tcptui.ui.groups import Group, Share
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.group_board import GroupBoard
from tcptui.ui.widgets.key_hints import KeyHints

_EVERY = 0.1
"""Seconds between two looks at the figures."""

MORE = "more"
"""What the screen gives where more connections are wanted."""


class GroupScreen(ModalScreen[Share | str | None]):
    """Gives the connections that are to be listed, MORE, or None."""

    BINDING_GROUP_TITLE = "In the summary"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,alt+m,ctrl+c", "dismiss", "back", id="group.back", tooltip="Back"),
        Binding("f7", "end(False)", "close all", id="group.close", tooltip="Close all that are open, and open no more"),
        Binding("f8", "end(True)", "abort all", id="group.abort", tooltip="Abort all that are open, and open no more"),
        Binding("n", "more", "more", id="group.more", tooltip="Ask for more connections"),
        Binding("left", "turn(-1)", "before", id="group.before", tooltip="The group that was opened before this one"),
        Binding("right", "turn(1)", "next", id="group.next", tooltip="The group that was opened after this one"),
    ]
    AUTO_FOCUS = "#group"

    def __init__(self, groups: Sequence[Group], end: Callable[[Group, bool], None]) -> None:
        """groups: at least one; end: closes a group's connections, or aborts them, after asking."""
        super().__init__()
        self._groups = groups
        self._at = len(groups) - 1
        self._end = end
        self._board = GroupBoard()

    @property
    def _group(self) -> Group:
        return self._groups[self._at]

    def compose(self) -> ComposeResult:
        """The figures and the keys."""
        with Vertical(classes="dialog", id="group-summary"):
            yield self._board
            yield KeyHints(
                ("group.choose", "lists them", "screen.choose"),
                ("group.close", "closes all", "screen.end(False)"),
                ("group.more", "more", "screen.more"),
                ("group.back", "back", "screen.dismiss"),
            )

    def on_mount(self) -> None:
        """Look at the figures from now on."""
        self._look()
        self.set_interval(_EVERY, self._look)

    def _look(self) -> None:
        self._board.show(self._group.tally.summary())
        frame = self.query_one("#group-summary")
        title = self._group.title.replace(" to ", " connections to ", 1)
        frame.border_title = Content(visible_text(title))
        if len(self._groups) > 1:
            before, after = key_of("group.before"), key_of("group.next")
            frame.border_subtitle = f"{before} {self._at + 1} of {len(self._groups)} {after}"

    def on_group_board_chosen(self, message: GroupBoard.Chosen) -> None:
        """List them."""
        self.dismiss(Share(self._group, message.part))

    def action_choose(self) -> None:
        """List those of the line under the cursor."""
        self._board.action_choose()

    def action_end(self, abort: bool) -> None:
        """Close or abort all."""
        self._end(self._group, abort)

    def action_more(self) -> None:
        """Ask for more."""
        self.dismiss(MORE)

    def action_turn(self, step: int) -> None:
        """Another group."""
        self._at = (self._at + step) % len(self._groups)
        self._look()
