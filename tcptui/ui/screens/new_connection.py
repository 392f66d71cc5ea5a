"""Where to connect to, how the answers are read, and the recent targets to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.framing.table import FramingError, parse_framing
from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.pasted.reader import Pasted, read_pasted
from tcptui.ui.recents import read_recents
from tcptui.ui.widgets.click_line import ClickLine, Label
from tcptui.ui.widgets.key_hints import KeyHints
from tcptui.ui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from tcptui.journal.entries import RecentTarget

_FORMS = "host:port, a URL, a curl or nc line, a port, unix:/path"
_FRAMINGS = "auto, none, http, line, fixed:N, length:KIND, json-header, resp, dns, …"
_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for. framing: as the command line writes it."""

    pasted: Pasted
    framing: str


class NewConnection(ModalScreen[Wanted | None]):
    """Dismisses with what is wanted, None when it was given up. What can't be understood is said in place."""

    BINDING_GROUP_TITLE = "While asking where to connect"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "back", id="new.back", tooltip="Back without a connection"),
        Binding("ctrl+c", "give_up", "back", priority=True, show=False),
        Binding("down", "offer(1)", "recent", id="new.older", tooltip="Put the recent target below into the line"),
        Binding("up", "offer(-1)", "recent", id="new.newer", tooltip="Put the recent target above into the line"),
    ]

    class Found(Message):
        """The recent targets were read. Posted by the thread that reads them."""

        def __init__(self, recent: list[RecentTarget]) -> None:
            super().__init__()
            self.recent = recent

    def __init__(self, framing: str) -> None:
        super().__init__()
        self._framing = framing
        self._recent: list[str] = []
        self._at = -1
        self._offers = [_Offer() for _ in range(_OFFERED)]

    def compose(self) -> ComposeResult:
        """The target, the framing, the recent targets, and what is wrong."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled("New connection", "bold"))
            yield _TargetLine()
            yield Static(Content.styled(_FORMS, "$tone-muted"), id="target-error")
            yield from self._offers
            yield Static(Content.styled(f"Answers are read as {_FRAMINGS}:", "$tone-muted"))
            yield LineInput(self._framing, id="framing")
            yield KeyHints(
                ("Enter", "connect", "screen.submit"),
                ("new.older", "recent", "screen.offer(1)"),
                ("Tab", "next line", "app.focus_next"),
                ("new.back", "back", "screen.give_up"),
            )

    def on_mount(self) -> None:
        """Read the recent targets."""
        self.query_one("#target").focus()
        read_recents(lambda recent: self.post_message(self.Found(recent)))

    def on_new_connection_found(self, message: Found) -> None:
        """Offer them."""
        self._recent = [one.target for one in message.recent]
        self._show_offers()

    def _show_offers(self) -> None:
        for n, offer in enumerate(self._offers):
            offer.target, offer.here = self._recent[n] if n < len(self._recent) else "", n == self._at
            offer.refresh()

    def action_offer(self, step: int) -> None:
        """Put another recent target into the line; beyond the first, an empty one."""
        if self._recent:
            self._at = max(-1, min(self._at + step, len(self._recent[:_OFFERED]) - 1))
            self._write(self._recent[self._at] if self._at >= 0 else "")

    def action_take(self, target: str) -> None:
        """Connect to a recent target that was clicked."""
        self._write(target)
        self.action_submit()

    def _write(self, target: str) -> None:
        line = self.query_one("#target", Input)
        line.value = target
        line.cursor_position = len(target)
        line.focus()
        self._show_offers()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read both lines."""
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        """Connect, or say what can't be understood."""
        try:
            pasted = read_pasted(self.query_one(_TargetLine).text)
            framing = str(parse_framing(self.query_one("#framing", Input).value))
        except (TargetError, FramingError) as error:
            told = visible_text(str(error))
            self.query_one("#target-error", Static).update(Content.styled(told, "$tone-failure"))
            return
        self.dismiss(Wanted(pasted, framing))

    def action_give_up(self) -> None:
        """Back without a connection."""
        self.dismiss(None)


class _TargetLine(LineInput):
    """An input line that keeps all lines of a paste, and shows them as one."""

    def __init__(self) -> None:
        super().__init__(placeholder="127.0.0.1:8000", id="target")
        self._pasted = ""
        self._shown = ""

    def _on_paste(self, event: events.Paste) -> None:
        if "\n" not in event.text.strip():
            return  # the base class takes it
        event.stop()
        event.prevent_default()
        self._pasted = event.text
        self._shown = self.value = " ⏎ ".join(line.strip() for line in event.text.strip().splitlines())
        self.cursor_position = len(self.value)

    @property
    def text(self) -> str:
        """What was typed or pasted."""
        return self._pasted if self._pasted and self.value == self._shown else self.value


class _Offer(ClickLine):
    """A recent target below the line."""

    def __init__(self) -> None:
        super().__init__(classes="offer")
        self.target = ""
        self.here = False

    def labels(self) -> list[Label]:
        """The target, marked where it is the one in the line."""
        if not self.target:
            return []
        name = visible_text(self.target)
        return [
            Label(
                f"{'›' if self.here else ' '} {name}", "reverse" if self.here else "", f"screen.take({self.target!r})"
            )
        ]
