"""The lines of the composer that say things: how the content is given, where one is, how it goes out."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget

from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.click_line import ClickLine, Label


class Line(ClickLine):
    """Labels that a function gives; a click runs an action of the composer. owner: the widget with the actions."""

    def __init__(self, id: str, labels: Callable[[], list[Label]], owner: Widget) -> None:  # noqa: A002
        super().__init__(id=id)
        self._labels = labels
        self._owner = owner
        self._shown: list[Label] = []

    def labels(self) -> list[Label]:
        """As they were when they were looked at last."""
        return self._shown

    def renew(self) -> None:
        """Draw them, where they are not as they were."""
        labels = self._labels()
        if labels != self._shown:
            self._shown = labels
            self.refresh()

    def on_resize(self) -> None:
        """They may depend on the width."""
        self.renew()

    async def action_owner(self, action: str) -> None:
        """Have the owner do something."""
        await self._owner.run_action(action)


def key_label(name: str, word: str, action: str) -> list[Label]:
    """A key and its word, both to be clicked. name: the id of a binding; action: the owner's."""
    run = f"owner({action!r})"
    return [Label(f"{key_of(name)} ", "bold $tone-event", run), Label(f"{word}   ", "$tone-muted", run)]
