"""Words and bytes as a POSIX shell reads them."""

from __future__ import annotations

import re

_SAFE = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_PRINTF = {0x0D: r"\r", 0x0A: r"\n", 0x09: r"\t", 0x5C: r"\\", 0x25: "%%", 0x27: r"\047"}


def quoted(word: str) -> str:
    """A word that the shell gives on as it is."""
    return word if _SAFE.fullmatch(word) else "'" + word.replace("'", "'\\''") + "'"


def printf(data: bytes) -> str:
    """The command that writes exactly these bytes: text as it is, other bytes in octal (POSIX, printf)."""
    shown = "".join(_PRINTF.get(byte) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}") for byte in data)
    if shown.startswith("-"):  # no option of printf's
        shown = f"\\055{shown[1:]}"
    return f"printf '{shown}'"
