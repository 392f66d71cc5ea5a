"""The lines above and below the collection: how much there is, what was done, and the keys."""

from __future__ import annotations

from rich.cells import cell_len

from tcptui.protocol.wording import Told
from tcptui.ui.fitting import cut
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.click_line import ClickLine, Label

_KEYS = (
    ("saved.replay", "replay", "screen.choose"),
    ("saved.edit", "edit", "screen.edit"),
    ("saved.new", "new", "screen.new"),
    ("saved.filter", "filter", "screen.filter"),
    ("saved.back", "back", "screen.back"),
    ("saved.duplicate", "copy", "screen.duplicate"),
    ("saved.rename", "rename", "screen.rename"),
    ("saved.move", "move", "screen.move"),
    ("saved.delete", "delete", "screen.delete"),
    ("saved.undo", "undo", "screen.undo"),
    ("saved.own-editor", "your editor", "screen.own_editor"),
)
"""The bindings whose keys are shown, a word, and what a click does; what has no room is cut off at the end."""


class SavedHeading(ClickLine):
    """What this is, what was done last, and how much there is."""

    def __init__(self) -> None:
        super().__init__(id="saved-heading")
        self._told: Told = ("", "muted")
        self._count = ""

    def say(self, words: str, *, failed: bool = False) -> None:
        """Say something about the last key; not made safe to be drawn by this."""
        self._told = (words, "failure" if failed else "good")
        self.refresh()

    def show(self, count: str) -> None:
        """Say how much there is."""
        if count != self._count:
            self._count = count
            self.refresh()

    def labels(self) -> list[Label]:
        """What on the left, how much on the right."""
        what = " saved requests"
        words, tone = self._told
        room = max(0, self.size.width - cell_len(what) - cell_len(self._count) - 6)
        said = f"   {cut(words, room)}" if words and room > 0 else ""
        gap = max(1, self.size.width - cell_len(what) - cell_len(said) - cell_len(self._count) - 1)
        return [
            Label(what, "bold"),
            Label(said, f"$tone-{tone}"),
            Label(" " * gap),
            Label(self._count, "$tone-muted"),
        ]


class SavedKeys(ClickLine):
    """The keys of the tree; each can be clicked."""

    def __init__(self) -> None:
        super().__init__(id="saved-keys")

    def labels(self) -> list[Label]:
        """A key and a word each."""
        labels = []
        for binding, word, action in _KEYS:
            labels += [
                Label(f" {key_of(binding)}", "bold $tone-event", action),
                Label(f" {word} ", "$tone-muted", action),
            ]
        return labels
