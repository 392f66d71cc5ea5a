"""All saved requests, and what has changed in their folders since they were looked at last.

The folders are looked at again and again while the collection is on the screen: that is one stat(2) a file, works on
network mounts, where inotify and its kin tell nothing, and needs no library with native code.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tcptui.protocol.frozen import frozen
from tcptui.requests.collection import Entry, entry_of, request_files
from tcptui.ui.collection.places import Place, told

_TOLD_EVERY: Final = 0.3
"""Seconds between two tellings of what is known so far."""

_LONG: Final = 128 << 10
"""Bytes of a file from which on it takes a while to be read."""


class Stamp(NamedTuple):
    """By which a file is known to be as it was: st_mtime_ns, st_size, st_ino."""

    mtime: int
    size: int
    inode: int


@frozen
class Item:
    """A file of a collection. stamp: of the time when it was read."""

    place: Place
    entry: Entry
    stamp: Stamp

    @property
    def path(self) -> Path:
        """Its file."""
        return self.entry.path

    @property
    def name(self) -> str:
        """What people call it: its own name, else the file's. Not made safe to be drawn."""
        read = self.entry.read
        return (read.request.name if read is not None else "") or self.path.stem

    @property
    def target(self) -> str:
        """Where it goes; "" where that can't be read."""
        return self.entry.read.request.target if self.entry.read is not None else ""

    @property
    def words(self) -> str:
        """What a filter looks in."""
        return f"{self.name} {self.entry.group} {self.path.stem} {self.target}".lower()


@frozen
class Library:
    """Everything that there is, by place, group and file.

    problems: of folders that can't be read, a sentence each, safe to be drawn; unread: files that are still to be read.
    """

    items: tuple[Item, ...] = ()
    problems: tuple[str, ...] = ()
    unread: int = 0


def read_library(
    places: Sequence[Place], before: Library, so_far: Callable[[Library], object] | None = None
) -> Library:
    """What there is now; files that are as they were are not read again. It reads the disk.

    so_far: now and then told what is known already, where nothing was before.
    """
    known: Mapping[Path, Item] = {item.path: item for item in before.items}
    problems: list[str] = []
    paths = [(place, path) for place in places for path in _files(place, problems)]
    items: list[Item] = []
    last = time.monotonic()
    for place, path in paths:
        stamp = _stamp(path)
        takes_long = (stamp is not None and stamp.size > _LONG) or time.monotonic() - last > _TOLD_EVERY
        if so_far is not None and not known and takes_long:
            so_far(Library(tuple(items), tuple(problems), len(paths) - len(items)))
            last = time.monotonic()
        if stamp is not None:
            items.append(_item(place, path, stamp, known))
    now = Library(tuple(items), tuple(problems))
    return before if now == before else now


def _files(place: Place, problems: list[str]) -> list[Path]:
    """The files of a collection. problems: gets a sentence for each folder that can't be read."""

    def skipped(error: OSError) -> None:
        problems.append(f"{told(Path(error.filename))} can't be read: {error.strerror}")

    return request_files(place.folder, skipped)


def _stamp(path: Path) -> Stamp | None:
    """A file's; None for one that went away meanwhile."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


def _item(place: Place, path: Path, stamp: Stamp, known: Mapping[Path, Item]) -> Item:
    before = known.get(path)
    return before if before is not None and before.stamp == stamp else Item(place, entry_of(path, place.folder), stamp)
