"""What a pipeline feeds to the command at its end: by `printf`, `echo`, `cat` or `< file`, and by nothing else."""

from __future__ import annotations

import re
from typing import Final

from tcptui.requests.importing.curlfiles import Load, loaded

FEEDING: Final = ("printf", "echo", "cat")
"""The commands of which it can be told."""

_DIRECTIVE = re.compile(rb"%([%s])|\\([0-7]{1,3}|.)|%", re.DOTALL)
_LETTERS: Final = {
    b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\\": b"\\", b'"': b'"', b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v",
}  # fmt: skip


def piped(words: list[str], place: str, load: Load) -> bytes | None:
    """What a command writes; None for one that can't be told without running it.

    place: where it stands, for sentences. Raises CantImportError for a file that can't be read.
    """
    match words:
        case ["printf", form, *values]:
            return _printf(_bytes(form), list(map(_bytes, values)))
        case ["echo", "-n", *said] if not _has_options(said):
            return _bytes(" ".join(said))
        case ["echo", *said] if not _has_options(said):
            return _bytes(" ".join(said) + "\n")
        case ["cat", *names] if names and not _has_options(names):
            return b"".join(loaded(load, f"{place}: cat", name) for name in names)
        case _:
            return None


def _printf(form: bytes, values: list[bytes]) -> bytes | None:
    """The format once, with its escapes and `%s` (POSIX, printf); None for other directives."""
    pieces: list[bytes] = []
    at = 0
    for found in _DIRECTIVE.finditer(form):
        pieces.append(form[at : found.start()])
        at = found.end()
        if found[1] == b"%":
            pieces.append(b"%")
        elif found[1] and values:
            pieces.append(values.pop(0))
        elif found[2] and found[2].isdigit():
            pieces.append(bytes([int(found[2], 8) & 0xFF]))
        elif found[2] and found[2] in _LETTERS:
            pieces.append(_LETTERS[found[2]])
        else:
            return None
    return None if values else b"".join([*pieces, form[at:]])


def _has_options(words: list[str]) -> bool:
    return any(word.startswith("-") for word in words)


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogateescape")
