"""Many connections to one target: how many, what each of them does, and when it has done it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tcptui.protocol.glyphs import visible_text
from tcptui.ui.groups import GroupWanted
from tcptui.ui.manyfields import FIELDS, WantedError, read
from tcptui.ui.widgets.key_hints import KeyHints
from tcptui.ui.widgets.line_input import LineInput


class ManyConnections(ModalScreen[GroupWanted | None]):
    """Dismisses with what is wanted, None when it was given up. What can't be understood is said in place."""

    BINDING_GROUP_TITLE = "While asking for many connections"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "back", id="many.back", tooltip="Back without a connection"),
        Binding("ctrl+c", "give_up", "back", priority=True, show=False),
        Binding("down", "app.focus_next", "next line", id="many.next", tooltip="The next line"),
        Binding("up", "app.focus_previous", "line before", id="many.previous", tooltip="The line before"),
    ]

    def __init__(self, target: str, framing: str, room: int) -> None:
        """target: what stands in the line at first; framing: for the answers; room: how many can be opened."""
        super().__init__()
        self._first = {"target": target, "framing": framing}
        self._room = room

    def compose(self) -> ComposeResult:
        """A line a field, what is said of it, and the keys."""
        with Vertical(classes="dialog", id="many"):
            yield Static(Content.styled("Many connections at once", "bold"))
            for field in FIELDS:
                with Horizontal(classes="many-field"):
                    yield Static(field.label, classes="many-label")
                    yield LineInput(self._first.get(field.id, field.first), id=f"many-{field.id}", compact=True)
            yield Static(id="many-told")
            yield KeyHints(
                ("Enter", "open them", "screen.submit"),
                ("many.next", "next line", "app.focus_next"),
                ("many.back", "back", "screen.give_up"),
            )

    def on_mount(self) -> None:
        """Begin with the first line that has nothing in it yet, else with the number."""
        self.query_one("#many-count" if self._first["target"] else "#many-target").focus()

    def on_descendant_focus(self) -> None:
        """Say what the line is for."""
        field = next(
            (each for each in FIELDS if self.focused is not None and self.focused.id == f"many-{each.id}"), None
        )
        if field is not None:
            self._tell(field.told, "$tone-muted")

    def _tell(self, words: str, tone: str) -> None:
        shown = visible_text(words)
        self.query_one("#many-told", Static).update(Content.styled(shown, tone))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read all lines."""
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        """Open them, or go to the line that can't be understood and say why."""
        values = {field.id: self.query_one(f"#many-{field.id}", Input).value for field in FIELDS}
        try:
            self.dismiss(read(values, self._room))
        except WantedError as error:
            self.query_one(f"#many-{error.field}").focus()
            self.call_after_refresh(self._tell, str(error), "$tone-failure")

    def action_give_up(self) -> None:
        """Back without a connection."""
        self.dismiss(None)
