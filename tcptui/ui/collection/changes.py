"""What is done to the files of a collection, each of which can be undone to the byte. It writes to the disk."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tcptui.atomicfile import replace_file
from tcptui.protocol.escapes import EndOfLine
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import visible_text
from tcptui.requests.collection import Entry
from tcptui.requests.conditions import Status
from tcptui.requests.model import Expect, Frame, SavedRequest, SendFile, SendText
from tcptui.requests.naming import file_name, free_path
from tcptui.requests.writing import edited, written
from tcptui.ui.collection.places import told


class ChangedError(Exception):
    """A file is not as it was: nothing was done. The message is one sentence."""


@frozen
class FileChange:
    """One file. before, after: its bytes, None where there is none; mode: what it gets where it is made."""

    path: Path
    before: bytes | None
    after: bytes | None
    mode: int = 0o600

    @property
    def undone(self) -> FileChange:
        """What undoes it."""
        return FileChange(self.path, self.after, self.before, self.mode)


@frozen
class Change:
    """What was done, in words, to which files. shows: the file to look at afterwards."""

    told: str
    files: tuple[FileChange, ...]
    shows: Path

    @property
    def undone(self) -> Change:
        """What undoes it."""
        files = tuple(one.undone for one in reversed(self.files))
        there = next((one.path for one in files if one.after is not None), self.shows)
        return Change(f"{self.told}: undone", files, there)


def apply(change: Change, so_far: Callable[[int], object] = int) -> None:
    """Do it, where every file is as it is taken to be; all of it, or where that can't be, nothing.

    so_far: told how many files are done. Raises ChangedError, and OSError.
    """
    for one in change.files:
        if _bytes(one.path) != one.before:
            raise ChangedError(f"{told(one.path)} was changed outside: it stays as it is")
    done: list[FileChange] = []
    try:
        for one in sorted(change.files, key=lambda one: one.after is None):  # what goes away does so last
            _do(one)
            done.append(one)
            so_far(len(done))
    except OSError:
        for one in reversed(done):
            with suppress(OSError):
                _do(one.undone)
        raise


def _do(change: FileChange) -> None:
    """Change one file. Raises OSError, which names it."""
    try:
        if change.after is None:
            change.path.unlink()
            return
        change.path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(change.path, change.after)
        if change.before is None:
            change.path.chmod(change.mode)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(change.path)) from None


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


# What can be done. Each raises OSError where a file can't be read. ---------------------------------------------------


def created(folder: Path, name: str, target: str) -> Change:
    """A new request, which asks for a page."""
    path = free_path(folder, name)
    ask = "GET / HTTP/1.1\nHost: {{target}}\n\n"
    steps = (SendText(ask, EndOfLine.CRLF), Expect((Status((200,)),)))
    request = SavedRequest(name, target, steps, (), "http")
    return Change(f"{told(path)} was made", (FileChange(path, None, written(request).encode()),), path)


def duplicated(entry: Entry) -> Change:
    """A copy beside it, named so."""
    data, path = entry.path.read_bytes(), entry.path
    read = entry.read
    name = f"{read.request.name or path.stem} copy" if read is not None else f"{path.stem} copy"
    new = free_path(path.parent, name)
    if read is not None:
        data = edited(data, replace(read.request, name=name), str(path)).encode()
    return Change(f"{_name(new)} is a copy of {_name(path)}", (FileChange(new, None, data, _mode(path)),), new)


def renamed(entry: Entry, name: str) -> Change:
    """Another name; a file that is called after its request is called so again. A broken file is only called so."""
    path, data = entry.path, entry.path.read_bytes()
    after, follows = data, True
    if entry.read is not None:
        request = entry.read.request
        after = edited(data, replace(request, name=name), str(path)).encode()
        follows = not request.name or path.stem.startswith(file_name(request.name))
    new = path if not follows or path.stem == file_name(name) else free_path(path.parent, name)
    if new == path:
        return Change(f"{_name(path)} has another name", (FileChange(path, data, after),), path)
    files = (FileChange(new, None, after, _mode(path)), FileChange(path, data, None, _mode(path)))
    return Change(f"{_name(path)} is {_name(new)} now", files, new)


def moved(entry: Entry, folder: Path) -> Change:
    """The same file in another group's folder."""
    path, data = entry.path, entry.path.read_bytes()
    new = folder / path.name
    if new.exists():
        new = free_path(folder, path.stem)
    words = f"{told(path)} is {told(new)} now"
    if _names_files(entry):
        words += ": see that the files it sends are still found from there"
    return Change(words, (FileChange(new, None, data, _mode(path)), FileChange(path, data, None, _mode(path))), new)


def deleted(entries: Iterable[Entry]) -> Change:
    """Without them."""
    files = tuple(FileChange(entry.path, entry.path.read_bytes(), None, _mode(entry.path)) for entry in entries)
    what = told(files[0].path) if len(files) == 1 else f"{len(files):,} requests"
    return Change(f"{what} was deleted" if len(files) == 1 else f"{what} were deleted", files, files[0].path)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _name(path: Path) -> str:
    return visible_text(path.name)


def _names_files(entry: Entry) -> bool:
    """Whether it sends files, whose paths begin at its folder."""
    steps = entry.read.request.steps if entry.read is not None else ()
    return any(isinstance(step, SendFile) or (isinstance(step, Frame) and step.mode == "file") for step in steps)
