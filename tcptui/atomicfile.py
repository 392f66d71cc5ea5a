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
    temporary = _beside(real, data, _mode(real))
    try:
        os.replace(temporary, real)
    except BaseException:
        os.unlink(temporary)
        raise
    _sync_folder(real.parent)


def create_file(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, as whole as `replace_file` does (link(2)): of two that want one name, one
    gets it. Raises FileExistsError where something is there, and OSError."""
    temporary = _beside(path, data, _ONLY_MINE)
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: there the name is taken first, and is empty for a moment
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _ONLY_MINE))
        replace_file(path, data)
    finally:
        os.unlink(temporary)
    _sync_folder(path.parent)


def _beside(path: Path, data: bytes, mode: int) -> str:
    """A file beside another one, on the disk with all of the data: its name. Raises OSError; then there is none."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:_NAMED]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


_ONLY_MINE = 0o600
"""The mode of what is new: who wants it shared can say so."""


def _mode(path: Path) -> int:
    """The mode of what is there, or of what is new."""
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        return _ONLY_MINE


def _sync_folder(folder: Path) -> None:
    """The new name is on the disk, too (fsync(2))."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
