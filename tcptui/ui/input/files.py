"""A line that sends a file: `< path`."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from tcptui.ui.input.completing import common_start
from tcptui.ui.input.lines import FILE_SIGN

_LISTED = 6


class FileError(ValueError):
    """A file that can't be read; the message is one sentence."""


def named_file(text: str) -> tuple[Path, int]:
    """The file that a line `< path` names, and its size in bytes. Raises FileError."""
    return readable_file(text.removeprefix(FILE_SIGN).strip())


def readable_file(name: str) -> tuple[Path, int]:
    """A regular file that can be read, by its path (`~` is one's home), and its size in bytes. Raises FileError."""
    if not name:
        raise FileError("Write the path of a file.")
    path = Path(name).expanduser()
    try:
        # A named pipe must not hold the keys up, as it would be opened only once somebody writes to it.
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise FileError(f"{name} can't be read: {reason}.") from None
    try:
        status = os.fstat(fd)
    finally:
        os.close(fd)
    if not stat.S_ISREG(status.st_mode):
        raise FileError(f"{name} is no regular file.")
    return path, status.st_size


def completed(text: str) -> tuple[str, str]:
    """A line `< path` with its path completed as far as it is unambiguous, and what there is to say about it."""
    sign_end = len(text) - len(text.removeprefix(FILE_SIGN).lstrip())
    path, remark = complete_path(text[sign_end:])
    return text[:sign_end] + path, remark


def complete_path(path: str) -> tuple[str, str]:
    """A path completed as far as it is unambiguous; the remark lists what it may become."""
    folder, begun = os.path.split(path)
    try:
        with os.scandir(Path(folder or ".").expanduser()) as entries:
            names = sorted(
                entry.name + ("/" if entry.is_dir() else "")
                for entry in entries
                if entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
            )
    except (OSError, ValueError):
        return path, f"there is no folder {folder}"
    if not names:
        return path, f"nothing here begins with {begun}" if begun else "nothing is here"
    common = common_start(names)
    listed = "  ".join(names[:_LISTED]) + (f"  … {len(names) - _LISTED} more" if len(names) > _LISTED else "")
    return path[: len(path) - len(begun)] + common, "" if len(names) == 1 else listed
