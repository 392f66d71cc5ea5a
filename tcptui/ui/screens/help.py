"""All keys, read from the bindings that are in force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tcptui.ui.keys import ACTIONS, EDIT_KEYS, INPUT_KEYS, spoken
from tcptui.ui.widgets.event_list import EventList
from tcptui.ui.widgets.session_pane import SessionPane


class Help(ModalScreen[None]):
    """Keys by where they work."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q,enter,ctrl+c", "dismiss", "back")]

    def compose(self) -> ComposeResult:
        """One long text that scrolls."""
        with VerticalScroll(classes="dialog dialog-tall") as page:
            page.border_title = "all keys"
            page.border_subtitle = "Esc closes · ↑ ↓ scroll"
            yield Static(Content("\n").join(_lines()))


def _lines() -> Iterable[Content]:
    yield from _part("Everywhere", [(each.keys, each.text) for each in ACTIONS])
    yield _row("alt+1 … alt+9", "Go to the connection of that number")
    yield _row("Tab", "Go to the next part of the screen: pane, input, events")
    editing = [(",".join(each.keys), each.text) for each in EDIT_KEYS]
    yield from _part("In the input line", [*INPUT_KEYS, *editing])
    yield from _part("In the pane (Esc or PgUp goes there)", _bound(SessionPane.BINDINGS))
    yield from _part("In the events (F4 goes there, Esc comes back)", _bound(EventList.BINDINGS))


def _bound(bindings: Iterable[BindingType]) -> list[tuple[str, str]]:
    return [(each.key, each.tooltip) for each in bindings if isinstance(each, Binding)]


def _part(title: str, keys: Iterable[tuple[str, str]]) -> Iterable[Content]:
    yield Content("")
    yield Content.styled(title, "bold $tone-event")
    for names, text in keys:
        yield _row("  ".join(spoken(key) for key in names.split(",")), text)


def _row(keys: str, text: str) -> Content:
    return Content.assemble((f"  {keys:<26}", "bold"), text[:1].upper() + text[1:])
