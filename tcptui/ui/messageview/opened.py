"""A message that is open: what of it is shown, and in which form."""

from __future__ import annotations

from dataclasses import dataclass, field

from tcptui.protocol.events import Message
from tcptui.ui.messageview.details import Form
from tcptui.ui.widgets.board import Pieces


@dataclass(slots=True)
class Opened:
    """form: how its bytes are shown; lines: as they were laid out, for a window of so many cells.

    of: the message as it was then, which may have been under way; asked: counts the layouts that were asked for, so
    that one which comes late is known; busy: whether one is being made; veiled: whether secrets are hidden.
    """

    form: Form = "read"
    lines: list[Pieces] = field(default_factory=list)
    width: int = 0
    of: Message | None = None
    asked: int = 0
    busy: bool = False
    veiled: bool = True
