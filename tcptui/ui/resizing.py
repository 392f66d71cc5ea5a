"""The width of the sidebar: by keys, or by dragging the edge between it and the pane; kept for the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from tcptui.config.settings import NARROWEST, WIDEST
from tcptui.ui.keeping import Keep
from tcptui.ui.sidebar import SidebarActions
from tcptui.ui.telling import NO_ROOM_TO_RESIZE
from tcptui.ui.widgets.session_box import SessionBox

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.workbench import Workbench

_PANE_NEEDS = 40
"""Columns that the pane keeps, however wide the sidebar is to be."""

_STEP = 4


class ResizeActions(SidebarActions):
    """Makes the sidebar narrower and wider where it stands beside the pane; over it, it has a width of its own."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self._wanted = settings.sidebar_width

    def on_resize(self, event: events.Resize) -> None:
        """The screen may now have room for the width that is wanted, or no more."""
        self._apply(event.size.width)

    def action_resize(self, steps: int) -> None:
        """So many steps wider, or narrower where negative."""
        if not self._beside:
            self.say(NO_ROOM_TO_RESIZE)
            return
        self._want(self.sidebar.outer_size.width + steps * _STEP)
        self._keep()

    def on_session_box_dragged(self, message: SessionBox.Dragged) -> None:
        """The sidebar's left edge follows the mouse."""
        if self._beside:
            self._want(self.size.width - message.column - 1)

    def on_session_box_dropped(self) -> None:
        """Where the edge was let go, it stays."""
        self._keep()

    @property
    def _beside(self) -> bool:
        return self.sidebar.display and not self.has_class("-narrow")

    def _want(self, width: int) -> None:
        self._wanted = max(NARROWEST, min(WIDEST, width, self.size.width - _PANE_NEEDS))
        self._apply(self.size.width)

    def _apply(self, screen_width: int) -> None:
        """Without a wish, and where the sidebar lies over the pane, the style sheet says the width."""
        if self._wanted is None:
            return
        beside = {name: width for width, name in self.HORIZONTAL_BREAKPOINTS or []}["-wide"]
        width = max(NARROWEST, min(self._wanted, screen_width - _PANE_NEEDS))
        self.sidebar.styles.width = width if screen_width >= beside else None

    def _keep(self) -> None:
        if self._wanted is not None:
            self.post_message(Keep(sidebar_width=self._wanted))
