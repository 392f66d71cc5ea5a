"""How the message goes out: pieces, pauses, how often, and what follows, by a form that says it in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact
from tcptui.ui.composer.form import Form
from tcptui.ui.composer.plan import (
    CUTTINGS,
    ENDINGS,
    MOST_BYTES,
    MOST_TIMES,
    PLACES,
    Cutting,
    Place,
    Plan,
    PlanError,
    read_count,
    read_pause,
)
from tcptui.ui.composer.rows import TURNS, Row
from tcptui.ui.widgets.key_hints import KeyHints

if TYPE_CHECKING:
    from tcptui.requests.delivery import Ending
    from tcptui.ui.composer.pane import ComposerPane
    from tcptui.ui.composing import ComposeActions


def ask_way(screen: ComposeActions, pane: ComposerPane) -> None:
    """Ask how it is to go out."""
    work = pane.work

    def answered(plan: Plan | None) -> None:
        if plan is not None:
            work.plan = plan
            pane.tell()

    data = work.made.composed.data
    plan = work.plan
    if plan.where != "before a byte":  # where the ending comes, if it is to come before a byte
        plan = replace(plan, byte=pane.bytes.cursor or len(data) // 2)
    screen.app.push_screen(WayOut(plan, data, work.marks), answered)


class WayOut(ModalScreen[Plan | None]):
    """Dismisses with the plan, None when nothing is to change. data, marks: of the message that goes out."""

    BINDING_GROUP_TITLE = "While asking how a message goes out"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "back", id="way.back", tooltip="Back with nothing changed"),
        Binding("ctrl+c", "give_up", "back", priority=True, show=False),
    ]

    def __init__(self, plan: Plan, data: bytes, marks: frozenset[int]) -> None:
        super().__init__()
        self._plan, self._data, self._marks = plan, data, marks
        self._typed = {"every": f"{plan.every}", "pause": f"{plan.pause:g}", "times": f"{plan.times}"}
        self._typed["byte"] = f"{plan.byte}"
        self._problem = ""
        self._form = Form("way-form", submits=True)

    def compose(self) -> ComposeResult:
        """The form, and what it means."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled("How it goes out", "bold"), classes="dialog-title")
            yield self._form
            yield Static(id="way-words")
            yield KeyHints(
                ("Enter", "take it", "screen.take"), ("↑ ↓", "the lines", ""), ("← →", "choose", ""),
                ("way.back", "back", "screen.give_up"),
            )  # fmt: skip

    def on_mount(self) -> None:
        """Show it."""
        self._show()
        self._form.focus()

    def _rows(self) -> tuple[Row, ...]:
        plan = self._plan
        rows = [_choice("cutting", "pieces", plan.cutting, CUTTINGS)]
        if plan.cutting == "every":
            rows.append(Row("every", "bytes a piece", self._typed["every"]))
        if plan.cutting != "whole" or plan.times > 1:
            rows.append(Row("pause", "seconds between", self._typed["pause"]))
        rows += [Row("times", "times", self._typed["times"]), _choice("ending", "then", plan.ending, ENDINGS)]
        if plan.ending != "none":
            rows.append(_choice("where", "it comes", plan.where, PLACES))
        if plan.ending != "none" and plan.where == "before a byte":
            rows.append(Row("byte", "byte, from 0", self._typed["byte"]))
        return tuple(rows)

    def _show(self) -> None:
        self._form.show(self._rows())
        told, style = self._told()
        self.query_one("#way-words", Static).update(Content.styled(visible_text(told), style))

    def _told(self) -> tuple[str, str]:
        """What will happen, or what can't."""
        if self._problem:
            return self._problem, "$tone-failure"
        marks = len([mark for mark in self._marks if 0 < mark < len(self._data)])
        try:
            words = self._plan.words(self._data, self._marks)
        except PlanError as error:
            return str(error), "$tone-failure"
        unmarked = self._plan.cutting == "marks" and not marks
        hint = " There is no mark: m in the bytes cuts before a byte." if unmarked else ""
        return f"{exact(len(self._data))}: {words}.{hint}", "$tone-muted"

    # What is done to it ---------------------------------------------------------------------------------------------

    def on_form_edited(self, message: Form.Edited) -> None:
        """A value was typed or turned."""
        message.stop()
        self._set(message.row.id, message.text)

    def _set(self, name: str, text: str) -> None:
        self._typed[name] = text
        self._problem = ""
        try:
            self._plan = _changed(self._plan, name, text)
        except PlanError as error:
            self._problem = str(error)
        self._show()

    def on_form_done(self, message: Form.Done) -> None:
        """Enter."""
        message.stop()
        self.action_take()

    def action_take(self) -> None:
        """Take the plan, where it can be."""
        if not self._problem:
            self.dismiss(self._plan)

    def action_give_up(self) -> None:
        """Back with nothing changed."""
        self.dismiss(None)


def _choice(name: str, label: str, value: str, choices: tuple[str, ...]) -> Row:
    return Row(name, label, value, choices=choices, only_choices=True, knobs=TURNS)


def _changed(plan: Plan, name: str, text: str) -> Plan:
    """The plan with what was typed or turned. Raises PlanError."""
    match name:
        case "cutting":
            return replace(plan, cutting=cast("Cutting", text))
        case "ending":
            return replace(plan, ending=cast("Ending", text))
        case "every":
            return replace(plan, every=read_count(text, "Bytes a piece", MOST_BYTES))
        case "times":
            return replace(plan, times=read_count(text, "Times", MOST_TIMES))
        case "pause":
            return replace(plan, pause=read_pause(text))
        case "byte":
            return replace(plan, byte=read_count(text, "The byte before which it comes", MOST_BYTES, least=0))
        case _:
            return replace(plan, where=cast("Place", text))
