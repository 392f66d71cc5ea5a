"""The keys along the bottom: those that matter now, each of which works and can be clicked."""

from __future__ import annotations

from rich.cells import cell_len
from textual.reactive import reactive

from tcptui.ui.keymap import keys_of
from tcptui.ui.keys import ACTIONS, BAR, Action, Standing, spoken
from tcptui.ui.widgets.click_line import ClickLine, Label


class KeyBar(ClickLine):
    """Made from the table of actions, with the keys in force."""

    standing: reactive[Standing] = reactive("none")
    """How the connection in view stands."""

    def __init__(self) -> None:
        super().__init__(id="keys")

    def labels(self) -> list[Label]:
        """A key and a word an action, in the table's order; the least important are left out where room is short."""
        by_id = {each.id: _labels(each) for each in ACTIONS}
        room = self.app.size.width + 1  # the last one's blank may be cut off
        kept = set()
        for name in BAR[self.standing]:
            room -= sum(cell_len(label.text) for label in by_id[name])
            if room < 0:
                break
            kept.add(name)
        return [label for name, labels in by_id.items() if name in kept for label in labels]


def _labels(action: Action) -> list[Label]:
    """An action without a key has no place here."""
    keys = keys_of(action.id)
    if not keys:
        return []
    run = action.action if action.action.startswith("app.") else f"screen.{action.action}"
    return [
        Label(f" {spoken(keys[0])}", "bold $tone-event", run, action.text),
        Label(f" {action.label} ", "$tone-muted", run, action.text),
    ]
