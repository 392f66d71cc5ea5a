"""The rules for what may differ: what each lets be, and adding, changing and removing them."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact
from tcptui.requests.comparing import ALWAYS_CHANGING, Comparison, parse_rule
from tcptui.ui.comparison.rulebook import Rulebook
from tcptui.ui.screens.entry import Entry
from tcptui.ui.widgets.key_hints import KeyHints

FORMS = "header:NAME  json:PATH  line:REGEX  event:NAME; * stands for anything in a name or a path"


def read_rule(text: str) -> str:
    """A rule as it is written. Raises ValueError with one sentence."""
    return parse_rule(text.strip()).text


class Rules(ModalScreen[tuple[str, ...] | None]):
    """Dismisses with the rules where they were changed, else with None."""

    BINDING_GROUP_TITLE = "Among the rules for what may differ"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "back", id="rules.back", tooltip="Back, with these rules"),
        Binding("ctrl+c", "leave", "back", priority=True, show=False),
        Binding("a", "add", "add", id="rules.add", tooltip="Write another rule"),
        Binding("delete,d", "remove", "remove", id="rules.remove", tooltip="Remove the rule"),
        Binding("u", "usual", "the usual ones", id="rules.usual", tooltip="The rules that hold where none are kept"),
    ]

    def __init__(self, book: Rulebook, comparison: Comparison) -> None:
        super().__init__()
        self._book = book
        self._texts = list(book.texts)
        every = [one for pair in comparison.pairs for one in pair.differences]
        self._lets = Counter(one.ignored for one in (*every, *comparison.events))

    def compose(self) -> ComposeResult:
        """The rules, where they are kept, and the keys."""
        with Vertical(id="rules", classes="dialog"):
            yield Static(Content.styled("What may differ", "bold"))
            yield Static(Content.styled(f"kept in {visible_text(str(self._book.path))}", "$tone-muted"))
            yield OptionList(classes="choices")
            yield KeyHints(
                ("Enter", "change", "screen.change"),
                ("rules.add", "add", "screen.add"),
                ("rules.remove", "remove", "screen.remove"),
                ("rules.usual", "the usual ones", "screen.usual"),
                ("rules.back", "back", "screen.leave"),
            )

    def on_mount(self) -> None:
        """Show them."""
        self._show(0)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def _show(self, at: int) -> None:
        width = max((len(text) for text in self._texts), default=0)
        self._list.clear_options()
        self._list.add_options([Option(self._line(text, width)) for text in self._texts])
        if not self._texts:
            self._list.add_option(Option(Content.styled("nothing may differ", "$tone-muted"), disabled=True))
        self._list.highlighted = min(at, len(self._texts) - 1) if self._texts else None

    def _line(self, text: str, width: int) -> Content:
        lets = self._lets[text]
        told = f"lets {exact(lets, 'difference')} be" if lets else ""
        return Content.assemble(f" {visible_text(text):<{min(width, 60)}}", (f"   {told}", "$tone-muted"))

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        message.stop()
        self.action_change()

    def action_change(self) -> None:
        """Write the rule under the cursor anew."""
        at = self._list.highlighted
        if at is None or not self._texts:
            return

        def answered(text: str | None) -> None:
            if text is not None:
                self._texts[at] = text
                self._show(at)

        self.app.push_screen(Entry("What may differ", FORMS, "changes the rule", read_rule, self._texts[at]), answered)

    def action_add(self) -> None:
        """Write another one."""

        def answered(text: str | None) -> None:
            if text is not None and text not in self._texts:
                self._texts.append(text)
                self._show(len(self._texts) - 1)

        self.app.push_screen(Entry("What else may differ", FORMS, "adds the rule", read_rule), answered)

    def action_remove(self) -> None:
        """Remove the one under the cursor."""
        at = self._list.highlighted
        if at is not None and self._texts:
            del self._texts[at]
            self._show(at)

    def action_usual(self) -> None:
        """Have those that hold where none are kept."""
        self._texts = list(ALWAYS_CHANGING)
        self._show(0)

    def action_leave(self) -> None:
        """Back."""
        texts = tuple(dict.fromkeys(self._texts))
        self.dismiss(texts if texts != self._book.texts else None)
