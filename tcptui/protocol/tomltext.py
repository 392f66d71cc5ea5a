"""A TOML file's bytes as values; what is no TOML is told with its line."""

from __future__ import annotations

import re
import tomllib
from codecs import BOM_UTF8
from typing import Any, Final

from tcptui.protocol.tomllines import deeper_than, key_lines, long_number, longer_than

DEEPEST: Final = 100
"""How deep values may lie in each other: whoever reads them goes down into them."""

_MOST_DIGITS = 4_300  # as Python reads them
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class TomlError(ValueError):
    """A file that is no TOML; the message is one sentence that begins with `file:line: `."""


def decoded(text: bytes, name: str) -> str:
    """The file's text with LF line ends, as TOML reads them, without the byte order mark that some editors put first.

    name: the file, for sentences. Raises TomlError.
    """
    text = text.removeprefix(BOM_UTF8)
    try:
        return text.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise TomlError(f"{name}:{line}: byte 0x{text[error.start]:02x} is not UTF-8, which TOML is.") from None


def parsed(source: str, name: str) -> dict[str, Any]:
    """The values of a text, `DEEPEST` deep at most. Raises TomlError."""
    if line := longer_than(source, DEEPEST):  # the parser would take minutes for it
        raise _too_deep(line, name)
    try:
        document = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TomlError(_syntax(str(error), source, name)) from None
    except RecursionError:
        raise _too_deep(deeper_than(source, DEEPEST), name) from None
    except ValueError:  # the one that is no TOMLDecodeError
        line = long_number(source, _MOST_DIGITS)
        raise TomlError(f"{name}:{line}: a number has more than {_MOST_DIGITS:,} digits.") from None
    if _is_deep(document):
        brackets = deeper_than(source, DEEPEST)
        dotted = (line for path, line in key_lines(source).items() if len(path) > DEEPEST) if brackets == 1 else ()
        raise _too_deep(min(dotted, default=brackets), name)
    return document


def _too_deep(line: int, name: str) -> TomlError:
    return TomlError(f"{name}:{line}: values lie in each other more than {DEEPEST} deep.")


def _is_deep(document: dict[str, Any]) -> bool:
    level: list[Any] = [document]
    for _ in range(DEEPEST + 1):
        level = [
            below
            for value in level
            for below in (value.values() if isinstance(value, dict) else value)
            if isinstance(below, dict | list)
        ]
        if not level:
            return False
    return True


def _syntax(message: str, source: str, name: str) -> str:
    place = _PLACE.search(message)
    what = _PLACE.sub("", message)
    if what == "Illegal character '\\n'":
        what = "the line ends within a text: a quote is missing"
    if place is None or place[1] is None:
        return f"{name}:{source.rstrip().count(chr(10)) + 1}: not TOML: {what} at the end of the file."
    return f"{name}:{place[1]}: not TOML: {what}, at column {place[2]}."
