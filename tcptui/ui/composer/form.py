"""A form of lines that are edited in place: the arrows go from one to the next, what is typed changes the value."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from tcptui.ui.composer.rows import Line, Row, index_at, label_width, laid_out
from tcptui.ui.editor import Editor
from tcptui.ui.keymap import edit_of
from tcptui.ui.typeahead import TakesText
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_TURNS = {"left": -1, "right": 1, "space": 1}
"""Keys that turn a value of which there are only so many, and by how much."""


_STEPS = {"before": -1, "after": 1}
_ABOVE, _BELOW = ("▲ ", "bold event"), ("▼ ", "bold event")


class Form(Board, Wheeled, TakesText, can_focus=True):
    """Shows rows, and posts what a person does to them; it changes none of them itself."""

    BINDING_GROUP_TITLE = "In the composer's form"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "up", id="form.up", tooltip="The line above"),
        Binding("down", "go(1)", "down", id="form.down", tooltip="The line below"),
        Binding("enter", "enter", "choose", id="form.enter", tooltip="Choose a value, add a header, or go on"),
        Binding("alt+u", "do('turn')", "auto", id="form.turn", tooltip="Filled in by itself, by hand, or left out"),
        Binding("alt+w", "do('remove')", "remove", id="form.remove", tooltip="Remove the header"),
        Binding("alt+up", "do('up')", "header up", id="form.header-up", tooltip="Move the header up"),
        Binding("alt+down", "do('down')", "header down", id="form.header-down", tooltip="Move the header down"),
    ]

    class Edited(Message):
        """A value was edited."""

        def __init__(self, form: Form, row: Row, text: str) -> None:
            super().__init__()
            self.form, self.row, self.text = form, row, text

    class Done(Message):
        """Something is to be done to a row: what a knob's `act` names, or `enter`."""

        def __init__(self, form: Form, row: Row, act: str) -> None:
            super().__init__()
            self.form, self.row, self.act = form, row, act

    class Moved(Message):
        """The keys are on another row."""

        def __init__(self, form: Form) -> None:
            super().__init__()
            self.form = form

    def __init__(self, id: str, *, submits: bool = False) -> None:  # noqa: A002 - Textual's name for it
        """submits: Enter is for the whole form, on each row: `Done` with the act `submit`."""
        super().__init__(id=id)
        self._submits = submits
        self.rows: tuple[Row, ...] = ()
        self._at = 0
        self._top = 0
        self._editor = Editor()
        self._fresh = True  # the keys have just come to the value: what is typed takes its place

    # Rows -----------------------------------------------------------------------------------------------------------

    def show(self, rows: tuple[Row, ...]) -> None:
        """Show these; the keys stay on the row of the same id, as far as there is one."""
        before, count = self.row, len(self.rows)
        self.rows = rows
        if before is not None:
            self._at = next((at for at, row in enumerate(rows) if row.id == before.id), self._at)
        self._at = max(0, min(self._at, len(rows) - 1))
        self._load(keep=before is not None and self.row is not None and self.row.id == before.id)
        if len(rows) != count:
            self.refresh(layout=True)
        self.redraw()

    def _load(self, *, keep: bool) -> None:
        """Have the row's value edited; the cursor stays where it was, if it is the same text."""
        row = self.row
        if row is not None and not (keep and self._editor.text == row.value):
            self._editor.set(row.value)
        self._fresh = self._fresh if keep else True

    def _replaces(self, row: Row) -> bool:
        """Whether the whole value is selected. A header is gone on with: its name is half of it."""
        return self._fresh and row.kind == "field" and bool(self._editor.text)

    def _type(self, row: Row, text: str) -> None:
        if self._replaces(row):
            self._editor.set("")
        self._editor.insert(text)
        self._fresh = False

    @property
    def row(self) -> Row | None:
        """The row with the keys; None where there are none."""
        return self.rows[self._at] if self._at < len(self.rows) else None

    def go_to(self, row_id: str) -> None:
        """Give the keys to a row, where it is there."""
        at = next((at for at, row in enumerate(self.rows) if row.id == row_id), None)
        if at is not None and at != self._at:
            self._put(at)

    def _put(self, at: int) -> None:
        self._at = max(0, min(at, len(self.rows) - 1))
        self._load(keep=False)
        self.redraw()
        self.post_message(self.Moved(self))

    def insert(self, text: str) -> bool:
        """Type this into the value with the keys; False where it can't be typed."""
        row = self.row
        if row is None or not self._edits(row):
            return False
        self._fresh = False
        self._editor.insert(text)
        self._edited(row)
        return True

    # Keys -----------------------------------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        row = self.row
        if row is None:
            return
        method = edit_of(event.key)
        if row.only_choices and (event.key in _TURNS or event.is_printable):
            if event.key in _TURNS:
                self._turn_choice(row, _TURNS[event.key])
        elif event.is_printable and event.character and self._edits(row):
            self._type(row, event.character)
        elif event.key == "backspace" and row.kind == "header" and not row.value:
            self.action_do("remove")
        elif method is not None and method not in ("older", "newer") and self._edits(row):
            if method in ("backspace", "delete") and self._replaces(row):
                self._editor.set("")
            else:
                getattr(self._editor, method)()
            self._fresh = False
        else:
            return
        event.stop()
        event.prevent_default()
        self._edited(row)

    async def _on_paste(self, event: events.Paste) -> None:
        row = self.row
        if row is not None and self._edits(row):
            event.stop()
            self._type(row, " ".join(event.text.splitlines()))
            self._edited(row)

    def _edits(self, row: Row) -> bool:
        """Whether its value is typed."""
        return row.kind != "action" and not row.only_choices

    def _turn_choice(self, row: Row, step: int) -> None:
        """To the next value that there is, or the one before."""
        at = row.choices.index(row.value) if row.value in row.choices else -step
        self._editor.set(row.choices[(at + step) % len(row.choices)])
        self._edited(row)

    def _edited(self, row: Row) -> None:
        self.redraw()
        if self._editor.text != row.value:
            self.post_message(self.Edited(self, row, self._editor.text))

    def action_go(self, step: int) -> None:
        """So many rows down."""
        if 0 <= self._at + step < len(self.rows):
            self._put(self._at + step)

    def action_enter(self) -> None:
        """Choose, add or do what the row is for; else go to the next."""
        row = self.row
        if row is not None and self._submits:
            self.post_message(self.Done(self, row, "submit"))
        elif row is not None and any(knob.act == "choose" for knob in row.knobs):
            self.post_message(self.Done(self, row, "choose"))
        elif row is not None and row.kind != "field":
            self.post_message(self.Done(self, row, "enter"))
        else:
            self.action_go(1)

    def _act(self, row: Row, act: str) -> None:
        """What a click on a knob does."""
        if act in _STEPS:
            self._turn_choice(row, _STEPS[act])
        else:
            self.post_message(self.Done(self, row, act))

    def action_do(self, act: str) -> None:
        """Do something to the row, where that can be done to it."""
        row = self.row
        if row is not None and any(knob.act == act for knob in (*row.knobs, *row.own)):
            self.post_message(self.Done(self, row, act))

    # Drawing --------------------------------------------------------------------------------------------------------

    def get_content_height(self, _container: Size, _viewport: Size, _width: int) -> int:
        """A line a row."""
        return max(1, len(self.rows))

    def board(self) -> list[Pieces]:
        """As many rows as fit, that with the keys among them; signs tell of those that do not."""
        height, last = max(1, self.size.height), len(self.rows) - 1
        self._top = max(self._at - height + 1, min(self._top, self._at, max(0, len(self.rows) - height)))
        shown = range(self._top, min(self._top + height, len(self.rows)))
        lines = [self._line(at).pieces for at in shown]
        if lines and self._top:
            lines[0] = (_ABOVE, *lines[0][1:])
        if lines and shown[-1] < last:
            lines[-1] = (_BELOW, *lines[-1][1:])
        return lines

    def _line(self, at: int) -> Line:
        """A row laid out."""
        row, here = self.rows[at], at == self._at and self.has_focus
        labels = label_width(self.rows, self.size.width)
        if not here:
            return laid_out(row, labels, self.size.width, row.drawn(row.value), None, here=False)
        cursor = self._editor.cursor if self._edits(row) else None
        selected = cursor is not None and self._replaces(row)
        return laid_out(
            row, labels, self.size.width, row.drawn(self._editor.text), cursor, here=True, selected=selected
        )

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the cursor, or the value that what is typed takes the place of; hide it when the keys go elsewhere."""
        super().watch_has_focus(has_focus)
        self._fresh = has_focus
        self.redraw()

    # The mouse ------------------------------------------------------------------------------------------------------

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self._top + offset.y >= len(self.rows):
            return
        event.stop()
        at = self._top + offset.y
        line = self._line(at)
        if at != self._at:
            self._put(at)
        row = self.rows[at]
        for x, knob in line.knobs:
            if x <= offset.x < x + len(knob.text):
                self._act(row, knob.act)
                return
        if row.kind == "action":
            self.post_message(self.Done(self, row, "enter"))
        else:
            self._editor.cursor = index_at(line, row.drawn(self._editor.text), offset.x)
            self._fresh = False
            self.redraw()

    def wheel(self, direction: int) -> None:
        """To the row below, or above."""
        self.action_go(direction)
