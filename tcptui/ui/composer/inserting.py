"""What can be inserted at the cursor: asked for by a list, then by its own questions, with its bytes shown."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tcptui.protocol.composing.inserts import INSERTS, Around, Ask, Insert, InsertError, make_insert
from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact
from tcptui.ui.composer.form import Form
from tcptui.ui.composer.rows import TURNS, Row
from tcptui.ui.widgets.key_hints import KeyHints

if TYPE_CHECKING:
    from tcptui.ui.composer.pane import ComposerPane
    from tcptui.ui.composing import ComposeActions

_FILE = "file"
_CHECKSUM = "of what is selected, else of the content"
_TOLD = {
    "time": "Unix time, ISO 8601, or as HTTP has it",
    "uuid": "as text or raw",
    "random": "raw or as hex text",
    "zeros": "as many as you say",
    "integer": "of any width and byte order",
}
"""What each insert is, those that are no checksums."""

_SHOWN = 24
"""Bytes of an insert that are shown before it is taken."""


def ask_insert(screen: ComposeActions, pane: ComposerPane) -> None:
    """Ask what, and insert it."""
    from tcptui.ui.screens.choose import Choice, Choose

    def answered(name: str | None) -> None:
        if name == _FILE:
            _ask_file(screen, pane)
        elif name is not None:
            dialog = InsertDialog(INSERTS[name], pane.inserted_about())
            screen.app.push_screen(dialog, lambda data: None if data is None else pane.insert(data))

    choices = [
        Choice(chr(ord("a") + n), each.id, each.label, _TOLD.get(each.id, _CHECKSUM))
        for n, each in enumerate(INSERTS.values())
    ]
    choices.append(Choice("z", _FILE, "a file", "its bytes, as they are"))
    screen.app.push_screen(Choose("Insert at the cursor", choices), answered)


def _ask_file(screen: ComposeActions, pane: ComposerPane) -> None:
    from tcptui.ui.composer.work import TYPED_LIMIT
    from tcptui.ui.input.files import readable_file
    from tcptui.ui.screens.entry import Entry

    def read(name: str) -> Path:
        path, size = readable_file(name.strip())
        if size > TYPED_LIMIT // 4:
            raise ValueError(f"{exact(size)} are too many to be edited: make the file the content (kind: file).")
        return path

    def answered(path: Path | None) -> None:
        if path is not None:
            try:
                pane.insert(path.read_bytes())
            except OSError as error:
                pane.say(f"{path} can't be read: {error.strerror}")

    screen.app.push_screen(Entry("Insert a file", "a path; ~ is your home folder", "insert", read), answered)


class InsertDialog(ModalScreen[bytes | None]):
    """Dismisses with the bytes to insert, None when it was given up. of: what a checksum is about."""

    BINDING_GROUP_TITLE = "While asking what to insert"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "back", id="insert.back", tooltip="Back with nothing inserted"),
        Binding("ctrl+c", "give_up", "back", priority=True, show=False),
    ]

    def __init__(self, insert: Insert, of: bytes) -> None:
        super().__init__()
        self._insert, self._of = insert, of
        self._answers = {ask.id: ask.default for ask in insert.asks}
        # Kept, so that what is shown is what is inserted.
        self._random = b""
        self._around = Around(of, time.time(), self._same_random)
        self._form = Form("insert-form", submits=True)

    def compose(self) -> ComposeResult:
        """The questions, and the bytes that their answers make."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled(f"Insert {self._insert.label}", "bold"))
            yield self._form
            yield Static(id="insert-bytes")
            yield KeyHints(
                ("Enter", "insert", "screen.take"), ("↑ ↓", "the lines", ""), ("← →", "choose", ""),
                ("insert.back", "back", "screen.give_up"),
            )  # fmt: skip

    def on_mount(self) -> None:
        """Show it."""
        self._show()
        self._form.focus()

    def _same_random(self, count: int) -> bytes:
        self._random += os.urandom(max(0, count - len(self._random)))
        return self._random[:count]

    def _show(self) -> None:
        self._form.show(tuple(_row(ask, self._answers[ask.id]) for ask in self._insert.asks))
        try:
            data = make_insert(self._insert.id, self._answers, self._around)
        except InsertError as error:
            told = Content.styled(visible_text(str(error)), "$tone-failure")
        else:
            more = " …" if len(data) > _SHOWN else ""
            told = Content.styled(f"{exact(len(data))}: {data[:_SHOWN].hex(' ')}{more}", "$tone-muted")
        self.query_one("#insert-bytes", Static).update(told)

    def on_form_edited(self, message: Form.Edited) -> None:
        """An answer was typed or turned."""
        message.stop()
        self._answers[message.row.id] = message.text
        self._show()

    def on_form_done(self, message: Form.Done) -> None:
        """Enter."""
        message.stop()
        self.action_take()

    def action_take(self) -> None:
        """Insert it, where it can be made."""
        try:
            data = make_insert(self._insert.id, self._answers, self._around)
        except InsertError:
            return  # it is told
        self.dismiss(data)

    def action_give_up(self) -> None:
        """Back with nothing inserted."""
        self.dismiss(None)


def _row(ask: Ask, answer: str) -> Row:
    turns = ask.kind == "choice"
    return Row(ask.id, ask.label, answer, knobs=TURNS if turns else (), choices=ask.choices, only_choices=turns)
