"""Where the keys go: to the input line, the pane above it, or the events beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.ui.sending import SendActions
from tcptui.ui.widgets.event_list import EventList
from tcptui.ui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.workbench import Workbench


class FocusActions(SendActions):
    """Moves the focus between the parts of the workbench."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self.events = EventList()

    def on_prompt_left(self, message: Prompt.Left) -> None:
        """Esc hides the verdict first; a page key scrolls at once."""
        if message.key == "escape" and self.card.display:
            self.hide_card()
            return
        down = -1 if message.key == "pageup" else 1
        if self.card.display and self.card.scroll_text(down * self.card.page()):
            return
        self.pane.focus()
        if message.key != "escape":
            self.pane.action_page(down)

    def on_session_pane_left(self) -> None:
        """Back to the input line."""
        self.prompt.focus()

    def on_descendant_focus(self) -> None:
        """Say which keys work where the focus is now."""
        self.show_title()

    def action_back(self) -> None:
        """From the pane, hide the verdict first; else come back to the input line."""
        self.remove_class("-overlay")
        if self.card.display and self.pane.has_focus:
            self.hide_card()
        else:
            self.prompt.focus()

    def action_events(self) -> None:
        """Go to the events, over the pane where the screen is narrow; a second time, come back."""
        if self.events.has_focus:
            self.remove_class("-overlay")
            self.prompt.focus()
            return
        self.add_class("-overlay")
        self.events.focus()
