"""The search's two lines under the pane: what is looked for and how, and below it what was found so far."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from tcptui.journal.search.query import Mode, Query
from tcptui.journal.search.search import BOTH
from tcptui.protocol.events import Direction
from tcptui.protocol.frozen import frozen
from tcptui.protocol.wording import Tone
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.click_line import ClickLine, Label
from tcptui.ui.widgets.line_input import LineInput

_MODES: Final[tuple[Mode, ...]] = ("text", "hex", "regex")
_WAYS: Final[dict[tuple[Direction, ...], tuple[str, str]]] = {
    BOTH: ("both ways", "⇄"),
    ("in",): ("received", "←"),
    ("out",): ("sent", "→"),
}
_CASES: Final = {False: ("exact case", "A≠a"), True: ("any case", "A=a")}
_ROOMY = 72
"""Cells of the bar from which on there is room for words; with less, signs stand for them."""

_HINTS: Final[dict[Mode, str]] = {
    "text": "text as it stands in the stream",
    "hex": "bytes as hex: 0d 0a",
    "regex": r"a regular expression over bytes: ^HTTP/1\.[01] \d+",
}
_SOON = 0.15  # seconds without another letter, before what is typed is looked for


@frozen
class Wanted:
    """What is looked for, and in which directions."""

    query: Query
    directions: tuple[Direction, ...] = BOTH


class SearchBar(Vertical):
    """Takes what is looked for. wanted: what stands in it at first; history: what was looked for before, oldest first.

    Every change is posted once no more letters come.
    """

    BINDING_GROUP_TITLE = "In the search bar"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", id="search.close", tooltip="Close the search, and stay at the place"),
        Binding("alt+n", "go(False)", "next", id="search.next", tooltip="Go to the next match, as Enter does"),
        Binding("alt+p", "go(True)", "previous", id="search.previous", tooltip="Go to the match before"),
        Binding("alt+m", "mode", "text, hex, regex", id="search.mode", tooltip="Look for text, hex or a regex"),
        Binding("alt+i", "case", "case", id="search.case", tooltip="Tell A from a, or not"),
        Binding("alt+d", "ways", "directions", id="search.ways", tooltip="Look in both directions, or in one"),
        Binding("up", "older(-1)", "before", id="search.older", tooltip="What was looked for before"),
        Binding("down", "older(1)", "after", id="search.newer", tooltip="What was looked for after that"),
    ]

    class Changed(Message):
        """Something else is looked for."""

        def __init__(self, wanted: Wanted) -> None:
            super().__init__()
            self.wanted = wanted

    class Going(Message):
        """The next match is asked for, or the one before."""

        def __init__(self, wanted: Wanted, *, backward: bool) -> None:
            super().__init__()
            self.wanted = wanted
            self.backward = backward

    class Closed(Message):
        """The bar is to go."""

    def __init__(self, wanted: Wanted, history: list[str]) -> None:
        super().__init__(id="search")
        self.wanted = wanted
        self._history = [*history, wanted.query.text]
        self._at = len(self._history) - 1
        self._soon: Timer | None = None
        self._options = _Options(self, "search-options")
        self._findings = _Findings(self, "search-findings")

    def compose(self) -> ComposeResult:
        """What is looked for and how; what was found."""
        with Horizontal():
            yield Static("/", id="search-mark")
            yield LineInput(self.wanted.query.text, _HINTS[self.wanted.query.mode], id="search-text")
            yield self._options
        yield self._findings

    def on_mount(self) -> None:
        """The keys come here."""
        self._input.cursor_blink = False
        self.focus_input()

    def focus_input(self) -> None:
        """The keys come here."""
        self._input.focus()

    @property
    def _input(self) -> Input:
        return self.query_one("#search-text", Input)

    def tell(self, text: str, tone: Tone) -> None:
        """Say what was found so far, or what is wrong."""
        self._findings.tell(text, tone)

    def _on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.wanted.query.text:
            self._want(replace(self.wanted.query, text=event.value), self.wanted.directions)

    def _on_resize(self) -> None:
        self._options.refresh(layout=True)

    def _on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_go(False)

    def _want(self, query: Query, directions: tuple[Direction, ...]) -> None:
        """Look for something else, as soon as no more letters come."""
        self.wanted = Wanted(query, directions)
        self._options.refresh(layout=True)
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(_SOON, self._change)

    def _change(self) -> None:
        self._soon = None
        self.post_message(self.Changed(self.wanted))

    # Actions --------------------------------------------------------------------------------------------------------

    def action_close(self) -> None:
        """Close the bar."""
        self.post_message(self.Closed())

    def action_go(self, backward: bool) -> None:
        """Go to a match."""
        if self._soon is not None:
            self._soon.stop()
            self._soon = None
        self.post_message(self.Going(self.wanted, backward=backward))

    def action_mode(self) -> None:
        """Take what is typed for something else."""
        mode = _MODES[(_MODES.index(self.wanted.query.mode) + 1) % len(_MODES)]
        self._input.placeholder = _HINTS[mode]
        self._want(replace(self.wanted.query, mode=mode), self.wanted.directions)

    def action_case(self) -> None:
        """Tell upper from lower case, or not."""
        query = self.wanted.query
        self._want(replace(query, ignore_case=not query.ignore_case), self.wanted.directions)

    def action_ways(self) -> None:
        """Look in other directions."""
        ways = list(_WAYS)
        self._want(self.wanted.query, ways[(ways.index(self.wanted.directions) + 1) % len(ways)])

    def action_older(self, step: int) -> None:
        """Bring back what was looked for before, or after that."""
        at = self._at + step
        if 0 <= at < len(self._history):
            self._history[self._at] = self._input.value
            self._at = at
            self._input.value = self._history[at]
            self._input.action_end()


class _BarLine(ClickLine):
    """A line of the bar, whose labels run the bar's actions."""

    def __init__(self, bar: SearchBar, name: str) -> None:
        super().__init__(id=name)
        self._bar = bar

    async def action_bar(self, action: str) -> None:
        """Have the bar do something."""
        await self._bar.run_action(action)


class _Options(_BarLine):
    """How it is looked for; a click changes it."""

    def labels(self) -> list[Label]:
        """Mode, case and directions, each with its key."""
        query, short = self._bar.wanted.query, self._bar.size.width < _ROOMY
        labels = _option("search.mode", query.mode, "mode")
        if query.mode != "hex":
            labels += _option("search.case", _CASES[query.ignore_case][short], "case")
        return labels + _option("search.ways", _WAYS[self._bar.wanted.directions][short], "ways")


def _option(name: str, value: str, action: str) -> list[Label]:
    tip = next(each.tooltip for each in SearchBar.BINDINGS if isinstance(each, Binding) and each.id == name)
    run = f"bar('{action}')"
    return [Label(f"  {key_of(name)}", "bold $tone-event", run, tip), Label(f" {value}", "$tone-muted", run, tip)]


class _Findings(_BarLine):
    """What was found; the arrows go there."""

    def __init__(self, bar: SearchBar, name: str) -> None:
        super().__init__(bar, name)
        self._told: tuple[str, Tone] = ("", "muted")

    def tell(self, text: str, tone: Tone) -> None:
        """Say this."""
        if (text, tone) != self._told:
            # Only what is wrong may need a second line; to lay the screen out for every count would cost the keys.
            wraps = "failure" in (tone, self._told[1])
            self._told = text, tone
            self.refresh(layout=wraps)

    def labels(self) -> list[Label]:
        """Arrows to go by, and the words."""
        text, tone = self._told
        return [
            Label(" ▲ ", "bold $tone-event", "bar('go(True)')", "Go to the match before"),
            Label(" ▼ ", "bold $tone-event", "bar('go(False)')", "Go to the next match"),
            Label(" ✕  ", "bold $tone-event", "bar('close')", "Close the search"),
            Label(text, f"$tone-{tone}"),
        ]
