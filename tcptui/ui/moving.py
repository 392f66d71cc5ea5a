"""Where the keys go: to the input line, the pane above it, or the events beside it."""

from __future__ import annotations

from tcptui.ui.keymap import key_of
from tcptui.ui.sidebar import SidebarActions
from tcptui.ui.widgets.prompt import Prompt


class FocusActions(SidebarActions):
    """Moves the focus between the parts of the workbench."""

    def on_prompt_left(self, message: Prompt.Left) -> None:
        """Esc hides the verdict first; a page key scrolls at once. With no connection, it goes to the start page."""
        if self.sessions.current is None and self.start is not None:
            self.start.focus()
            return
        if message.key == "escape" and self.card.display:
            self.hide_card()
            return
        down = -1 if message.key == "pageup" else 1
        if self.card.display and self.card.scroll_text(down * self.card.page()):
            return
        self.front.focus()
        if message.key != "escape":
            self.front.action_page(down)

    def on_pane_keys_left(self) -> None:
        """Back to the input line."""
        self.prompt.focus()

    def on_descendant_focus(self) -> None:
        """Say which keys work where the focus is now."""
        self.show_title()

    def action_back(self) -> None:
        """Hide the verdict, from the pane; from elsewhere, come back to the input line.

        Not from the pane: with one Esc too many, letters that act there would be text, and Enter would send it.
        """
        self.remove_class("-overlay")
        if not self.front.has_focus:
            self.prompt.focus()
        elif self.card.display:
            self.hide_card()
        else:
            leave = "pane.leave" if self.front is self.pane else "messages.leave"
            self.say(f"the keys are in the session: {key_of(leave)} goes back to typing")
