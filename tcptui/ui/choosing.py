"""What is chosen by its name, in the palette, and kept as the way to begin the next time."""

from __future__ import annotations

from typing import get_args

from tcptui.config.files import user_file
from tcptui.config.settings import View
from tcptui.ui.input.wire import EOLS
from tcptui.ui.keeping import Keep
from tcptui.ui.rowtimes import TIME_MODES, TIME_WORDS, TimeMode
from tcptui.ui.sending import SendActions
from tcptui.ui.widgets.session_box import SessionBox


class ChoiceActions(SendActions):
    """Chooses how the pane shows bytes and times."""

    def on_session_box_title_clicked(self, message: SessionBox.TitleClicked) -> None:
        """Each word of the title turns what it tells: the view, the times, the end of line."""
        word = message.word
        if word in (*get_args(View), "messages"):
            self.action_view()
        elif word in TIME_WORDS.values():
            self.pane.time_mode = TIME_MODES[(TIME_MODES.index(self.pane.time_mode) + 1) % len(TIME_MODES)]
            self.show_title()
        elif word.lower() in EOLS or word == "no end of line":
            self.action_eol()

    def action_view(self) -> None:
        """Show the record in the next view."""
        raise NotImplementedError

    def action_set_view(self, view: View) -> None:
        """Show bytes so."""
        self.show_bytes()
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
