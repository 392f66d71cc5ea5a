"""A file as the content: its path completed, its bytes read in a thread."""

from __future__ import annotations

import asyncio

from tcptui.protocol.units import exact, size
from tcptui.ui.composer.linking import Linking
from tcptui.ui.composer.work import FILE_LIMIT, Work
from tcptui.ui.input.files import FileError, complete_path, readable_file

_SOON = 0.2
"""Seconds without another letter of the path, before the file is read."""


class Filing(Linking):
    """Reads the file whose path is typed."""

    _told_of = ""
    """The path of which it was told last what it may become: a second time, Tab goes on."""

    def read_file(self) -> None:
        """Read it, as soon as no more letters come."""
        self.run_worker(self._read(self.work), group="file", exclusive=True)

    async def _read(self, work: Work) -> None:
        await asyncio.sleep(_SOON)
        path = work.path.strip()
        try:
            data = await asyncio.to_thread(_bytes_of, path) if path else None
        except FileError as error:
            work.take_file(b"", str(error))
        else:
            if data is not None:
                work.take_file(data, "")
                self.say(f"{exact(len(data))} of {path}, as they are", "good")
        if work is self.work:
            self.renew()

    def complete_path(self) -> bool:
        """Complete the path as far as it is unambiguous; False where there was no more to complete or to say."""
        path, remark = complete_path(self.work.path)
        self.say(remark)
        if path == self.work.path:
            told, self._told_of = self._told_of, path
            return bool(remark) and told != path
        self.work.name_file(path)
        self.renew()
        self.read_file()
        return True


def _bytes_of(name: str) -> bytes:
    """A regular file's bytes. Raises FileError, one sentence."""
    path, count = readable_file(name)
    if count > FILE_LIMIT:
        raise FileError(f"{name} has {size(count)}: a message is composed of {size(FILE_LIMIT)} at most.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{name} can't be read: {error.strerror}.") from None
