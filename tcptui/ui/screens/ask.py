"""A question that is answered with yes or no."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tcptui.ui.keymap import keys_of


class Ask(ModalScreen[bool]):
    """Dismisses with the answer."""

    BINDING_GROUP_TITLE = "On a question of yes or no"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "yes", id="ask.yes", tooltip="Yes"),
        Binding("n,escape,ctrl+c", "answer(False)", "no", id="ask.no", tooltip="No"),
    ]

    def __init__(self, question: str, consequence: str) -> None:
        super().__init__()
        self._question = question
        self._consequence = consequence

    def also_yes(self, action: str) -> None:
        """Let the key that asked say yes when it is pressed once more. action: the id of what asked."""
        for key in keys_of(action):
            self._bindings.bind(key, "answer(True)", "yes")

    def compose(self) -> ComposeResult:
        """The question, what follows from yes, and the keys."""
        keys = Content.assemble(("y", "bold $tone-event"), " yes    ", ("n", "bold $tone-event"), " no")
        with Vertical(classes="dialog"):
            yield Static(Content.styled(self._question, "bold"))
            yield Static(Content(self._consequence))
            yield Static(keys, classes="dialog-keys")

    def action_answer(self, answer: bool) -> None:
        """Answer."""
        self.dismiss(answer)
