"""One line to be typed and understood; what can't be is answered in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tcptui.ui.widgets.line_input import LineInput

T = TypeVar("T")


class Entry(ModalScreen[T | None]):
    """Dismisses with what the line was read as, None when it was given up.

    forms: how it may be written; does: what Enter does, in a word; read: raises ValueError with one sentence for what
    it can't understand; text: what stands in the line at first; selected: what is typed takes its place.
    """

    BINDING_GROUP_TITLE = "On a question that takes a line"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "back", id="entry.back", tooltip="Back with nothing done"),
        Binding("ctrl+c", "give_up", "back", priority=True, show=False),
    ]

    def __init__(
        self, title: str, forms: str, does: str, read: Callable[[str], T], text: str = "", *, selected: bool = False
    ) -> None:
        super().__init__()
        self._title = title
        self._forms = forms
        self._does = does
        self._read = read
        self._text = text
        self._selected = selected

    def compose(self) -> ComposeResult:
        """The line, and below it the forms or what is wrong."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled(self._title, "bold"))
            yield LineInput(self._text, select_on_focus=self._selected)
            yield Static(Content.styled(self._forms, "$tone-muted"), id="entry-told")
            yield Static(
                Content.assemble(
                    ("Enter", "bold $tone-event"), f" {self._does}    ", ("Esc", "bold $tone-event"), " back"
                ),
                classes="dialog-keys",
            )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read the line."""
        event.stop()
        try:
            self.dismiss(self._read(event.value))
        except ValueError as error:
            self.query_one("#entry-told", Static).update(Content.styled(str(error), "$tone-failure"))

    def action_give_up(self) -> None:
        """Back with nothing done."""
        self.dismiss(None)
