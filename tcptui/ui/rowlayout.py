"""A row of the record as the lines that show it, remembered while it stays as it is."""

from __future__ import annotations

from collections import OrderedDict
from typing import Literal, Protocol

from textual.strip import Strip

from tcptui.journal.rows import Row
from tcptui.protocol.events import Event
from tcptui.ui.render import Inks, Stretch, event_lines, hex_lines, text_lines
from tcptui.ui.units import since
from tcptui.ui.wording import sentence

View = Literal["text", "hex"]

_REMEMBERED = 512


class RowContent(Protocol):
    """What a layout needs of `journal.rows.Rows`."""

    def data(self, row: Row) -> bytes:
        """A DATA row's bytes."""

    def event(self, row: Row) -> Event:
        """Any other row's event."""


class RowLayout:
    """Lays rows out. start: t of the run's start, from which times are told, ns; width: cells."""

    def __init__(self, rows: RowContent, view: View, start: int, width: int, inks: Inks) -> None:
        self._rows = rows
        self._view = view
        self._start = start
        self._width = width
        self._inks = inks
        self._remembered: OrderedDict[Row, list[Strip]] = OrderedDict()

    def __call__(self, row: Row) -> list[Strip]:
        """The row's lines: none for an event that is no line on the screen."""
        lines = self._remembered.get(row)
        if lines is None:
            lines = self._remembered[row] = self._lay_out(row)
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        else:
            self._remembered.move_to_end(row)
        return lines

    def _lay_out(self, row: Row) -> list[Strip]:
        time = since(row.t, self._start)
        if not row.is_data or row.direction is None:
            told = sentence(self._rows.event(row))
            return [] if told is None else event_lines(time, *told, self._width, self._inks)
        stretch = Stretch(time, row.direction, row.offset, row.first, self._rows.data(row))
        lines = text_lines if self._view == "text" else hex_lines
        return lines(stretch, self._width, self._inks)
