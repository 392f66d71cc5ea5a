"""Work in another thread that takes a while: how far it is, and a way to stop it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

T = TypeVar("T")

_LOOK_EVERY = 0.1
_SHOW_AFTER = 0.3
"""Seconds that work may take before its progress is shown."""


class Progress(ModalScreen[None]):
    """Shows `words` as they become; Esc sets `stop`, which the work looks at."""

    BINDING_GROUP_TITLE = "While something takes longer"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "stop", "stop", id="progress.stop", tooltip="Stop: nothing is kept of it"),
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.words = ""
        self.stop = threading.Event()
        self._title = title

    async def during(self, app: App[Any], work: Callable[[], T]) -> T:
        """What the work gives, or raises. It is done in a thread; this is shown where it takes longer than a moment."""
        task = asyncio.create_task(asyncio.to_thread(work))
        try:
            done, _ = await asyncio.wait([task], timeout=_SHOW_AFTER)
            if not done:
                app.push_screen(self)
            return await task
        finally:
            self.stop.set()
            if self.is_attached:
                self.dismiss()

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
        self.stop.set()
