"""The bytes as they will go: a view that lays out only what is seen, each part of the message a block of lines."""

from __future__ import annotations

from itertools import zip_longest
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tcptui.protocol.composing import Composed
from tcptui.protocol.framing.parts import Part
from tcptui.ui.composer.dump import Dump, Shown, columns
from tcptui.ui.composer.dumpline import Dress, Over, draw
from tcptui.ui.themes import tone_style

_EMPTY = Composed()


class _Face(NamedTuple):
    """A line: what it shows, its bytes, and what is laid over them."""

    shown: Shown
    data: bytes
    over: Over


class BytesView(ScrollView, can_focus=True):
    """Shows a composed message, a cursor on one of its bytes, and the marks at which it is cut.

    `spans` are highlighted: what stands for the field that is being edited.
    """

    BINDING_GROUP_TITLE = "In the composer's bytes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "back", id="bytes.left", tooltip="The byte before"),
        Binding("right", "move(1)", "on", id="bytes.right", tooltip="The next byte"),
        Binding("up,k", "move_lines(-1)", "up", id="bytes.up", tooltip="A line up"),
        Binding("down,j", "move_lines(1)", "down", id="bytes.down", tooltip="A line down"),
        Binding("pageup,b", "move_pages(-1)", "page up", id="bytes.page-up", tooltip="A page up"),
        Binding("pagedown", "move_pages(1)", "page down", id="bytes.page-down", tooltip="A page down"),
        Binding("home,g", "go(0)", "first", id="bytes.first", tooltip="The first byte"),
        Binding("end,G", "go(-1)", "last", id="bytes.last", tooltip="The last byte"),
        Binding("n", "move_parts(1)", "next part", id="bytes.next-part", tooltip="The next part of the message"),
        Binding("N,p", "move_parts(-1)", "part before", id="bytes.previous-part", tooltip="The part before"),
        Binding("m,space", "mark", "mark", id="bytes.mark", tooltip="Cut before this byte when it goes out, or not"),
        Binding("x", "unmark", "no marks", id="bytes.unmark", tooltip="Remove all marks"),
        Binding("enter", "field", "field", id="bytes.field", tooltip="Go to the field that this byte belongs to"),
    ]

    class Moved(Message):
        """The cursor is on another byte, by a person's doing."""

    class Marked(Message):
        """The marks are others."""

    class FieldAsked(Message):
        """The field of the byte at the cursor is to be edited."""

    def __init__(self) -> None:
        super().__init__(id="composer-bytes")
        self.composed = _EMPTY
        self.stale = False
        """Whether these are the bytes of an earlier draft: of the one that is there now, there are none."""
        self.cursor = 0
        self.marks: frozenset[int] = frozenset()
        self.spans: tuple[tuple[int, int], ...] = ()
        self._dump = Dump((), 1)
        self._columns = columns((), 0, 80)
        self._dress: Dress | None = None
        self._drawn: tuple[object, list[_Face]] = (None, [])

    # What is shown --------------------------------------------------------------------------------------------------

    def show(self, composed: Composed, *, stale: bool) -> None:
        """Show these bytes; the cursor stays as far as it can."""
        self.composed, self.stale = composed, stale
        self.cursor = max(0, min(self.cursor, len(composed.data) - 1))
        self._lay_out()

    def highlight(self, spans: tuple[tuple[int, int], ...], *, reveal: bool = True) -> None:
        """Highlight these bytes. reveal: bring their beginning into view."""
        if spans != self.spans:
            self.spans = spans
            self.redraw()
            if spans and reveal:
                self._reveal(spans[0][0])

    def set_marks(self, marks: frozenset[int]) -> None:
        """Cut before these bytes."""
        self.marks = marks
        self.redraw()

    @property
    def part(self) -> Part | None:
        """The part at the cursor; None where there are no bytes."""
        return self._dump.part_of(self.cursor)

    def _lay_out(self) -> None:
        self._columns = columns(self.composed.parts, len(self.composed.data), self._room)
        self._dump = Dump(self.composed.parts, self._columns.per_line)
        self.virtual_size = Size(self._room, self._dump.height)
        self.redraw()

    @property
    def _room(self) -> int:
        """Cells of a line, without that of the scrollbar."""
        return max(1, self.scrollable_content_region.width)

    def redraw(self) -> None:
        """Draw the lines that are not as they were."""
        top = self.scroll_offset.y
        how = (top, self._columns, self.stale)
        faces = [self._face(y) for y in range(top, min(top + self.size.height, self._dump.height))]
        (how_before, before), self._drawn = self._drawn, (how, faces)
        if how != how_before or not faces:
            self.refresh()
            return
        for y, (old, new) in enumerate(zip_longest(before, faces)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def _face(self, y: int) -> _Face:
        """All that a line's drawing depends on."""
        shown = self._dump.line(y)
        over = Over(self.cursor if self.has_focus else -1, self.spans, self.marks).within(shown.begin, shown.end)
        return _Face(shown, self.composed.data[shown.begin : shown.end], over)

    def on_resize(self) -> None:
        """As many bytes a line as fit."""
        self._lay_out()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.redraw()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.redraw()

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._dress = None

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        width, y = self._room, y + self.scroll_offset.y
        if self._dress is None:
            self._dress = Dress.of(lambda name: tone_style(self, name))
        if y >= self._dump.height:
            words = "" if y or self.stale else " nothing yet: write a content"
            return Strip([Segment(words, self._dress.muted)]).adjust_cell_length(width, self._dress.plain)
        strip = draw(*self._face(y), self._columns, self._dress, width)
        return strip.apply_style(self._dress.dim) if self.stale else strip

    # The cursor -----------------------------------------------------------------------------------------------------

    def _put(self, offset: int) -> None:
        self.cursor = max(0, min(offset, len(self.composed.data) - 1))
        self._reveal(self.cursor)
        self.redraw()
        self.post_message(self.Moved())

    def _reveal(self, offset: int) -> None:
        line = self._dump.line_of(offset)
        self.scroll_to_region(Region(0, line, 1, 1), animate=False)

    def action_move(self, count: int) -> None:
        """So many bytes on."""
        self._put(self.cursor + count)

    def action_move_lines(self, count: int) -> None:
        """So many lines down, in the same column as far as there are bytes."""
        if not self._dump.height:
            return
        y = self._dump.line_of(self.cursor)
        column = self.cursor - self._dump.line(y).begin
        self._put_at(max(0, min(y + count, self._dump.height - 1)), column)

    def _put_at(self, y: int, column: int) -> None:
        shown = self._dump.line(y)
        self._put(min(shown.begin + column, max(shown.begin, shown.end - 1)))

    def action_move_pages(self, count: int) -> None:
        """So many pages down."""
        self.action_move_lines(count * max(1, self.size.height - 1))

    def action_go(self, offset: int) -> None:
        """To a byte; -1 is the last."""
        self._put(offset if offset >= 0 else len(self.composed.data) - 1)

    def action_move_parts(self, step: int) -> None:
        """To the beginning of the next part, or of the one before."""
        part = self.part
        if part is not None:
            before = self._dump.part_of(part.start - 1) or part
            self._put(part.end if step > 0 and part.end < len(self.composed.data) else before.start if step < 0 else -1)

    # Marks ----------------------------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Cut before the byte at the cursor, or no longer."""
        if 0 < self.cursor < len(self.composed.data):
            self.set_marks(self.marks ^ {self.cursor})
        self.post_message(self.Marked())

    def action_unmark(self) -> None:
        """Cut nowhere."""
        self.set_marks(frozenset())
        self.post_message(self.Marked())

    def action_field(self) -> None:
        """Edit what this byte belongs to."""
        self.post_message(self.FieldAsked())

    # The mouse ------------------------------------------------------------------------------------------------------

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        y = offset.y + self.scroll_offset.y if offset is not None else -1
        if offset is None or not 0 <= y < self._dump.height:
            return
        event.stop()
        self._put_at(y, self._columns.index_at(offset.x))
        if event.chain == 2:
            self.action_field()
        elif event.button == 3:
            self.action_mark()
