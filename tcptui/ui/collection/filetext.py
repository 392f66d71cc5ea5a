"""A request's file as text that is edited here: read, and what of it can be edited. It reads the disk."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

LARGEST: Final = 256 << 10
"""Bytes of a file that can be edited here."""


def file_bytes(path: Path) -> bytes:
    """A file's bytes, as far as they can be edited here. Raises OSError."""
    if not path.is_file():  # whatever took its place, it is not waited for
        raise FileNotFoundError(errno.ENOENT, "No such file")
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def there_now(path: Path) -> bytes | str | None:
    """What the file says by now; None where there is none, in words why it can't be read."""
    try:
        return file_bytes(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        return f"can't be read: {error.strerror or error}"


def editable(data: bytes) -> str:
    """The text of a file that comes out of the editor as it went in. Raises ValueError, with half a sentence."""
    if len(data) > LARGEST:
        raise ValueError(f"it has more than {LARGEST >> 10} KiB")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise ValueError("it is no UTF-8") from None
    if not text.translate({ord("\n"): None, ord("\t"): None}).isprintable():
        raise ValueError("it has characters that can't be seen")
    return text
