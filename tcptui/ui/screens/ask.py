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
from tcptui.ui.keys import spoken
from tcptui.ui.widgets.click_line import ClickLine, Label


class _Answers(ClickLine):
    """The answers with their keys."""

    def labels(self) -> list[Label]:
        """Yes and no, each as a key and a word."""
        return [label for name, answer in (("yes", True), ("no", False)) for label in _answer(name, answer)]


def _answer(name: str, answer: bool) -> list[Label]:
    action = f"screen.answer({answer})"
    key = spoken(keys_of(f"ask.{name}", ("y" if answer else "n",))[0])
    return [Label(key, "bold $tone-event", action), Label(f" {name}    ", "", action)]


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
        with Vertical(classes="dialog"):
            yield Static(Content.styled(self._question, "bold"))
            yield Static(Content(self._consequence))
            yield _Answers(classes="dialog-keys")

    def action_answer(self, answer: bool) -> None:
        """Answer."""
        self.dismiss(answer)
