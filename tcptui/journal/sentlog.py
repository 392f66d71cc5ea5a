"""A run's log, read only where the catalogue says that something sent lies: no index, no walk from its beginning."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType
from typing import Final, Self

from tcptui.journal import runs
from tcptui.journal.entries import SentStretch
from tcptui.journal.index import within
from tcptui.journal.layout import DATA, FAR, HEADER, HEADER_SIZE, MAGIC, OUT, DamagedLogError, Record, header
from tcptui.journal.masking import Masker
from tcptui.journal.sententry import SentEntry
from tcptui.journal.veil import line_before
from tcptui.journal.walk import walk

_REACH: Final = 16 << 20
"""Bytes of log between two of its pieces that are walked: other connections' bytes may lie there."""

_LINE: Final = 200
"""Bytes of a first line that are told."""

_BLANKS: Final = (b" ", b"\t")

_WINDOW: Final = 64 << 10
"""Bytes of a body that are read at once."""


class SentLog:
    """The log of one run, for one thread. Raises OSError where it is gone; what is damaged gives less."""

    def __init__(self, run: str) -> None:
        self._fd = os.open(runs.log_path(run), os.O_RDONLY)

    def close(self) -> None:
        """Give the file descriptor back."""
        os.close(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def pieces(self, stretch: SentStretch) -> Iterator[bytes]:
        """A stretch's bytes in order, in pieces of 64 kB at most."""
        if stretch.size <= _WINDOW and (whole := self._in_one_record(stretch, stretch.size)) is not None:
            yield whole
            return
        left = stretch.size
        reach = stretch.pos + _REACH
        for record in walk(self._fd, stretch.pos, os.fstat(self._fd).st_size):
            if record.kind == DATA and record.conn == stretch.conn and record.direction == OUT:
                for at in range(0, record.length, _WINDOW):
                    yield os.pread(self._fd, min(_WINDOW, record.length - at), record.pos + HEADER_SIZE + at)
                left -= record.length
                reach = record.end + _REACH
            if left <= 0 or record.pos > reach:
                return

    def masked(self, entry: SentEntry, most: int) -> bytes:
        """The first bytes of an entry, `most` of them, with secrets masked."""
        return self._masked(entry, self.head(entry.stretch, most))

    def first_line(self, entry: SentEntry) -> str:
        """Its first line that is not empty, without its end and cut after 200 bytes, with secrets masked.

        What is no UTF-8 comes as lone surrogates, which `glyphs.visible` takes.
        """
        data = self.head(entry.stretch, _LINE)
        blank = len(data) - len(data.lstrip(b"\r\n"))
        end = data.find(b"\n", blank)
        line = data if end < 0 else data[:end]
        if b":" in line or entry.goes_on or line[:1] in _BLANKS or entry.concealed:  # most first lines hold no secret
            line = self._masked(entry, line)
        line = line[blank:].rstrip(b"\r") or data
        return line.decode("utf-8", "surrogateescape")

    def _masked(self, entry: SentEntry, data: bytes) -> bytes:
        before, begins = b"", True
        # A line that begins with a blank may go on with the value of the line before it (obs-fold).
        if entry.goes_on or (entry.offset and data[:1] in _BLANKS):
            before, begins = self._line_before(entry, data[:1])
        secrets = entry.secrets()
        masker = Masker(
            entry.offset - len(before), lambda start, end: within(secrets, start, end), within_a_line=not begins
        )
        return masker.mask(before + data)[len(before) :]

    def head(self, stretch: SentStretch, most: int) -> bytes:
        """The first bytes of a stretch. Nearly always they lie in its first record: that is one read."""
        wanted = min(stretch.size, most)
        data = self._in_one_record(stretch, wanted)
        if data is not None:
            return data
        data = b""
        for piece in self.pieces(stretch):
            data += piece
            if len(data) >= wanted:
                break
        return data[:wanted]

    def _in_one_record(self, stretch: SentStretch, wanted: int) -> bytes | None:
        """The first bytes of a stretch; None where they go on in another record, b"" where it is not there."""
        raw = os.pread(self._fd, HEADER_SIZE + wanted, stretch.pos)
        if len(raw) < HEADER_SIZE:
            return b""
        magic, _, _, conn, _, _, length, _ = HEADER.unpack_from(raw)
        if magic != MAGIC or conn != stretch.conn:
            return b""
        return raw[HEADER_SIZE:] if length >= wanted else None

    def _line_before(self, entry: SentEntry, then: bytes) -> tuple[bytes, bool]:
        """What was sent before it of the line that it goes on with, and whether that line's beginning is there."""
        try:
            return line_before(self._header(entry.pos), entry.offset, then, self._previous, self._body)
        except DamagedLogError:
            return b"", False

    def _previous(self, record: Record) -> Record | None:
        return None if record.back in (0, FAR) else self._header(record.pos - record.back)

    def _body(self, record: Record, start: int, size: int) -> bytes:
        return os.pread(self._fd, size, record.pos + HEADER_SIZE + start)

    def _header(self, pos: int) -> Record:
        raw = os.pread(self._fd, HEADER_SIZE, pos)
        if len(raw) < HEADER_SIZE:
            raise DamagedLogError(f"Byte {pos:,} is beyond the log's end.")
        return header(raw, 0, pos)
