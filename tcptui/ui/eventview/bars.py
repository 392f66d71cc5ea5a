"""The lines above and below the events: what is shown, what can be chosen, and the keys."""

from __future__ import annotations

from rich.cells import cell_len

from tcptui.ui.eventview.filtering import KINDS, Kind
from tcptui.ui.fitting import cut
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.click_line import ClickLine, Label

_KEYS = (
    (("chronicle.scope",), "one or all", "screen.scope"),
    (("chronicle.kind-left", "chronicle.kind-right"), "kind", "screen.kind(1)"),
    (("chronicle.filter",), "filter", "screen.filter"),
    (("chronicle.times",), "clock", "screen.times"),
    (("chronicle.choose",), "go there", "screen.choose"),
    (("chronicle.back",), "back", "screen.back"),
)
"""The bindings whose keys are shown, a word, and what a click does."""


class Heading(ClickLine):
    """Of what the events are, and how many there are."""

    def __init__(self) -> None:
        super().__init__(id="event-heading")
        self._what = self._count = ""

    def show(self, what: str, count: str) -> None:
        """Say this."""
        if (what, count) != (self._what, self._count):
            self._what, self._count = what, count
            self.refresh()

    def labels(self) -> list[Label]:
        """What on the left, how many on the right."""
        room = max(0, self.size.width - cell_len(self._count) - 2)
        what = cut(self._what, room)
        gap = " " * max(1, room - cell_len(what))
        return [Label(f" {what}", "bold", "screen.scope"), Label(gap), Label(self._count, "$tone-muted")]


class KindBar(ClickLine):
    """The kinds of events, one of which is chosen."""

    def __init__(self) -> None:
        super().__init__(id="event-kinds")
        self._kind: Kind = "events"

    def show(self, kind: Kind) -> None:
        """This one is chosen."""
        self._kind = kind
        self.tooltip = KINDS[kind]
        self.refresh()

    def labels(self) -> list[Label]:
        """A label a kind."""
        return [
            Label(f" {kind} ", "reverse bold" if kind == self._kind else "$tone-muted", f"screen.choose_kind('{kind}')")
            for kind in KINDS
        ]


class EventKeys(ClickLine):
    """The keys of the view; each can be clicked."""

    def __init__(self) -> None:
        super().__init__(id="event-keys")

    def labels(self) -> list[Label]:
        """A key and a word each."""
        labels = []
        for bindings, word, action in _KEYS:
            keys = " ".join(map(key_of, bindings))
            labels += [Label(f" {keys}", "bold $tone-event", action), Label(f" {word} ", "$tone-muted", action)]
        return labels
