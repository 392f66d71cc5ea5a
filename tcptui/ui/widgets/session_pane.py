"""What went out and what came in, in order: a window over the record that reads only the rows it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tcptui.journal.rows import Row, Rows
from tcptui.protocol.wording import PLAIN, Manner
from tcptui.ui.render import Inks
from tcptui.ui.rowlayout import RowLayout, View
from tcptui.ui.rownumbers import RowNumbers
from tcptui.ui.screenful import Line, Screenful
from tcptui.ui.themes import tone_style

_WHEEL = 3
_SCROLLBAR = 1
_MANY = 100
_COUNT_AGAIN = 0.1  # seconds between two looks at a count under way


@dataclass(slots=True)
class _Place:
    """Where a connection's window stood when another one came into view."""

    row: Row | None


class SessionPane(Widget, can_focus=True):
    """Shows one connection's rows as text or as hex; follows the end unless it was scrolled away from it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll(-1)", "line up", id="pane.up", tooltip="Scroll one line up"),
        Binding("down,j", "scroll(1)", "line down", id="pane.down", tooltip="Scroll one line down"),
        Binding("pageup,b", "page(-1)", "page up", id="pane.page-up", tooltip="Scroll one page up"),
        Binding("pagedown,space", "page(1)", "page down", id="pane.page-down", tooltip="Scroll one page down"),
        Binding("home,g", "top", "beginning", id="pane.top", tooltip="Go to the beginning"),
        Binding("end,G", "bottom", "end", id="pane.bottom", tooltip="Go to the end and follow it"),
        Binding("h,v", "turn", "text or hex", id="pane.view", tooltip="Show the bytes as text or as hex"),
        Binding("enter,i", "leave", "type", id="pane.leave", tooltip="Back to the input line"),
    ]

    view: reactive[View] = reactive("text")
    """How bytes are shown."""

    manner: reactive[Manner] = reactive(PLAIN)
    """How events are told."""

    empty: reactive[str] = reactive("")
    """What to do next: shown while there are no rows."""

    class Left(Message):
        """The keys should go back to the input line."""

    class Turned(Message):
        """Another view was asked for."""

    def __init__(self) -> None:
        super().__init__(id="pane")
        self._rows: dict[View, Rows] = {}
        self._conn = 0
        self._start = 0
        self._window: Screenful | None = None
        self._window_of: tuple[int, View, int, str, Manner] | None = None
        self._places: dict[int, _Place] = {}
        self._lines: list[Line] | None = None
        self._bar: tuple[int, int] = (0, 0)
        self._inks: Inks | None = None
        self._dragging = False
        self._numbers = RowNumbers()
        self._looking_again = False

    def on_unmount(self) -> None:
        """Count no more."""
        self._numbers.rest()

    def show(self, conn: int, rows: dict[View, Rows], start: int) -> None:
        """Show this connection; each keeps the place at which it was left. start: t of the run's start, ns."""
        if self._window is not None:
            self._places[self._conn] = _Place(self._window.top[0] if self._window.top else None)
        self._conn, self._rows, self._start = conn, rows, start
        self._window = self._window_of = None
        self.record_changed()

    def record_changed(self) -> None:
        """The record has more: draw it at the next frame."""
        self._lines = None
        self.refresh()

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

    # The window -----------------------------------------------------------------------------------------------------

    def _screenful(self) -> Screenful | None:
        """The window as it is to be now: made anew for another connection, view, width or theme."""
        if not self._rows or not self.size.width:
            return None
        of = (self._conn, self.view, self.size.width, self.app.theme, self.manner)
        if self._window is None or of != self._window_of:
            place = self._window.top[0] if self._window and self._window.top else None
            if self._window is None and self._conn in self._places:
                place = self._places[self._conn].row
            rows = self._rows[self.view]
            width = self.size.width - _SCROLLBAR
            layout = RowLayout(rows, self.view, self._start, width, self._mix(), self.manner)
            self._window, self._window_of = Screenful(rows, layout), of
            if place is not None:
                self._window.show(place.pos, place.offset)
        return self._window

    def _mix(self) -> Inks:
        """The theme's styles, worked out once: for every line anew they would be half of a frame."""
        if self._inks is not None:
            return self._inks

        def style(name: str) -> Style:
            return tone_style(self, name)

        self._thumb_style = style("event")
        self._bar_style = style("line")
        self._more_style = style("bold reverse event")
        self._inks = Inks(
            base=self.rich_style, text_in=self.rich_style, text_out=style("out"),
            arrow_in=style("bold in"), arrow_out=style("bold out"), glyph=style("muted"), time=style("muted"),
            tones={
                "event": style("event"), "good": style("good"), "warning": style("warning"),
                "failure": style("failure"), "muted": style("muted"),
            },
        )  # fmt: skip
        return self._inks

    def _shown(self) -> list[Line]:
        """This frame's lines, worked out once a frame."""
        if self._lines is None:
            window = self._screenful()
            self._lines = window.lines(self.size.height) if window else []
            self._bar = self._thumb(window)
        return self._lines

    def _thumb(self, window: Screenful | None) -> tuple[int, int]:
        """The scrollbar's thumb: first line and the one after its last; none where everything is shown."""
        height = self.size.height
        if window is None or not self._lines or (window.follows and len(self._lines) < height):
            return 0, 0
        begin, end = window.extent(self._lines)
        length = max(1, round((end - begin) * height))
        top = min(round(begin * height), height - length)
        return (height - length, height) if window.follows else (min(top, height - length), top + length)

    # Drawing --------------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line, its scrollbar's cell included."""
        width = self.size.width - _SCROLLBAR
        lines = self._shown()
        if not lines:
            return self._hint(y, width)
        strip = lines[y].strip if y < len(lines) else Strip.blank(width, self._mix().base)
        if y == self.size.height - 1 and self._window is not None:
            if self._window.follows:
                self._numbers.rest()
            else:
                strip = self._with_more(strip, width, self._window, lines[0].row)
        return Strip([*strip, self._bar_cell(y)], width + _SCROLLBAR)

    def _hint(self, y: int, width: int) -> Strip:
        lines = self.empty.split("\n")
        at = y - max(0, (self.size.height - len(lines)) // 2)
        text = lines[at].center(width) if 0 <= at < len(lines) else ""
        style = self._mix().tones["muted"]
        return Strip([Segment(text, style)]).adjust_cell_length(width + _SCROLLBAR, style)

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

    def _bar_cell(self, y: int) -> Segment:
        begin, end = self._bar
        if begin == end:
            return Segment(" ", self._mix().base)
        return Segment("┃", self._thumb_style) if begin <= y < end else Segment("│", self._bar_style)

    # Moving ---------------------------------------------------------------------------------------------------------

    @property
    def follows(self) -> bool:
        """Whether the window follows the end."""
        return self._window is None or self._window.follows

    def _move(self, count: int) -> None:
        window = self._screenful()
        if window is None:
            return
        if count < 0:
            window.up(-count, self.size.height)
        else:
            window.down(count, self.size.height)
        self.record_changed()

    def action_scroll(self, count: int) -> None:
        """Scroll by lines; negative is up."""
        self._move(count)

    def action_page(self, direction: int) -> None:
        """Scroll by a page less one line."""
        self._move(direction * max(1, self.size.height - 1))

    def action_top(self) -> None:
        """Go to the beginning."""
        window = self._screenful()
        if window is not None:
            window.home()
            self.record_changed()

    def action_bottom(self) -> None:
        """Go to the end and follow it."""
        window = self._screenful()
        if window is not None:
            window.end()
            self.record_changed()

    def action_turn(self) -> None:
        """Ask for the other view."""
        self.post_message(self.Turned())

    def action_leave(self) -> None:
        """Ask for the keys to go back to the input line."""
        self.post_message(self.Left())

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._move(-_WHEEL)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._move(_WHEEL)

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        if event.x >= self.size.width - _SCROLLBAR and self._bar != (0, 0):
            self._dragging = True
            self.capture_mouse()
            self._jump(event.y)
        elif event.y == self.size.height - 1 and not self.follows:
            self.action_bottom()

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            self._jump(event.y)

    async def _on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            event.stop()
            self._dragging = False
            self.release_mouse()

    def _jump(self, y: int) -> None:
        window = self._screenful()
        if window is not None:
            window.jump(y / max(1, self.size.height - 1))
            self.record_changed()
