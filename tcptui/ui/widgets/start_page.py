"""What stands in the pane's place while there is no connection: where to go, and how to say it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tcptui.protocol.glyphs import visible_text
from tcptui.ui.recents import read_recents
from tcptui.ui.when import when
from tcptui.ui.widgets.board import Board, Pieces

if TYPE_CHECKING:
    from tcptui.journal.entries import RecentTarget
    from tcptui.lab.responders import Responder

_WORDS: tuple[Pieces, ...] = (
    (("Where to?", "bold event"),),
    (("Type host:port and Enter. ", ""), ("A URL, a curl, telnet or nc line, a port of", "muted")),
    (("this machine, the path of a unix socket: paste what you have.", "muted"),),
)
_LEAST = 2
"""Recent targets that are shown however low the page is."""
_DIGITS = 9
_GOOD = ("complete", "closed")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line that can be chosen. name: of a practice server to start, "" for a target to connect to."""

    target: str
    name: str = ""


class StartPage(Board, can_focus=True):
    """Recent targets and practice servers. A number, Enter or a click chooses; ↑ ↓ work from the input line, too."""

    BINDING_GROUP_TITLE = "On the start page (Esc goes there)"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "line up", id="start.up", tooltip="The choice above"),
        Binding("down,j", "step(1)", "line down", id="start.down", tooltip="The choice below"),
        Binding("enter", "choose", "choose", id="start.choose", tooltip="Connect there"),
        Binding("escape,i", "leave", "type", id="start.leave", tooltip="Back to the input line"),
        *(Binding(str(n), f"pick({n})", f"choice {n}", show=False) for n in range(1, _DIGITS + 1)),
    ]

    class Chosen(Message):
        """A choice was made."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    class Left(Message):
        """The keys should go back to the input line."""

    class Found(Message):
        """The recent targets were read. Posted by the thread that reads them."""

        def __init__(self, recent: list[RecentTarget]) -> None:
            super().__init__()
            self.recent = recent

    def __init__(self) -> None:
        super().__init__(id="start")
        from tcptui.lab.responders import RESPONDERS

        self._practice: list[Responder] = list(RESPONDERS.values())
        self._recent: list[RecentTarget] = []
        self._at: int | None = None
        self._rows: dict[int, int] = {}  # a line's y -> the number of its choice

    def look(self) -> None:
        """Read the recent targets anew."""
        read_recents(lambda recent: self.post_message(self.Found(recent)))

    def on_start_page_found(self, message: Found) -> None:
        """Show them; what is highlighted stays so."""
        message.stop()
        at = self._chosen()
        self._recent = message.recent
        choices = self._choices()
        self._at = choices.index(at) if at in choices else None
        self.redraw()

    # What is shown --------------------------------------------------------------------------------------------------

    def _shown(self) -> list[RecentTarget]:
        """As many recent targets as there is room for."""
        others = len(_WORDS) + len(self._practice) + 4
        return self._recent[: max(_LEAST, self.size.height - others)]

    def _choices(self) -> list[Choice]:
        recent = [Choice(one.target) for one in self._shown()]
        return [*recent, *(Choice("", one.name) for one in self._practice)]

    def _chosen(self) -> Choice | None:
        choices = self._choices()
        return choices[self._at] if self._at is not None and self._at < len(choices) else None

    def board(self) -> list[Pieces]:
        """The words, the recent targets where there are any, the practice servers."""
        lines: list[Pieces] = [*_WORDS, ()]
        self._rows = {}
        recent, now = self._shown(), time.time_ns()
        if recent:
            lines.append((("Recent", "bold muted"),))
            lines += [self._row(len(lines) + n, n, *_recent_pieces(one, now)) for n, one in enumerate(recent)]
            lines.append(())
        lines.append((("Practice servers, started here for you", "bold muted"),))
        begin = len(lines)
        for n, one in enumerate(self._practice):
            lines.append(self._row(begin + n, len(recent) + n, (f"{one.name:<6}", ""), (one.text, "muted")))
        return [(("  ", ""), *line) for line in self._in_sight(lines)]

    def _in_sight(self, lines: list[Pieces]) -> list[Pieces]:
        """The lines from that on which leaves the highlighted choice on the page, however low the page is."""
        here = next((y for y, index in self._rows.items() if index == self._at), 0)
        top = max(0, here - self.size.height + 1)
        self._rows = {y - top: index for y, index in self._rows.items() if y >= top}
        return lines[top:]

    def _row(self, y: int, index: int, *pieces: tuple[str, str]) -> Pieces:
        self._rows[y] = index
        number = str(index + 1) if index < _DIGITS else " "
        if index == self._at:
            text = f"› {number}  " + "".join(text for text, _ in pieces)
            return ((f"{text:<{max(0, self.size.width - 4)}}"[: max(0, self.size.width - 2)], "reverse "),)
        return (f"  {number}  ", "event"), *pieces

    # Choosing -------------------------------------------------------------------------------------------------------

    def action_step(self, step: int) -> None:
        """Highlight the choice above or below; from none, the first or the last."""
        count = len(self._choices())
        if count:
            self._at = (self._at + step) % count if self._at is not None else (0 if step > 0 else count - 1)
            self.redraw()

    def clear_choice(self) -> None:
        """Highlight nothing."""
        if self._at is not None:
            self._at = None
            self.redraw()

    def action_choose(self) -> bool:
        """Choose what is highlighted; False where nothing is."""
        choice = self._chosen()
        if choice is None:
            return False
        self.clear_choice()
        self.post_message(self.Chosen(choice))
        return True

    def action_pick(self, number: int) -> bool:
        """Choose by number; False where there is none of it."""
        if not 0 < number <= len(self._choices()):
            return False
        self._at = number - 1
        return self.action_choose()

    def action_leave(self) -> None:
        """Ask for the keys to go back to the input line."""
        self.post_message(self.Left())

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        index = self._rows.get(offset.y) if offset is not None else None
        if index is not None:
            event.stop()
            self.action_pick(index + 1)

    def on_focus(self) -> None:
        """With the keys here, something is always highlighted."""
        if self._at is None:
            self.action_step(1)

    def on_blur(self) -> None:
        """Without them, nothing is."""
        self.clear_choice()


def _recent_pieces(recent: RecentTarget, now: int) -> tuple[tuple[str, str], ...]:
    target = visible_text(recent.target)
    outcome = recent.outcome or "cut off"
    name = target if len(target) <= 34 else f"{target[:33]}…"
    return (
        (f"{name:<34} ", ""),
        (f"{outcome:<15}", "muted" if outcome in _GOOD else "warning"),
        (when(recent.last, now), "muted"),
    )
