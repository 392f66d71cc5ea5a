"""All keys of the screen that was asked from, read from the bindings in force; typing narrows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tcptui.config.files import user_file
from tcptui.ui.keyrows import KeyGroup, KeyRow
from tcptui.ui.keys import spoken
from tcptui.ui.widgets.line_input import LineInput

_NAMES_FROM = 112
"""Columns of the screen from which there is room for the actions' names."""

_KEYS_WIDE, _TEXT_WIDE = 20, 62
_FRAME = 8
"""Columns of the dialog's border, padding and scrollbar."""


class Help(ModalScreen[None]):
    """Keys by where they work."""

    BINDING_GROUP_TITLE = "In the help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "dismiss", "back", id="help.back", priority=True, tooltip="Close the help"),
        Binding("up", "scroll(-1)", "up", id="help.up", tooltip="Scroll up"),
        Binding("down", "scroll(1)", "down", id="help.down", tooltip="Scroll down"),
        Binding("pageup", "page(-1)", "page up", id="help.page-up", tooltip="Scroll a page up"),
        Binding("pagedown", "page(1)", "page down", id="help.page-down", tooltip="Scroll a page down"),
    ]

    def __init__(self, groups: list[KeyGroup]) -> None:
        super().__init__()
        self._groups = groups
        self._list = Static()
        self._page = VerticalScroll(self._list, can_focus=False)

    def compose(self) -> ComposeResult:
        """The line to type in, and a long text that scrolls."""
        with Vertical(classes="dialog dialog-tall", id="help") as dialog:
            dialog.border_title = "all keys"
            dialog.border_subtitle = "type to narrow · ↑ ↓ PgDn scroll · Esc closes"
            yield LineInput(placeholder="type a key or a word: f5, close, hex …", compact=True)
            yield self._page

    def on_mount(self) -> None:
        """Show all."""
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has all the words that are typed."""
        self._show(event.value)
        self._page.scroll_home(animate=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._page.scroll_relative(y=lines, animate=False)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self._page.scroll_relative(y=direction * max(1, self._page.size.height - 1), animate=False)

    def _show(self, wanted: str) -> None:
        words = wanted.lower().split()
        lines: list[Content] = []
        for group in self._groups:
            rows = [row for row in group.rows if all(word in _searched(row) for word in words)]
            if rows:
                lines += self._group(group, rows, first=not lines)
        self._list.update(Content("\n").join(lines or [Content.styled("No key does that.", "$tone-muted")]))

    def _group(self, group: KeyGroup, rows: Iterable[KeyRow], *, first: bool) -> list[Content]:
        named = self.app.size.width >= _NAMES_FROM
        where = " (the keys go there now)" if group.here else ""
        head = Content.assemble((group.title, "bold $tone-event"), (where, "$tone-muted"))
        if named and first:
            space = " " * max(1, _KEYS_WIDE + _TEXT_WIDE - head.cell_length)
            head += Content.styled(f"{space}name in {user_file().name}", "$tone-muted")
        return [head, *(self._row(row, named) for row in rows), Content("")]

    def _row(self, row: KeyRow, named: bool) -> Content:
        spoken_keys = f"{_spoken(row) or 'no key':<{_KEYS_WIDE - 1}} "
        keys = Content.styled(spoken_keys, "bold" if row.keys else "$tone-muted")
        if not named:
            room = max(_KEYS_WIDE, self.app.size.width - _KEYS_WIDE - _FRAME)
            return keys + Content("\n" + " " * _KEYS_WIDE).join(Content(row.text).wrap(room))
        return Content.assemble(keys, f"{row.text:<{_TEXT_WIDE - 2}}  ", (f"{row.id}", "$tone-muted"))


def _spoken(row: KeyRow) -> str:
    return "  ".join(spoken(key) for key in row.keys)


def _searched(row: KeyRow) -> str:
    """Keys as they are drawn and as the settings write them, what they do, and its name."""
    return f"{_spoken(row)} {' '.join(row.keys)} {row.text} {row.id}".lower()
