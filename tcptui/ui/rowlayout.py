"""A row of the record as the lines that show it, remembered while it stays as it is."""

from __future__ import annotations

from collections import OrderedDict
from typing import Literal

from textual.strip import Strip

from tcptui.journal.rows import Row, Rows
from tcptui.protocol.units import since
from tcptui.protocol.wording import Manner, sentence
from tcptui.ui.render import Inks, Stretch, event_lines, hex_lines, text_lines

View = Literal["text", "hex"]

_REMEMBERED = 512


_AROUND = 4096
"""Bytes read before and after a row with it: the rows beside it are wanted next, and every read is a system call."""


class _RowBytes:
    """The bytes of rows, read by blocks."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._pos = -1
        self._begin = 0
        self._block = b""

    def of(self, row: Row) -> bytes:
        """A DATA row's bytes."""
        at = row.offset - self._begin
        if row.pos != self._pos or at < 0 or at + row.size > len(self._block):
            record = self._rows.log.record(row.pos)
            start = max(0, row.offset - record.offset - _AROUND)
            self._pos, self._begin = row.pos, record.offset + start
            self._block = self._rows.log.body(record, start, row.size + 2 * _AROUND)
            at = row.offset - self._begin
            if at + row.size > len(self._block):  # it runs on into the next record
                return self._rows.data(row)
        return self._block[at : at + row.size]


class RowLayout:
    """Lays rows out.

    start: t of the run's start, from which times are told, ns; width: cells; manner: how events are told.
    """

    def __init__(self, rows: Rows, view: View, start: int, width: int, inks: Inks, manner: Manner) -> None:
        self._rows = rows
        self._bytes = _RowBytes(rows)
        self._view = view
        self._start = start
        self._width = width
        self._inks = inks
        self._manner = manner
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
            told = sentence(self._rows.event(row), self._manner)
            return [] if told is None else event_lines(time, *told, self._width, self._inks)
        stretch = Stretch(time, row.direction, row.offset, row.first, self._bytes.of(row))
        lines = text_lines if self._view == "text" else hex_lines
        return lines(stretch, self._width, self._inks)
