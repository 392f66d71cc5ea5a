"""A file takes another's place at once: no reader, no other writer and no crash ever meets half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_NAMED = 40
"""Characters of the file's name in that of the one beside it, which can't be longer than 255 bytes either."""


def replace_file(path: Path, data: bytes) -> None:
    """Write the data beside the file, have it on the disk, and put it in the file's place (rename(2)).

    A link stays a link, and the file keeps its mode. Raises OSError; then what was there is there still.
    """
    real = path.resolve()
    handle, temporary = tempfile.mkstemp(prefix=f".{real.name[:_NAMED]}.", dir=real.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), _mode(real))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, real)
    except BaseException:
        os.unlink(temporary)
        raise
    _sync_folder(real.parent)


def _mode(path: Path) -> int:
    """The mode of what is there; only for its owner where nothing is: who wants it shared can say so."""
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        return 0o600


def _sync_folder(folder: Path) -> None:
    """The new name is on the disk, too (fsync(2))."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
