"""The log's only writer: gathers a loop turn's records side by side in memory and writes them with one call."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Final

from tcptui.journal import lock
from tcptui.journal.index import Index, Track
from tcptui.journal.layout import (
    CONCEALED,
    DATA,
    HEADER,
    HEADER_SIZE,
    IN,
    MAGIC,
    OUT,
    ROW_KINDS_END,
    concealed_end,
    encode,
)
from tcptui.journal.log import Log
from tcptui.journal.writebehind import WriteBehind
from tcptui.protocol.events import Event, RunStarted
from tcptui.protocol.ports import RecordFullError

LOG_NAME: Final = "log"
"""The log's file name in its run's folder."""

_ARENA = (4 << 20) + (64 << 10)
# One record of sent bytes is at most this long, so that readers never meet a huge body.
_LONGEST_SENT = 1 << 20
# Short runs need no write-behind, and so no thread.
_WRITE_BEHIND_FROM = 32 << 20

_pack = HEADER.pack
_pack_into = HEADER.pack_into

_SENTENCES = {
    errno.ENOSPC: "The disk that holds the record is full.",
    errno.EDQUOT: "The disk quota for the record is used up.",
    errno.EFBIG: "The record has reached the largest file size allowed here.",
    errno.EIO: "The disk that holds the record reports an error.",
}


class Writer:
    """Implements `protocol.ports.Recorder`; called by one thread only, but for `committed` and `log`.

    A turn's records lie side by side in one arena, each body where the socket's bytes were read to, its header packed
    in front of it afterwards: nothing is copied, and a flush is one write. What doesn't fit waits in a list.
    """

    def __init__(self, fd: int, path: Path | None, started: RunStarted) -> None:
        """Begin the log in an empty file; fd is closed by `close`. Use `create` or `scratch`."""
        self._fd = fd
        self.path = path
        self.committed = 0
        self._arena = bytearray(_ARENA)
        self._view = memoryview(self._arena)
        # arena[_from:_at] waits to be written, then the overflow; _end is the log position behind all that.
        self._from = self._at = self._end = 0
        self._overflow: list[bytes] = []
        self._full = False
        self._index = Index()
        self._touched: list[Track] = []
        self._behind: WriteBehind | None = None
        self.event(started)
        self.flush()

    @classmethod
    def create(cls, folder: Path, started: RunStarted) -> Writer:
        """Begin a run's log in `folder` (made 0700 where it is missing; the log 0600) and mark the run live.

        Raises OSError: FileExistsError where there is a log already, RecordFullError where not even one record fits.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / LOG_NAME
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            lock.hold(fd)
            return cls(fd, path, started)
        except OSError:
            os.close(fd)
            with contextlib.suppress(OSError):  # a run that never began is none
                path.unlink()
                folder.rmdir()
            raise

    @classmethod
    def scratch(cls, started: RunStarted) -> Writer:
        """Begin a log in a file without a name that is gone with the process: everything else works the same."""
        import tempfile

        with tempfile.TemporaryFile(prefix="tcptui-", buffering=0) as file:
            fd = os.dup(file.fileno())
        try:
            return cls(fd, None, started)
        except OSError:
            os.close(fd)
            raise

    def log(self) -> Log:
        """A reader of this log with a file descriptor of its own; it outlives the writer. Safe from any thread."""
        # Not a dup where there is a path: that would share the lock and keep the run live after `close`.
        fd = os.dup(self._fd) if self.path is None else os.open(self.path, os.O_RDONLY)
        return Log(fd, self._index, lambda: self.committed, self.path)

    def room(self, size: int) -> memoryview | None:
        """See Recorder. Nothing else may be gathered between `room` and its `received`."""
        if self._from == self._at and not self._overflow:
            # All is written: begin again at the front, which is still in the processor's cache.
            self._from = self._at = 0
        begin = self._at + HEADER_SIZE
        if self._full or self._overflow or begin + size > _ARENA:
            return None
        return self._view[begin : begin + size]

    def received(self, conn: int, t: int, offset: int, size: int) -> memoryview:
        """See Recorder. Nothing is recorded for 0 bytes."""
        at = self._at
        begin = at + HEADER_SIZE
        if not size:
            return self._view[begin:begin]
        track = self._track(conn)
        back = track.add(self._end, HEADER_SIZE + size)
        track.received = offset + size
        _pack_into(self._arena, at, MAGIC, DATA, IN, conn, t, offset, size, back)
        self._at = end = begin + size
        self._end += HEADER_SIZE + size
        return self._view[begin:end]

    def sent(self, conn: int, t: int, offset: int, data: bytes | memoryview) -> None:
        """See Recorder. A copy is kept; long data becomes several records."""
        track = self._track(conn)
        for start in range(0, len(data), _LONGEST_SENT):
            piece = data[start : start + _LONGEST_SENT]
            back = track.add(self._end, HEADER_SIZE + len(piece))
            self._put(_pack(MAGIC, DATA, OUT, conn, t, offset + start, len(piece), back), piece)
            track.sent = offset + start + len(piece)

    def event(self, event: Event) -> None:
        """See Recorder."""
        kind, direction, offset, body = encode(event)
        back = 0
        if kind < ROW_KINDS_END:
            back = self._track(event.conn).add(self._end, HEADER_SIZE + len(body))
        elif kind == CONCEALED:
            self._index[event.conn].conceal(direction, offset, concealed_end(body))
        self._put(_pack(MAGIC, kind, direction, event.conn, event.t, offset, len(body), back), body)

    def flush(self) -> None:
        """See Recorder. After RecordFullError nothing of it is in the file, and `room` is None until one succeeds."""
        size = self._end - self.committed
        if not size:
            return
        gathered = self._view[self._from : self._at]
        try:
            if os.pwrite(self._fd, gathered, self.committed) != size:
                self._write_on(gathered)
        except OSError as error:
            self._full = True
            # Only whole records stay in the file. Should even this fail, the next flush writes over it.
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, self.committed)
            code = error.errno or errno.EIO
            sentence = _SENTENCES.get(code, f"The record can't be written: {os.strerror(code)}.")
            raise RecordFullError(code, sentence) from error
        self._publish()

    def close(self) -> None:
        """Flush, keep a long log's index, end the helper thread, give the lock back. Closing twice does nothing.

        Raises RecordFullError where the rest could not be written.
        """
        if self._fd < 0:
            return
        try:
            self.flush()
            self._keep_index()
        finally:
            if self._behind is not None:
                self._behind.stop()
            os.close(self._fd)
            self._fd = -1

    def _keep_index(self) -> None:
        from tcptui.journal import indexfile

        if self.path is not None and self.committed >= indexfile.WORTH:
            indexfile.save(self.path, self._fd, self._index, self.committed)

    def _track(self, conn: int) -> Track:
        track = self._index[conn]
        if track.last == track.shown:
            self._touched.append(track)
        return track

    def _put(self, header: bytes, body: bytes | memoryview) -> None:
        begin = self._at + HEADER_SIZE
        end = begin + len(body)
        if self._overflow or end > _ARENA:
            self._overflow += (header, bytes(body))
        else:
            self._arena[self._at : begin] = header
            self._arena[begin:end] = body
            self._at = end
        self._end += HEADER_SIZE + len(body)

    def _write_on(self, gathered: memoryview) -> None:
        """Write everything that waits, a short write after the other, until all is there or the disk says why not."""
        pos = self.committed
        for part in (gathered, *(memoryview(data) for data in self._overflow)):
            while part:
                written = os.pwrite(self._fd, part, pos)
                pos += written
                part = part[written:]

    def _publish(self) -> None:
        self._full = False
        self._from = self._at
        self._overflow.clear()
        self.committed = self._end
        for track in self._touched:
            track.shown = track.last
        self._touched.clear()
        if self._behind is None and self.committed > _WRITE_BEHIND_FROM:
            self._behind = WriteBehind(self._fd, lambda: self.committed)
