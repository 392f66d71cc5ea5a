"""The bytes of rows, and those around them that belong to their first and last characters."""

from __future__ import annotations

from tcptui.journal.layout import DIRECTIONS, Record
from tcptui.journal.rows import Row, Rows
from tcptui.protocol.encodings import decode, in_step, needed_after, needed_before, unit
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import Piece, pieces

_AROUND = 4096
"""Bytes read before and after a row with it: the rows beside it are wanted next, and every read is a system call."""

_NEIGHBOURS = 16
"""Records looked at for the rest of a character: more than this lies between its halves in no dialogue."""


@frozen
class RowText:
    """A row decoded. skipped: its first bytes, which are shown with the row before, as part of its last character.

    settled: whether it stays so when more arrives.
    """

    pieces: list[Piece]
    skipped: int
    settled: bool


class RowBytes:
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

    def text(self, row: Row, encoding: str) -> RowText:
        """A DATA row in this encoding. A character that the row's end splits is shown whole, where it begins."""
        data = self.of(row)
        wanted_before = needed_before(data, row.offset, row.first, encoding)
        wanted_after = needed_after(data, encoding)
        if not wanted_before and not wanted_after:
            return RowText(pieces(*decode(data, encoding)), 0, True)
        before = in_step(self._before(row, wanted_before), encoding)
        after = self._after(row, wanted_after)
        shown, skipped = _between(before, data, after, encoding)
        may_split = data[-1] >= 0x80 or unit(encoding) > 1
        return RowText(shown, skipped, len(after) == wanted_after or not may_split)

    def _before(self, row: Row, count: int) -> bytes:
        """The `count` bytes of the stream before a row, or as many as are near."""
        at = row.offset - self._begin
        if row.pos == self._pos and at >= count:
            return self._block[at - count : at]
        found = b""
        record: Record | None = self._rows.log.record(row.pos)
        for _ in range(_NEIGHBOURS):
            if record is None or len(found) == count:
                break
            end = row.offset - len(found)
            if DIRECTIONS[record.direction] == row.direction and record.is_data and record.offset < end:
                start = max(record.offset, end - (count - len(found)))
                found = self._rows.log.body(record, start - record.offset, end - start) + found
            record = self._rows.log.previous(record)
        return found

    def _after(self, row: Row, count: int) -> bytes:
        """The `count` bytes of the stream behind a row, or as many as are near."""
        end = row.offset + row.size
        at = end - self._begin
        if row.pos == self._pos and at + count <= len(self._block):
            return self._block[at : at + count]
        found = b""
        record: Record | None = self._rows.log.record(row.pos)
        passed = 0
        while record is not None and len(found) < count and passed < _NEIGHBOURS:
            begin = end + len(found)
            if DIRECTIONS[record.direction] == row.direction and record.is_data and record.stream_end > begin:
                found += self._rows.log.body(record, begin - record.offset, count - len(found))
            passed += record.pos > row.pos and not (record.is_data and record.stream_end <= end)
            record = self._rows.log.next(record)
        return found


def _between(before: bytes, data: bytes, after: bytes, encoding: str) -> tuple[list[Piece], int]:
    """The pieces that begin in `data`, and how many of its first bytes belong to a piece that began before."""
    begin, end = len(before), len(before) + len(data)
    shown: list[Piece] = []
    skipped = at = 0
    for piece in pieces(*decode(before + data + after, encoding)):
        first, at = at, at + piece.size
        if at <= begin:
            continue
        if first >= end:
            break
        if not piece.single:
            piece = _cut(piece, max(0, begin - first), min(piece.size, end - first))
        elif first < begin:
            skipped = min(at, end) - begin
            continue
        shown.append(piece)
    return shown, skipped


def _cut(piece: Piece, begin: int, end: int) -> Piece:
    return Piece(piece.text[begin:end], piece.glyph, end - begin, False)
