"""Keeping requests: a save leaves the whole old file or the whole new one, whatever happens in between."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tcptui.atomicfile import create_file, replace_file
from tcptui.requests.model import SavedRequest
from tcptui.requests.naming import free_paths


def save_new(folder: Path, request: SavedRequest) -> Path:
    """Write a request into a file of its own, named after it; gives the file. Nothing that is there is written over,
    not even what another program saves at this moment. Raises as `save` does."""
    from tcptui.requests.writing import written

    text = written(request).encode()
    folder.mkdir(parents=True, exist_ok=True)
    for path in free_paths(folder, request.name):
        with suppress(FileExistsError):
            create_file(path, text)
            return path
    raise AssertionError("there is always another name")


def save(path: Path, request: SavedRequest) -> None:
    """Write a request into its file, which is made where there is none, its folder, too.

    What is there keeps its comments and the keys that are not ours. Raises RequestFileError where what is there can't
    be read (it stays untouched), OSError where it can't be written, and ValueError for what TOML can't hold.
    """
    from tcptui.requests.writing import edited, written

    try:
        before = path.read_bytes()
    except FileNotFoundError:
        text = written(request)
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        text = edited(before, request, str(path))
    replace_file(path, text.encode())
