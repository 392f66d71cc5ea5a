"""The keys of a dialog in one line, as they are in force; each can be clicked."""

from __future__ import annotations

from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.click_line import ClickLine, Label


class KeyHints(ClickLine):
    """A key and a word each. hints: the id of a binding (or a key's own name, as `Enter`), the word, and the action."""

    def __init__(self, *hints: tuple[str, str, str]) -> None:
        super().__init__(classes="key-hints")
        self._hints = hints

    def labels(self) -> list[Label]:
        """One after the other."""
        labels = []
        for key, word, action in self._hints:
            spoken = key_of(key) if "." in key else key
            labels += [Label(spoken, "bold $tone-event", action), Label(f" {word}   ", "$tone-muted", action)]
        return labels
