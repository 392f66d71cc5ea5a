"""Collections: a folder is one, its sub-folders are groups, and each `.toml` file in them is a request."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tcptui.requests.reading import Read, RequestFileError, read_request

FOLDER = "requests"
"""What the folder is called: of a project, and in the user's configuration directory."""

LARGEST: Final = 256 << 20
"""Bytes of a file: what was said is saved as far as 64 MiB of it, and hex has three characters for a byte."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a collection.

    group: the sub-folders that it lies in, "" for none; read: what it says, None where that can't be used: then
    problems says why, a sentence each with the line.
    """

    path: Path
    group: str
    read: Read | None
    problems: tuple[str, ...] = ()


def read_collection(folder: Path) -> list[Entry]:
    """Every request below a folder, by group and name; a broken file hinders no other. No folder has no requests.

    Raises OSError for a folder in it that can't be read.
    """
    return [entry_of(path, folder) for path in request_files(folder)]


def request_files(folder: Path, skipped: Callable[[OSError], object] | None = None) -> list[Path]:
    """The files of a collection in their order. Hidden files and folders are none of it, links to folders neither.

    skipped: told of each folder in it that can't be read; without it, the first raises its OSError.
    """
    found = list(_files(folder, (), skipped)) if folder.is_dir() else []
    return [folder.joinpath(*names) for names in sorted(found, key=lambda names: (names[:-1], names[-1]))]


def _files(
    folder: Path, below: tuple[str, ...], skipped: Callable[[OSError], object] | None
) -> Iterator[tuple[str, ...]]:
    try:
        with os.scandir(folder.joinpath(*below)) as found:
            there = [one for one in found if not one.name.startswith(".")]
    except OSError as error:
        if skipped is None:
            raise
        skipped(error)
        return
    for one in there:
        if one.is_dir(follow_symlinks=False):
            yield from _files(folder, (*below, one.name), skipped)
        elif one.name.endswith(".toml") and _is_file(one):
            yield (*below, one.name)


def _is_file(found: os.DirEntry[str]) -> bool:
    """Whether it is one, be it through a link: no device, no pipe, no link to itself."""
    try:
        return found.is_file()
    except OSError:
        return False


def load(path: Path) -> Read:
    """One file. Raises RequestFileError with everything that is wrong in it, or why it can't be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise RequestFileError([f"{path}: can't be read: {error.strerror or error}."]) from None
    if len(data) > LARGEST:
        raise RequestFileError([f"{path}: has more than {LARGEST >> 20} MiB, too many for a request."])
    return read_request(data, str(path))


def entry_of(path: Path, folder: Path) -> Entry:
    """A file of a collection."""
    group = path.parent.relative_to(folder).as_posix()
    group = "" if group == "." else group
    try:
        return Entry(path, group, load(path))
    except RequestFileError as error:
        return Entry(path, group, None, error.problems)
