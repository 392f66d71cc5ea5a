"""How something is to be replayed: where, how fast, step by step or not, and the variables that it needs."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact
from tcptui.requests.reading import RequestFileError
from tcptui.ui.composer.form import Form
from tcptui.ui.replaying.fields import ChoiceError, Fields
from tcptui.ui.replaying.wanted import Ready, Source, Wanted, prepared
from tcptui.ui.widgets.key_hints import KeyHints

_PREPARING = "preparing"
"""The worker that reads the request once more, and fills in its variables."""


class AskReplay(ModalScreen[Ready | None]):
    """Dismisses with what can begin, None when it was given up. What can't be done is said in place."""

    BINDING_GROUP_TITLE = "While asking how to replay"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "back", id="replay.back", tooltip="Back without a replay"),
        Binding("ctrl+c", "give_up", "back", priority=True, show=False),
    ]

    def __init__(self, source: Source, steps: int, fields: Fields) -> None:
        """steps: how many it has."""
        super().__init__()
        self._source, self._steps = source, steps
        self._fields = fields
        self._wrong = ("", "")  # the line that can't be used, and why
        self._form = Form("replay-form", submits=True)

    def compose(self) -> ComposeResult:
        """The form, and what its lines mean."""
        with Vertical(classes="dialog"):
            title = visible_text(f"Replay {self._source.title}, {exact(self._steps, 'step')}")
            yield Static(Content.styled(title, "bold"), classes="dialog-title")
            yield self._form
            yield Static(id="replay-words")
            yield KeyHints(
                ("Enter", "replay", "screen.take"), ("↑ ↓", "the lines", ""), ("← →", "choose", ""),
                ("replay.back", "back", "screen.give_up"),
            )  # fmt: skip

    def on_mount(self) -> None:
        """Show it; the keys are on what must be filled in."""
        self._form.show(self._fields.rows())
        self._form.focus()
        self._form.go_to(self._fields.first_empty)
        self._tell_row()

    def _tell_row(self) -> None:
        row = self._form.row
        if row is not None and row.id == self._wrong[0]:
            self._tell(self._wrong[1], "$tone-failure")
        elif row is not None:
            self._tell(self._fields.told(row.id), "$tone-muted")

    def _tell(self, words: str, style: str) -> None:
        self.query_one("#replay-words", Static).update(Content.styled(visible_text(words), style))

    def on_form_moved(self) -> None:
        """Say what the line is for."""
        self._tell_row()

    def on_form_edited(self, message: Form.Edited) -> None:
        """A value was typed or turned."""
        message.stop()
        self.workers.cancel_group(self, _PREPARING)
        self._fields.values[message.row.id] = message.text
        self._wrong = ("", "")
        self._form.show(self._fields.rows())
        self._tell_row()

    def on_form_done(self, message: Form.Done) -> None:
        """Enter."""
        message.stop()
        if message.act == "submit":
            self.action_take()

    def action_take(self) -> None:
        """Replay, or go to the line that does not fit and say why."""
        try:
            wanted = self._fields.wanted()
        except ChoiceError as error:
            self._wrong = error.field, str(error)
            self._form.go_to(error.field)
            self._tell_row()
            return
        self._tell("reading it …", "$tone-muted")
        self.run_worker(self._prepare(wanted), group=_PREPARING, exclusive=True)

    async def _prepare(self, wanted: Wanted) -> None:
        """Read it in a thread: it may be long."""
        try:
            ready = await asyncio.to_thread(prepared, self._source, wanted)
        except RequestFileError as error:
            self._tell(error.problems[0], "$tone-failure")
        else:
            self.dismiss(ready)

    def action_give_up(self) -> None:
        """Back without a replay."""
        self.dismiss(None)
