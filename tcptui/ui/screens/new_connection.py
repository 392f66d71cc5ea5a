"""Where to connect to: one line that is read as the command line reads it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tcptui.protocol.endpoint import Endpoint, TargetError, from_host_port, parse_target

_FORMS = "host:port   [v6]:port   unix:/path   http://…   or host and port with a space"


class NewConnection(ModalScreen[Endpoint | None]):
    """Dismisses with the endpoint, None when it was given up. What can't be understood is said in place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "back"),
        Binding("ctrl+c", "give_up", "back", priority=True),
    ]

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The input, and below it the forms or what is wrong."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled("New connection", "bold"))
            yield Input(self._text, placeholder="127.0.0.1:8000", id="target")
            yield Static(Content.styled(_FORMS, "$tone-muted"), id="target-error")
            yield Static(
                Content.assemble(("Enter", "bold $tone-event"), " connect    ", ("Esc", "bold $tone-event"), " back"),
                classes="dialog-keys",
            )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read the target."""
        event.stop()
        try:
            self.dismiss(read_target(event.value))
        except TargetError as error:
            self.query_one("#target-error", Static).update(Content.styled(str(error), "$tone-failure"))

    def action_give_up(self) -> None:
        """Back without a connection."""
        self.dismiss(None)


def read_target(text: str) -> Endpoint:
    """A TARGET, or telnet's two words. Raises TargetError."""
    words = text.split()
    endpoint = from_host_port(*words) if len(words) == 2 else parse_target(text)
    if endpoint.transport == "tls":
        raise TargetError(f"{endpoint}: this version speaks plain TCP only; TLS is still to come.")
    return endpoint
