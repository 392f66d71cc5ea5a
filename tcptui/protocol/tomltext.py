"""A TOML file's bytes as values; what is no TOML is told with its line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class TomlError(ValueError):
    """A file that is no TOML; the message is one sentence that begins with `file:line: `."""


def decoded(text: bytes, name: str) -> str:
    """The file's text with LF line ends, as TOML reads them. name: the file, for sentences. Raises TomlError."""
    try:
        return text.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise TomlError(f"{name}:{line}: byte 0x{text[error.start]:02x} is not UTF-8, which TOML is.") from None


def parsed(source: str, name: str) -> dict[str, Any]:
    """The values of a text. Raises TomlError."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TomlError(_syntax(str(error), source, name)) from None


def _syntax(message: str, source: str, name: str) -> str:
    place = _PLACE.search(message)
    what = _PLACE.sub("", message)
    if place is None or place[1] is None:
        return f"{name}:{source.rstrip().count(chr(10)) + 1}: not TOML: {what} at the end of the file."
    return f"{name}:{place[1]}: not TOML: {what}, at column {place[2]}."
