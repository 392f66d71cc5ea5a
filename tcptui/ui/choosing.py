"""What is chosen by its name, in the palette, and kept as the way to begin the next time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.config.files import user_file
from tcptui.ui.keeping import Keep
from tcptui.ui.sending import SendActions

if TYPE_CHECKING:
    from tcptui.ui.rowlayout import View
    from tcptui.ui.rowtimes import TimeMode


class ChoiceActions(SendActions):
    """Chooses how the pane shows bytes and times."""

    def action_set_view(self, view: View) -> None:
        """Show bytes so."""
        self.pane.view = view
        self.show_title()

    def action_set_times(self, mode: TimeMode) -> None:
        """Tell times so."""
        self.pane.time_mode = mode
        self.show_title()

    def action_keep_defaults(self) -> None:
        """Begin the next time as things are now."""
        self.post_message(Keep(view=self.pane.view, time=self.pane.time_mode, eol=self.eol, framing=self.framing))
        self.say(f"kept for the next start in {user_file()}")
