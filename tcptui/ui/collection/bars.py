"""The lines above and below the collection: how much there is, what was done, and the keys."""

from __future__ import annotations

from rich.cells import cell_len

from tcptui.protocol.wording import Told
from tcptui.ui.fitting import cut
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.click_line import ClickLine, Label

_WIDE = 100
"""Cells from which on it says what this is also where it has something else to say."""

_KEYS = (
    ("saved.replay", "replay", "screen.choose"),
    ("saved.edit", "edit", "screen.edit"),
    ("saved.new", "new", "screen.new"),
    ("saved.filter", "filter", "screen.filter"),
    ("saved.delete", "delete", "screen.delete"),
    ("saved.undo", "undo", "screen.undo"),
    ("saved.back", "back", "screen.back"),
    ("saved.duplicate", "copy", "screen.duplicate"),
    ("saved.rename", "rename", "screen.rename"),
    ("saved.move", "move", "screen.move"),
    ("saved.own-editor", "your editor", "screen.own_editor"),
)
"""The bindings whose keys are shown, a word, and what a click does."""


class SavedHeading(ClickLine):
    """What this is, what was done last, and how much there is."""

    def __init__(self) -> None:
        super().__init__(id="saved-heading")
        self._told: Told = ("", "muted")
        self._hint = ""
        self._count = ""

    def say(self, words: str, hint: str = "", *, failed: bool = False) -> None:
        """Say something about the last key; not made safe to be drawn by this. hint: what is never cut off."""
        self._told = (words, "failure" if failed else "good")
        self._hint = hint
        self.refresh()

    def show(self, count: str) -> None:
        """Say how much there is."""
        if count != self._count:
            self._count = count
            self.refresh()

    def labels(self) -> list[Label]:
        """What on the left, how much on the right."""
        words, tone = self._told
        hint = f" · {self._hint}" if self._hint else ""
        what = " saved requests" if not words or self.size.width >= _WIDE else ""
        room = max(0, self.size.width - cell_len(what) - cell_len(self._count) - cell_len(hint) - 6)
        said = f"{'   ' if what else ' '}{cut(words, room)}{hint}" if words and room > 0 else ""
        gap = max(1, self.size.width - cell_len(what) - cell_len(said) - cell_len(self._count) - 1)
        return [
            Label(what, "bold"),
            Label(said, f"$tone-{tone}"),
            Label(" " * gap),
            Label(self._count, "$tone-muted"),
        ]


class SavedKeys(ClickLine):
    """The keys of the tree; each can be clicked. What does not fit into the first line stands in a second one."""

    def __init__(self, *, second: bool = False) -> None:
        super().__init__(id="saved-more-keys" if second else "saved-keys")
        self._second = second
        self._rest = False

    def rest(self, rests: bool) -> None:
        """Say by the looks of it whether only the mouse does it now: what one types are words to look for."""
        self._rest = rests
        self.refresh()

    def labels(self) -> list[Label]:
        """A key and a word each."""
        room = self.app.size.width + 1  # the last one's blank may be cut off
        labels: list[Label] = []
        for binding, word, action in _KEYS:
            key, text = f" {key_of(binding)}", f" {word} "
            room -= cell_len(key) + cell_len(text)
            if (room < 0) == self._second:
                rests = self._rest and binding != "saved.back"
                style = "$tone-muted" if rests else "bold $tone-event"
                labels += [Label(key, style, action), Label(text, "$tone-muted", action)]
        return labels
