"""All saved requests, and what has changed in their folders since they were looked at last.

The folders are looked at again and again while the collection is on the screen: that is one stat(2) a file, works on
network mounts, where inotify and its kin tell nothing, and needs no library with native code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tcptui.protocol.frozen import frozen
from tcptui.requests.collection import Entry, load, request_files
from tcptui.requests.reading import RequestFileError
from tcptui.ui.collection.places import Place


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
    """Everything that there is, by place, group and file. problems: of folders that can't be read, a sentence each."""

    items: tuple[Item, ...] = ()
    problems: tuple[str, ...] = ()


def read_library(places: Sequence[Place], before: Library) -> Library:
    """What there is now; files that are as they were are not read again. It reads the disk."""
    known: Mapping[Path, Item] = {item.path: item for item in before.items}
    items: list[Item] = []
    problems: list[str] = []
    for place in places:
        try:
            items += [item for path in request_files(place.folder) if (item := _item(place, path, known)) is not None]
        except OSError as error:
            problems.append(f"{place.folder} can't be read: {error.strerror or error}")
    now = Library(tuple(items), tuple(problems))
    return before if now == before else now


def _item(place: Place, path: Path, known: Mapping[Path, Item]) -> Item | None:
    """A file as it is now; None for one that went away meanwhile."""
    try:
        status = path.stat()
    except OSError:
        return None
    stamp = Stamp(status.st_mtime_ns, status.st_size, status.st_ino)
    before = known.get(path)
    if before is not None and before.stamp == stamp:
        return before
    group = path.parent.relative_to(place.folder).as_posix()
    group = "" if group == "." else group
    try:
        return Item(place, Entry(path, group, load(path)), stamp)
    except RequestFileError as error:
        return Item(place, Entry(path, group, None, error.problems), stamp)
