"""The keys of a dialog in one line, as they are in force; each can be clicked."""

from __future__ import annotations

from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.click_line import ClickLine, Label


class KeyHints(ClickLine):
    """A key and a word each. hints: the id of a binding (or a key's own name, as `Enter`), the word, and the action."""

    def __init__(self, *hints: tuple[str, str, str]) -> None:
        super().__init__(classes="key-hints")
        self._hints = hints
        self._rest = False

    def rest(self, rests: bool) -> None:
        """Say by the looks of it whether only the mouse does it now: the keys go elsewhere."""
        self._rest = rests
        self.refresh()

    def labels(self) -> list[Label]:
        """One after the other."""
        labels = []
        style = "$tone-muted" if self._rest else "bold $tone-event"
        for key, word, action in self._hints:
            spoken = key_of(key) if "." in key else key
            labels += [Label(spoken, style, action), Label(f" {word}   ", "$tone-muted", action)]
        return labels
