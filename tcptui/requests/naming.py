"""Names of files for requests: none that is there already is given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

_UNFIT = re.compile(r"[\W_]+")
_LONGEST: Final = 60
_MOST_BYTES: Final = 180
"""Bytes of a name: file systems take 255, and a number and the ending come to it."""


def file_name(name: str) -> str:
    """A request's name as a file's, without `.toml`: `GET /a b` becomes `get-a-b`. Letters of any script are kept."""
    words = _UNFIT.sub("-", unicodedata.normalize("NFC", name).lower()).strip("-")[:_LONGEST]
    return words.encode()[:_MOST_BYTES].decode(errors="ignore").strip("-") or "request"


def free_path(folder: Path, name: str) -> Path:
    """A file that is not there yet, named after a request."""
    return next(free_paths(folder, name))


def free_paths(folder: Path, name: str) -> Iterator[Path]:
    """Files that are not there when they are asked for, the first as `free_path` names it."""
    numbered = (f"{file_name(name)}{'' if number == 1 else f'-{number}'}.toml" for number in count(1))
    return (path for one in numbered if not (path := folder / one).exists())
