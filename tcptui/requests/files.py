"""Keeping requests: a save leaves the whole old file or the whole new one, whatever happens in between."""

from __future__ import annotations

from pathlib import Path

from tcptui.atomicfile import replace_file
from tcptui.requests.model import SavedRequest


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
