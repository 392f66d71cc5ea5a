"""Where to listen, and what answers there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tcptui.lab.responders import RESPONDERS
from tcptui.protocol.endpoint import Endpoint, TargetError, parse_listen_address
from tcptui.protocol.framing.table import FramingError, parse_framing
from tcptui.protocol.glyphs import visible_text
from tcptui.ui.widgets.click_line import ClickLine, Label
from tcptui.ui.widgets.line_input import LineInput

_FORMS = "8000   0 (a free port)   0.0.0.0:8000 (open to all)   [::1]:8000"
_FRAMING = "How messages are told apart: auto, http, line, json-header, …"
_BY_HAND = "you, by hand"


@dataclass(frozen=True, slots=True)
class ListenWanted:
    """What was asked for. responder: a practice server's name, "" where a person answers; framing: "" for its own."""

    address: Endpoint
    responder: str
    framing: str = ""


class ListenDialog(ModalScreen[ListenWanted | None]):
    """Dismisses with what is wanted, None when it was given up. What can't be understood is said in place."""

    BINDING_GROUP_TITLE = "While asking where to listen"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "back", id="listen.back", tooltip="Back without a listener"),
        Binding("ctrl+c", "give_up", "back", priority=True, show=False),
        Binding("down", "choose(1)", "answers", id="listen.next", tooltip="What answers: the next one"),
        Binding("up", "choose(-1)", "answers", id="listen.previous", tooltip="What answers: the one before"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._names = ["", *RESPONDERS]
        self._at = 0
        self._choices = [_Choice(n, _told(name)) for n, name in enumerate(self._names)]

    def compose(self) -> ComposeResult:
        """The address, what answers, and what is wrong."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled("Listen", "bold"))
            yield LineInput("0", placeholder="8000", id="target")
            yield Static(Content.styled(_FORMS, "$tone-muted"), id="target-error")
            yield Static(Content.styled("Who answers", "bold"), classes="dialog-keys")
            yield from self._choices
            yield Static(Content.styled(_FRAMING, "$tone-muted"), classes="dialog-keys")
            yield LineInput("", placeholder="as what answers needs it, else auto", id="framing")
            keys = Content.assemble(
                ("Enter", "bold $tone-event"), " listen    ", ("↑ ↓", "bold $tone-event"), " who answers    ",
                ("Tab", "bold $tone-event"), " next line    ", ("Esc", "bold $tone-event"), " back",
            )  # fmt: skip
            yield Static(keys, classes="dialog-keys")

    def on_mount(self) -> None:
        """A person answers unless something else is chosen."""
        self.action_pick(0)
        self.query_one("#target").scroll_visible(animate=False)

    def action_choose(self, step: int) -> None:
        """Choose another one."""
        self.action_pick((self._at + step) % len(self._names))

    def action_pick(self, at: int) -> None:
        """Choose this one."""
        self._at = at
        for choice in self._choices:
            choice.here = choice.number == at
            choice.refresh()
        self.query_one("#target").focus(scroll_visible=False)
        self._choices[at].scroll_visible(animate=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """On a low screen, come back to the line that is typed in."""
        event.input.scroll_visible(animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read both lines."""
        event.stop()
        typed = self.query_one("#framing", Input).value.strip()
        try:
            address = parse_listen_address(self.query_one("#target", Input).value)
            framing = str(parse_framing(typed)) if typed else ""
        except (TargetError, FramingError) as error:
            told = visible_text(str(error))
            self.query_one("#target-error", Static).update(Content.styled(told, "$tone-failure"))
            return
        self.dismiss(ListenWanted(address, self._names[self._at], framing))

    def action_give_up(self) -> None:
        """Back without a listener."""
        self.dismiss(None)


def _told(name: str) -> str:
    return f"{name}: {RESPONDERS[name].text.partition(';')[0]}" if name else f"{_BY_HAND}, on the connection in view"


class _Choice(ClickLine):
    """One of those who can answer."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(classes="offer")
        self.number = number
        self.here = False
        self._text = text

    def labels(self) -> list[Label]:
        """Marked where it is chosen."""
        mark = "●" if self.here else "○"
        return [Label(f" {mark} {self._text} ", "bold $tone-event" if self.here else "", f"screen.pick({self.number})")]
