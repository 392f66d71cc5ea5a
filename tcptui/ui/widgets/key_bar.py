"""The keys along the bottom: those that there is room for, each of which works and can be clicked."""

from __future__ import annotations

from tcptui.ui.keys import ACTIONS, Action, spoken
from tcptui.ui.widgets.click_line import ClickLine, Label


class KeyBar(ClickLine):
    """Made from the table of actions."""

    def __init__(self) -> None:
        super().__init__(id="keys")

    def labels(self) -> list[Label]:
        """A key and a word an action."""
        shown = [each for each in ACTIONS if each.label and self.app.size.width >= each.columns]
        return [label for each in shown for label in _labels(each)]


def _labels(action: Action) -> list[Label]:
    run = action.action if action.action.startswith("app.") else f"screen.{action.action}"
    key = spoken(action.keys.split(",")[0])
    return [Label(f" {key}", "bold $tone-event", run), Label(f" {action.label} ", "$tone-muted", run)]
