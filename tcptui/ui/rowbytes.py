"""The bytes of rows, and those around them that belong to their first and last characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.journal.cuts import LF
from tcptui.journal.index import Stretches
from tcptui.journal.layout import DIRECTIONS, Record
from tcptui.journal.rows import Row, Rows
from tcptui.protocol.encodings import decode, in_step, needed_after, needed_before, unit
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import Piece, pieces
from tcptui.ui.veiled import veiled

if TYPE_CHECKING:
    from tcptui.journal.veil import Veil

_AROUND = 4096
"""Bytes read before and after a row with it: the rows beside it are wanted next, and every read is a system call."""

_NEIGHBOURS = 16
"""Records looked at for the rest of a character: more than this lies between its halves in no dialogue."""

_BLANKS = (b" ", b"\t")
"""What a line begins with that goes on with the header before it."""


@frozen
class RowText:
    """A row decoded. skipped: its first bytes, which are shown with the row before, as part of its last character.

    settled: whether it stays so when more arrives; hides: whether some of its bytes are secrets, and not shown.
    """

    pieces: list[Piece]
    skipped: int
    settled: bool
    hides: bool = False


class RowBytes:
    """The bytes of rows, read by blocks, and which of them are secrets."""

    def __init__(self, rows: Rows, *, veiled: bool = True) -> None:
        """veiled: whether secrets are hidden in a row's text."""
        self._rows = rows
        self._veiled = veiled
        self._veil: Veil | None = None
        self._secrets: Stretches | None = None
        """Those of the block, once they were looked for."""
        self._pos = -1
        self._begin = 0
        self._block = b""

    def of(self, row: Row) -> bytes:
        """A DATA row's bytes."""
        at = row.offset - self._begin
        if row.pos != self._pos or at < 0 or at + row.size > len(self._block):
            record = self._rows.log.record(row.pos)
            start = max(0, row.offset - record.offset - _AROUND)
            self._pos, self._begin, self._secrets = row.pos, record.offset + start, None
            self._block = self._rows.log.body(record, start, row.size + 2 * _AROUND)
            at = row.offset - self._begin
            if at + row.size > len(self._block):  # it runs on into the next record
                return self._rows.data(row)
        return self._block[at : at + row.size]

    def text(self, row: Row, encoding: str) -> RowText:
        """A DATA row in this encoding, its secrets hidden. A character that its end splits is shown where it begins."""
        data = self.of(row)
        found = self._text(row, data, encoding)
        hidden = self.hidden(row, data)
        if not hidden:
            return found
        return RowText(veiled(found.pieces, row.offset + found.skipped, hidden), found.skipped, found.settled, True)

    def hidden(self, row: Row, data: bytes) -> Stretches:
        """Which stretches of the stream, within a DATA row that has this data, are not to be shown."""
        if not self._veiled:
            return []
        veil, at = self._made(), row.offset - self._begin
        assert row.direction is not None, "bytes went one way"
        if row.pos != self._pos or at + row.size > len(self._block):
            return veil.of_row(row, data)
        if at and self._block[at - 1] == LF and data[:1] not in _BLANKS:
            return veil.of_line(row.direction, row.offset, data)
        if self._secrets is None:
            record = self._rows.log.record(row.pos)
            self._secrets = veil.within(record, row.direction, self._begin, self._block)
        end = row.offset + row.size
        return [(max(a, row.offset), min(b, end)) for a, b in self._secrets if a < end and b > row.offset]

    def _made(self) -> Veil:
        if self._veil is None:
            from tcptui.journal.veil import Veil

            self._veil = Veil(self._rows.log, self._rows.conn)
        return self._veil

    def _text(self, row: Row, data: bytes, encoding: str) -> RowText:
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
