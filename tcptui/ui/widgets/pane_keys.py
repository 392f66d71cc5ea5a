"""The keys that work in the pane in each of its views."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from tcptui.ui.keys import PANE_ACTIONS


class PaneKeys(Widget):
    """A view of the record: single letters act here."""

    BINDING_GROUP_TITLE = "In the pane (Esc goes there)"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(replace(each.binding(), action=f"screen.{each.action}") for each in PANE_ACTIONS),
        Binding("question_mark", "screen.explain", "explain", id="pane.explain", tooltip="Explain the figures"),
    ]

    class Left(Message):
        """The keys should go back to the input line."""
