"""Where to save to: a path as people type it, refused with one sentence where nothing can be written there."""

from __future__ import annotations

from pathlib import Path

from tcptui.protocol.glyphs import visible


class PathError(ValueError):
    """No place for a file; the message is one sentence."""


def read_path(text: str) -> Path:
    """The path of a file that may be written; it may be there already. Raises PathError."""
    if not text.strip():
        raise PathError("Write the path of a file, such as answer.bin or /tmp/answer.bin.")
    if not text.isprintable():
        raise PathError(f"{visible(text.encode('utf-8', 'surrogateescape'))} has characters that can't be seen.")
    try:
        path = Path(text.strip()).expanduser()
    except RuntimeError:
        raise PathError(f"{text.strip()}: there is no such user.") from None
    if path.is_dir():
        raise PathError(f"{path} is a folder: write a file's name behind it.")
    if path.exists() and not path.is_file():
        raise PathError(f"{path} is no ordinary file.")
    if not path.parent.is_dir():
        raise PathError(f"There is no folder {path.parent}.")
    return path
