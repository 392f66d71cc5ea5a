"""One of a few things, by its letter, the arrows or the mouse."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tcptui.protocol.frozen import frozen

T = TypeVar("T")

_MOST, _AROUND = 18, 8
"""Lines of the list at most, and those around it: border, padding, the question, the keys, and what is between."""


@frozen
class Choice(Generic[T]):
    """One of them. key: the letter that takes it; text: what it is, after its name."""

    key: str
    value: T
    name: str
    text: str = ""


class Choose(ModalScreen[T | None]):
    """Dismisses with the value that was chosen, None when nothing was."""

    BINDING_GROUP_TITLE = "On a question with several answers"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "back", id="choose.back", tooltip="Back without choosing"),
        Binding("ctrl+c", "give_up", "back", priority=True, show=False),
    ]

    def __init__(self, title: str, choices: list[Choice[T]], chosen: T | None = None) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """The question and the choices, each with its letter."""
        width = max(len(choice.name) for choice in self._choices)
        with Vertical(classes="dialog"):
            yield Static(Content.styled(self._title, "bold"))
            yield OptionList(*(Option(_line(choice, width)) for choice in self._choices), classes="choices")
            yield Static(Content.styled("the letter or Enter takes it · Esc back", "$tone-muted"))

    def on_mount(self) -> None:
        """Begin at the one that holds now."""
        values = [choice.value for choice in self._choices]
        self.query_one(OptionList).highlighted = values.index(self._chosen) if self._chosen in values else 0

    def on_resize(self, event: events.Resize) -> None:
        """The list scrolls where not all of it fits, so that the question and the keys stay in view."""
        self.query_one(OptionList).styles.max_height = max(1, min(_MOST, event.size.height - _AROUND))

    def on_key(self, event: events.Key) -> None:
        """A letter takes its choice."""
        for choice in self._choices:
            if event.character == choice.key and self.is_current:
                event.stop()
                self.dismiss(choice.value)
                return

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        message.stop()
        self.dismiss(self._choices[message.option_index].value)

    def action_give_up(self) -> None:
        """Back without choosing."""
        self.dismiss(None)


def _line(choice: Choice[T], width: int) -> Content:
    return Content.assemble(
        (f" {choice.key}  ", "bold $tone-event"), f"{choice.name:<{width}}", (f"  {choice.text}", "$tone-muted")
    )
