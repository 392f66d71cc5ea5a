"""A message that is open: what of it is shown, and in which form."""

from __future__ import annotations

from dataclasses import dataclass, field

from tcptui.ui.messageview.details import Form
from tcptui.ui.widgets.board import Pieces


@dataclass(slots=True)
class Opened:
    """form: how its bytes are shown; lines: as they were laid out, for a window of so many cells; asked: counts
    the layouts that were asked for, so that one which comes late is known."""

    form: Form = "read"
    lines: list[Pieces] = field(default_factory=list)
    width: int = 0
    asked: int = 0
