"""Values as TOML 1.0 writes them, readable and exact: what reads back is what was written, to the last byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_HEX_LINE = 32


def text(value: str) -> str:
    """A string: on one line, or from two newlines on as it looks. Raises ValueError for half a surrogate pair."""
    value.encode()
    if value.count("\n") >= 2:
        return f'"""\n{_several_lines(value)}"""'
    if ("\\" in value or '"' in value) and "'" not in value and value.isprintable():
        return f"'{value}'"
    return '"' + "".join(_escaped(char) for char in value) + '"'


def hex_pairs(data: bytes) -> str:
    """Bytes as pairs of hex digits, 32 a line."""
    lines = [data[at : at + _HEX_LINE].hex(" ") for at in range(0, len(data), _HEX_LINE)]
    return f'"{"".join(lines)}"' if len(lines) < 2 else '"""\n' + "\n".join(lines) + '\n"""'


def table(items: Iterable[tuple[str, str]]) -> str:
    """An inline table of keys and values that are written already."""
    inside = ", ".join(f"{key(name)} = {value}" for name, value in items)
    return f"{{ {inside} }}" if inside else "{}"


def several(values: Iterable[str]) -> str:
    """One value, or an array of several; all are written already."""
    written = list(values)
    return written[0] if len(written) == 1 else array(written)


def array(values: Iterable[str]) -> str:
    """An array of values that are written already."""
    return f"[{', '.join(values)}]"


def lines_of(texts: Iterable[str]) -> str:
    """An array of strings, one a line, so that one more is one line more in a diff."""
    return "[" + "".join(f"\n    {text(one)}," for one in texts) + "\n]"


def key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else '"' + "".join(_escaped(char) for char in name) + '"'


def plain(value: Any) -> str:
    """A JSON value. Raises ValueError for null, which TOML does not have."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return text(value)
        case list():
            return array(plain(one) for one in value)
        case dict():
            return table((name, plain(one)) for name, one in value.items())
        case _:
            raise ValueError("TOML has no null")


def _several_lines(value: str) -> str:
    """Between three quotes, behind the newline that TOML takes away."""
    lines = [_line(line) for line in value.split("\n")]
    return "\n".join(lines)


def _line(line: str) -> str:
    """One line of several: blanks at its end would go unseen, and editors take them away."""
    shown = "".join(char if char in '"\t' else _escaped(char) for char in line).replace('""', r"\"\"")
    if shown.endswith('"') and not shown.endswith(r"\""):
        shown = shown[:-1] + r"\""
    if shown.endswith(" "):
        return shown[:-1] + r"\u0020"
    return shown[:-1] + r"\t" if shown.endswith("\t") else shown


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
