"""Work in another thread that takes a while: how far it is, and a way to stop it."""

from __future__ import annotations

import threading
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

_LOOK_EVERY = 0.1


class Progress(ModalScreen[None]):
    """Shows `words` as they become; Esc sets `stop`. Whoever began the work dismisses it at the end."""

    BINDING_GROUP_TITLE = "While something takes longer"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "stop", "stop", id="progress.stop", tooltip="Stop: nothing is kept of it"),
    ]

    def __init__(self, title: str, stop: threading.Event) -> None:
        super().__init__()
        self.words = ""
        self._title = title
        self._stop = stop

    def compose(self) -> ComposeResult:
        """What is done and how far it is."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled(self._title, "bold"))
            yield Static(Content(""), id="progress-words")
            yield Static(Content.assemble(("Esc", "bold $tone-event"), " stop"), classes="dialog-keys")

    def on_mount(self) -> None:
        """Tell at once and then every tenth of a second."""
        self._tell()
        self.set_interval(_LOOK_EVERY, self._tell)

    def _tell(self) -> None:
        self.query_one("#progress-words", Static).update(Content(self.words))

    def action_stop(self) -> None:
        """Stop."""
        self._stop.set()
