"""A window over the record that reads only the rows it shows: drawing, and where it stands."""

from __future__ import annotations

from functools import partial
from typing import Final

from rich.segment import Segment
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tcptui.journal.rows import Row, Rows
from tcptui.protocol.encodings import UTF8
from tcptui.protocol.events import RunStarted
from tcptui.protocol.wording import PLAIN, Manner
from tcptui.ui.render import Inks, mixed_inks
from tcptui.ui.rowlayout import Look, Mark, Marks, RowLayout, View
from tcptui.ui.rownumbers import RowNumbers
from tcptui.ui.rowtimes import TimeMode
from tcptui.ui.screenful import Line, Screenful
from tcptui.ui.themes import tone_style

SCROLLBAR: Final = 1
_MANY = 100
_COUNT_AGAIN = 0.1  # seconds between two looks at a count under way

_WindowOf = tuple[int, int, str, Look]
"""What a window was made for: the connection's key, the width, the theme, and how rows are shown."""


class RowWindow(Widget):
    """Draws one connection's rows as text or as hex; follows the end unless it was scrolled away from it."""

    view: reactive[View] = reactive("text")
    """How bytes are shown."""

    manner: reactive[Manner] = reactive(PLAIN)
    """How events are told."""

    time_mode: reactive[TimeMode] = reactive("start")
    """Which times stand beside the rows."""

    encoding: reactive[str] = reactive(UTF8)
    """How bytes become text: a name of `encodings.canonical`."""

    secrets: reactive[int | None] = reactive[int | None](0)
    """How many stretches of what came were told to be secrets by now, hidden with others; None to show all."""

    empty: reactive[str] = reactive("")
    """What to do next: shown while there are no rows."""

    class HidesTurned(Message):
        """Something in view is hidden now, or nothing any more."""

    def __init__(self) -> None:
        super().__init__(id="pane")
        self.marks: Marks | None = None
        """What is highlighted besides the selection; call `record_changed` when it has changed."""
        self._rows: dict[View, Rows] = {}
        self._key = 0
        self._started: RunStarted | None = None
        self._window: Screenful | None = None
        self._layout: RowLayout | None = None
        self._window_of: _WindowOf | None = None
        self._places: dict[int, Row | None] = {}
        self.went_to: tuple[int, int] | None = None
        """The place that was brought into view last: position and stream offset."""
        self._landed: tuple[Row, Mark] | None = None  # its row, and what is marked there
        self.hides = False
        """Whether secrets are in view that are not shown."""
        self._lines: list[Line] | None = None
        self._bar: tuple[int, int] = (0, 0)
        self._inks: Inks | None = None
        self._numbers = RowNumbers()
        self._looking_again = False

    def on_unmount(self) -> None:
        """Count no more."""
        self._numbers.rest()

    def show(self, key: int, rows: dict[View, Rows], started: RunStarted | None) -> None:
        """Show this connection; each keeps the place at which it was left. started: of the run that it belongs to."""
        if self._window is not None:
            self._places[self._key] = self._window.top[0] if self._window.top else None
        self._key, self._rows, self._started = key, rows, started
        self._window = self._layout = self._window_of = self.went_to = self._landed = None
        self.hides = False
        self.record_changed()

    def record_changed(self) -> None:
        """The record has more, or something else is to be marked in it: draw it at the next frame."""
        self._lines = None
        self.refresh()

    def on_resize(self) -> None:
        """Another height shows other lines, also where nothing new is told: a card grew below it."""
        self.record_changed()

    def notify_style_update(self) -> None:
        """The theme has changed: lay everything out anew."""
        super().notify_style_update()
        self._inks = self._window_of = self._lines = None

    def watch_view(self) -> None:
        """Draw in the other view, at the same place."""
        self.record_changed()

    def watch_manner(self) -> None:
        """Tell the same rows otherwise."""
        self.record_changed()

    def watch_time_mode(self) -> None:
        """Tell other times."""
        self.record_changed()

    def watch_encoding(self) -> None:
        """Read the same bytes otherwise."""
        self.record_changed()

    def watch_secrets(self) -> None:
        """Hide other bytes, or none."""
        self.record_changed()

    # The window -----------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> Rows | None:
        """The rows of the connection in view, as they are cut in this view."""
        return self._rows.get(self.view)

    @property
    def started(self) -> RunStarted | None:
        """The beginning of the run in view."""
        return self._started

    @property
    def follows(self) -> bool:
        """Whether the window follows the end."""
        return self._window is None or self._window.follows

    def window(self) -> Screenful | None:
        """The window as it is to be now: made anew for another connection, look, width or theme."""
        if not self._rows or self._started is None or not self.size.width:
            return None
        look = Look(self.view, self.manner, self.time_mode, self.encoding, self.secrets)
        of = (self._key, self.size.width, self.app.theme, look)
        if self._window is None or of != self._window_of:
            rows = self._rows[self.view]
            self._layout = RowLayout(rows, look, self._started, self.size.width - SCROLLBAR, self._mix())
            window, before = self._window, self._window_of
            if window is not None and before is not None and before[:-1] == of[:-1] and look.hides_else(before[-1]):
                window.lay_out_by(self._layout)
            else:
                self._window = self._made_anew(rows, self._layout)
            self._window_of = of
        return self._window

    def _made_anew(self, rows: Rows, layout: RowLayout) -> Screenful:
        """Another window, at the place where the one before it stood."""
        before, place = self._window, self._places.get(self._key)
        if before is not None:
            place = before.top[0] if before.top else None
        window = Screenful(rows, layout)
        if place is not None:
            window.show(place.pos, place.offset)
            window.held = before is not None and before.held
        return window

    def layout_of_rows(self) -> RowLayout | None:
        """How rows are laid out in the window as it is now."""
        self.window()
        return self._layout

    def go_to(self, pos: int, offset: int, marked: int | None = 0) -> None:
        """Bring a place into view, a third from the top, and follow the end no more.

        pos: the log position of the record that holds it; offset: the byte's in its stream, 0 for an event; marked: so
        many bytes from there on are marked until one types or goes elsewhere, None for the whole row.
        """
        window, layout = self.window(), self._layout
        if window is not None and layout is not None:
            self.went_to = (pos, offset)
            row = window.rows.at(pos, offset)
            begin, size = (row.offset, row.size) if marked is None else (offset, marked)
            self._landed = (row, Mark(begin, begin + size, "current")) if marked != 0 else None
            window.bring(row, layout.line_of(row, offset), self.size.height // 3)
            self.record_changed()

    def shown(self) -> list[Line]:
        """This frame's lines, worked out once a frame."""
        if self._lines is None:
            window = self.window()
            self._lines = window.lines(self.size.height) if window else []
            self._bar = window.thumb(self._lines, self.size.height) if window else (0, 0)
            self._tell_hidden()
            self._lines = [self._with_marks(line) for line in self._lines]
        return self._lines

    def _tell_hidden(self) -> None:
        """Say it when the first secret comes into view, or the last one is left behind."""
        layout = self._layout
        hides = layout is not None and any(layout.hides(line.row) for line in self._lines or ())
        hides |= self.hides and self.secrets is not None and self.follows  # what flows by must not make it blink
        if hides != self.hides:
            self.hides = hides
            self.call_next(self.post_message, self.HidesTurned())

    def marks_of(self, row: Row) -> list[Mark]:
        """What is highlighted in a row."""
        found = [] if self.marks is None else self.marks(row)
        if self._landed is None:
            return found
        landed, mark = self._landed
        # Bytes are known by their offsets, in whatever rows they stand; an event only by its record.
        here = row.is_data and row.direction == landed.direction if landed.is_data else row.pos == landed.pos
        return [mark, *found] if here else found

    def on_blur(self) -> None:
        """Whoever types again has seen the place that was gone to."""
        if self._landed is not None:
            self._landed = None
            self.record_changed()

    def _with_marks(self, line: Line) -> Line:
        marks = self.marks_of(line.row)
        if not marks or self._layout is None:
            return line
        return Line(line.row, line.index, self._layout.mark(line.row, line.index, line.strip, marks))

    def _mix(self) -> Inks:
        """The theme's styles, worked out once: for every line anew they would be half of a frame."""
        if self._inks is None:
            style = partial(tone_style, self)
            self._inks = mixed_inks(self.rich_style, style)
            self._thumb_style, self._bar_style = style("event"), style("line")
            self._more_style = style("bold reverse event")
        return self._inks

    # Drawing --------------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line, its scrollbar's cell included."""
        width = self.size.width - SCROLLBAR
        lines = self.shown()
        if not lines:
            return self._hint(y, width)
        strip = lines[y].strip if y < len(lines) else Strip.blank(width, self._mix().base)
        if y == self.size.height - 1 and self._window is not None:
            if self._window.follows:
                self._numbers.rest()
            elif not self._window.at_end:
                strip = self._with_more(strip, width, self._window, lines[0].row)
        return Strip([*strip, self._bar_cell(y)], width + SCROLLBAR)

    def _hint(self, y: int, width: int) -> Strip:
        lines = self.empty.split("\n")
        at = y - max(0, (self.size.height - len(lines)) // 2)
        text = lines[at].center(width) if 0 <= at < len(lines) else ""
        style = self._mix().tones["muted"]
        return Strip([Segment(text, style)]).adjust_cell_length(width + SCROLLBAR, style)

    def _with_more(self, strip: Strip, width: int, window: Screenful, top: Row) -> Strip:
        unseen = window.unseen()
        count = f"{_MANY - 1}+" if unseen >= _MANY else str(unseen)
        text = f" ▼ {count} new " if unseen else " ▼ more below "
        place = self._numbers.words(self._rows[self.view], top)
        if place:
            text = f" {place} ·{text}"
        if (not place or place.endswith("+")) and not self._looking_again:
            self._looking_again = True
            self.set_timer(_COUNT_AGAIN, self._look_again)
        return Strip([*strip.crop(0, max(0, width - len(text))), Segment(text, self._more_style)])

    def _look_again(self) -> None:
        """The counting may have come further."""
        self._looking_again = False
        self.record_changed()

    # The scrollbar --------------------------------------------------------------------------------------------------

    @property
    def has_bar(self) -> bool:
        """Whether there is more than the window shows."""
        return self._bar != (0, 0)

    def _bar_cell(self, y: int) -> Segment:
        begin, end = self._bar
        if begin == end:
            return Segment(" ", self._mix().base)
        return Segment("┃", self._thumb_style) if begin <= y < end else Segment("│", self._bar_style)
