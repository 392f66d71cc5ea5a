"""The lines above and below the list: how much there is, and the keys."""

from __future__ import annotations

from rich.cells import cell_len

from tcptui.ui.fitting import cut
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.click_line import ClickLine, Label

_KEYS = (
    ("history.input", "input", "screen.choose('input')"),
    ("history.compose", "composer", "screen.choose('compose')"),
    ("history.again", "send again", "screen.choose('again')"),
    ("history.open", "recording", "screen.choose('open')"),
    ("history.save", "save", "screen.choose('save')"),
    ("history.words", "words", "screen.words"),
    ("history.back", "back", "screen.back"),
)
"""The bindings whose keys are shown, a word, and what a click does."""

_TYPING_KEYS = (
    ("Enter", "look in all bytes, too", "screen.look"),
    ("history.list", "to the list", "screen.list"),
    ("history.back", "back", "screen.back"),
)


class HistoryHeading(ClickLine):
    """What this is, and how much of it there is."""

    def __init__(self) -> None:
        super().__init__(id="history-heading")
        self._told = ""

    def show(self, told: str) -> None:
        """Say this on the right."""
        if told != self._told:
            self._told = told
            self.refresh()

    def labels(self) -> list[Label]:
        """What on the left, how much on the right."""
        what = " what was sent, in all runs"
        told = cut(self._told, max(0, self.size.width - cell_len(what) - 2))
        gap = max(1, self.size.width - cell_len(what) - cell_len(told) - 1)
        return [Label(what, "bold"), Label(" " * gap), Label(told, "$tone-muted")]


class HistoryKeys(ClickLine):
    """The keys that work where the focus is; each can be clicked."""

    def __init__(self) -> None:
        super().__init__(id="history-keys")
        self._typing = True

    def show(self, *, typing: bool) -> None:
        """Show the list's keys, or those of the words that are typed."""
        self._typing = typing
        self.refresh()

    def labels(self) -> list[Label]:
        """A key and a word each."""
        keys = _TYPING_KEYS if self._typing else _KEYS
        labels = []
        for key, word, action in keys:
            spoken = key_of(key) if "." in key else key
            labels += [Label(f" {spoken}", "bold $tone-event", action), Label(f" {word} ", "$tone-muted", action)]
        return labels
