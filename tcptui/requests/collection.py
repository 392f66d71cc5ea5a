"""Collections: a folder is one, its sub-folders are groups, and each `.toml` file in them is a request."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tcptui.requests.reading import Read, RequestFileError, read_request

FOLDER = "requests"
"""What the folder is called: of a project, and in the user's configuration directory."""


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
    """Every request below a folder, by group and name; a broken file hinders no other. No folder has no requests."""
    return [_entry(path, folder) for path in request_files(folder)]


def request_files(folder: Path) -> list[Path]:
    """The files of a collection in their order. Hidden files and folders are none of it."""
    found = [path for path in folder.rglob("*.toml") if path.is_file() and not _is_hidden(path.relative_to(folder))]
    return sorted(found, key=lambda path: (path.parent.relative_to(folder).parts, path.name))


def load(path: Path) -> Read:
    """One file. Raises RequestFileError with everything that is wrong in it, or why it can't be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RequestFileError([f"{path}: can't be read: {error.strerror or error}."]) from None
    return read_request(data, str(path))


def _entry(path: Path, folder: Path) -> Entry:
    group = path.parent.relative_to(folder).as_posix()
    group = "" if group == "." else group
    try:
        return Entry(path, group, load(path))
    except RequestFileError as error:
        return Entry(path, group, None, error.problems)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
