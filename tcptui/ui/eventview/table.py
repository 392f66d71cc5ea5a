"""The lines of a chronicle in a window: only those that are on the screen are read."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tcptui.journal.chronicle import Chronicle, Line, Place
from tcptui.journal.chronicle.chronicle import END
from tcptui.protocol.events import RunStarted
from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import since, span
from tcptui.ui.eventview.telling import Teller
from tcptui.ui.fitting import filled
from tcptui.ui.rowtimes import clock
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_WHEEL = 3
_LONG = 1_000_000_000
"""Nanoseconds without an event that stand out."""

_TIME, _GAP, _CONN = 12, 11, 6


class EventTable(Wheeled, Board, can_focus=True):
    """Follows the newest line until the cursor leaves it."""

    BINDING_GROUP_TITLE = "In the list of events"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "older", id="chronicle.up", tooltip="The event before"),
        Binding("down,j", "move(1)", "newer", id="chronicle.down", tooltip="The next event"),
        Binding("pageup,b", "page(-1)", "page up", id="chronicle.page-up", tooltip="A page of older events"),
        Binding("pagedown,space", "page(1)", "page down", id="chronicle.page-down", tooltip="A page of newer events"),
        Binding("home,g", "oldest", "oldest", id="chronicle.top", tooltip="The oldest event"),
        Binding("end,G", "newest", "newest", id="chronicle.bottom", tooltip="The newest event, and follow what comes"),
        Binding("enter", "choose", "go there", id="chronicle.choose", tooltip="Show this place in the session"),
    ]

    class Turned(Message):
        """The cursor stands on another line, or on none."""

    class Chosen(Message):
        """The line under the cursor is to be shown in its session."""

    def __init__(self, chronicle: Chronicle, teller: Teller, started: RunStarted) -> None:
        super().__init__(id="chronicle")
        self._chronicle = chronicle
        self._teller = teller
        self._started = started
        self.clock = False
        """Whether times are told by the wall clock, not since the run began."""
        self.numbers = False
        """Whether each line says of which connection it is."""
        self._cursor: Place = END
        self._top: Place = END
        self._lines_shown: list[tuple[Place, Line]] = []
        self._told: Line | None = None
        """The line under the cursor as it was last told."""

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        at = self._at()
        return None if at is None else self._lines_shown[at][1]

    @property
    def place(self) -> Place:
        """Where the cursor stands; END while it follows the newest."""
        return self._cursor

    @property
    def follows(self) -> bool:
        """Whether the cursor stays on the newest line."""
        return self._cursor == END

    def _at(self) -> int | None:
        """The cursor's line of the window."""
        if not self._lines_shown:
            return None
        if self.follows:
            return len(self._lines_shown) - 1
        places = [place for place, _ in self._lines_shown]
        return places.index(self._cursor) if self._cursor in places else None

    def board(self) -> list[Pieces]:
        """The window's lines; none is read that is not in it."""
        height = self.content_size.height
        self._lines_shown = self._window(height)
        if not self._lines_shown:
            return [(("no event fits what is asked for", "muted"),)]
        first = self._lines_shown[0][0]
        earlier = self._chronicle.before(first, 1)
        last = earlier[0][1] if earlier else None
        here, pieces = self._at(), []
        for at, (_, line) in enumerate(self._lines_shown):
            pieces.append(self._pieces(line, last, here=at == here))
            last = line
        return pieces

    def _window(self, height: int) -> list[tuple[Place, Line]]:
        """The lines from the top on; the last ones there are while it follows, or where fewer than a page are left."""
        if self.follows:
            shown = self._chronicle.before(END, height)
        else:
            self._cursor = self._nearest(self._cursor)
            self._top = self._with_cursor_in_sight(height)
            shown = self._chronicle.after(self._top, height)
            if len(shown) < height:
                shown = self._chronicle.before(END, height)
        self._top = shown[0][0] if shown else END
        return shown

    def _nearest(self, place: Place) -> Place:
        """This place, or the next one that is shown."""
        there = self._chronicle.after(place, 1)
        return there[0][0] if there else END

    def _with_cursor_in_sight(self, height: int) -> Place:
        if self._cursor <= self._top or self._top == END:
            return self._cursor
        above = [place for place, _ in self._chronicle.before(self._cursor, height - 1)]
        return max(self._top, above[0]) if len(above) == height - 1 and above else self._top

    # A line ---------------------------------------------------------------------------------------------------------

    def _pieces(self, line: Line, before: Line | None, *, here: bool) -> Pieces:
        moment = clock(line.t, self._started) if self.clock else since(line.t, self._started.t)
        gap = 0 if before is None else max(0, line.t - before.last_t)
        text, tone = self._teller.told(line)
        arrow = self._teller.arrow(line)
        conn = f"{line.conn or '':>{_CONN - 2}}  " if self.numbers else ""
        told = "" if before is None else f"+{span(gap / 1e9)}"
        room = max(1, self.content_size.width - _TIME - _GAP - len(conn) - 4)
        words = filled(visible_text(text), room)
        if here:
            return ((f"{moment:>{_TIME}}{told:>{_GAP}}  {conn}{arrow} {words}", "reverse "),)
        return (
            (f"{moment:>{_TIME}}", "muted"),
            (f"{told:>{_GAP}}", "bold warning" if gap >= _LONG else "muted"),
            (f"  {conn}", "muted"),
            (f"{arrow} ", f"bold {_ARROW_TONES[arrow]}"),
            (words, tone),
        )

    # Moving ---------------------------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """There may be more lines, or others."""
        self.redraw()
        if self.line != self._told:
            self._tell()

    def _tell(self) -> None:
        self._told = self.line
        self.post_message(self.Turned())

    def _go(self, place: Place) -> None:
        newest = self._chronicle.before(END, 1)
        self._cursor = END if newest and place >= newest[0][0] else place
        self.redraw()
        self._tell()

    def action_move(self, count: int) -> None:
        """Move the cursor by lines; negative is towards older ones."""
        at = self._lines_shown[-1][0] if self.follows and self._lines_shown else self._cursor
        if count < 0:
            older = self._chronicle.before(at, -count)
            self._go(older[0][0] if older else at)
        else:
            newer = self._chronicle.after(at, count + 1)
            self._go(newer[-1][0] if newer else END)

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self.action_move(direction * max(1, self.content_size.height - 1))

    def action_oldest(self) -> None:
        """Go to the oldest that has been read."""
        oldest = self._chronicle.after((-(1 << 62), 0), 1)
        if oldest:
            self._go(oldest[0][0])

    def action_newest(self) -> None:
        """Go to the newest, and follow what comes."""
        self._go(END)

    def action_choose(self) -> None:
        """Ask for the line to be shown in its session."""
        if self.line is not None:
            self.post_message(self.Chosen())

    def wheel(self, direction: int) -> None:
        """Scroll, or move the cursor where there is one."""
        self.action_move(direction * _WHEEL)

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or not 0 <= offset.y < len(self._lines_shown):
            return
        event.stop()
        if event.chain > 1:
            self.action_choose()
        else:
            self._go(self._lines_shown[offset.y][0])


_ARROW_TONES = {"←": "in", "→": "out", "·": "muted"}
