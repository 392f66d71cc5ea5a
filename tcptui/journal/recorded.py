"""A log opened by its path: a run that is over, or a live one of another process."""

from __future__ import annotations

import os
from pathlib import Path

from tcptui.journal import indexfile, lock
from tcptui.journal.index import Index
from tcptui.journal.layout import (
    CONCEALED,
    CONCEALED_SIZE,
    FORMAT,
    HEADER_SIZE,
    MAGIC,
    ROW_KINDS_END,
    DamagedLogError,
    concealed_end,
)
from tcptui.journal.log import Log
from tcptui.journal.walk import walk


class RecordedLog(Log):
    """A log opened by its path: a run that is over, or a live one of another process, which `refresh` follows."""

    def __init__(self, fd: int, path: Path) -> None:
        """Take the index that is kept of the log open as fd, and walk what it doesn't tell of. Use `Log.open`."""
        index, self._end = indexfile.load(path, fd) or (Index(), 0)
        super().__init__(fd, index, lambda: self._end, path)
        self._kept = self._end
        try:
            self.refresh()
        except ValueError:
            self.close()
            raise

    @property
    def live(self) -> bool:
        """Whether its run is still being recorded."""
        return lock.is_held(self._fd)

    def refresh(self) -> None:
        """Take in what was recorded since. Raises DamagedLogError where the file is no log of this format."""
        live, size = self.live, os.fstat(self._fd).st_size
        end = self._end
        self._advise("POSIX_FADV_RANDOM")  # headers lie far apart: what the kernel reads ahead of them is in vain
        for record in walk(self._fd, end, size):
            end = record.pos + HEADER_SIZE + record.length
            if record.kind < ROW_KINDS_END:  # not `is_row`: this passes over millions of records
                self._index[record.conn].add_record(record)
            elif record.kind == CONCEALED and record.length == CONCEALED_SIZE:
                self._index[record.conn].conceal(record.direction, record.offset, concealed_end(self.body(record)))
        self._advise("POSIX_FADV_NORMAL")
        self._end = end
        if not live and self.path is not None and end - self._kept >= indexfile.WORTH:
            indexfile.save(self.path, self._fd, self._index, end)
            self._kept = end
        # What a live run has written of its next record isn't torn: the rest is on its way.
        self.torn = None if live or end == size else self._tear(end, size)

    def _advise(self, advice: str) -> None:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(self._fd, 0, 0, getattr(os, advice))

    def _tear(self, end: int, size: int) -> str:
        rest = os.pread(self._fd, HEADER_SIZE, end)
        magic = int.from_bytes(rest[:2], "little")
        if end == 0 and len(rest) >= 2 and magic != MAGIC:
            if rest[0] == MAGIC & 0xFF:
                raise DamagedLogError(f"The log is of format {rest[1]}; this tcptui reads format {FORMAT}.")
            raise DamagedLogError("The file is no log of tcptui's.")
        if len(rest) < HEADER_SIZE or magic == MAGIC:
            return f"The last record is torn: {size - end:,} bytes of it are there, from byte {end:,} on."
        return f"No record begins at byte {end:,}: the last {size - end:,} bytes can't be read."
