"""Where in a TOML text each key stands: the standard library's parser gives values and no places.

For text that the parser has taken, so only what separates keys from values has to be known here: comments, the four
kinds of strings, and brackets (TOML 1.0).
"""

from __future__ import annotations

import re
from typing import NamedTuple

Path = tuple[str | int, ...]
"""A key with the tables that it lies in, from the outermost: `("keys", "help")`, `("steps", 0, "send")`.

A number, from 0, is a table's place in its array of tables (`[[steps]]`); tables written within `[…]` have none.
"""


class Header(NamedTuple):
    """A line `[table]` or `[[table]]`. offset: of its first bracket, in characters of the text with LF line ends."""

    offset: int
    path: Path


_SKIPPED = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'|#[^\n]*", re.DOTALL
)
"""A string or a comment as a whole: brackets and newlines in it mean nothing."""

_OPENING_OR_CLOSING = re.compile(rf"{_SKIPPED.pattern}|[\[\]{{}}]", re.DOTALL)
_BETWEEN_PARTS = re.compile(rf"{_SKIPPED.pattern}|[.,=\n\[\]{{}}]", re.DOTALL)
_DEEPER = {"[": 1, "{": 1, "]": -1, "}": -1}
_NUMBER = re.compile(rf"{_SKIPPED.pattern}|(?P<digits>[0-9_]++)", re.DOTALL)
_KEY = re.compile(r"""\s*("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)\s*""")
_BLANK = re.compile(r"(?:\s|#[^\n]*)+")


def key_lines(text: str) -> dict[Path, int]:
    """The line, from 1, at which each key and table is first named. text: valid TOML."""
    return _Reader(text.replace("\r\n", "\n")).read()


def headers(text: str) -> tuple[Header, ...]:
    """The lines that begin a table, in order. text: valid TOML with LF line ends."""
    reader = _Reader(text)
    reader.read()
    return tuple(reader.headers)


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a key, or of the nearest table around it that has one; 1 where nothing around it has."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def deeper_than(text: str, most: int) -> int:
    """The line at which so many brackets are open and another one opens; 1 where none does. text: need not be TOML."""
    depth = 0
    for found in _OPENING_OR_CLOSING.finditer(text):
        depth += _DEEPER.get(found[0], 0)
        if depth > most:
            return text.count("\n", 0, found.start()) + 1
    return 1


def longer_than(text: str, most: int) -> int:
    """The line of a key that has more parts than that (`a.b.c` has three); 0 where none has. text: need not be TOML."""
    parts = 1
    for found in _BETWEEN_PARTS.finditer(text) if any(row.count(".") >= most for row in text.split("\n")) else ():
        parts = parts + 1 if found[0] == "." else parts if found[0][0] in "\"'#" else 1
        if parts > most:
            return text.count("\n", 0, found.start()) + 1
    return 0


def long_number(text: str, most: int) -> int:
    """The line of the first number with more digits than that; 1 where there is none. text: need not be TOML."""
    for found in _NUMBER.finditer(text):
        if found["digits"] and len(found["digits"].replace("_", "")) > most:
            return text.count("\n", 0, found.start()) + 1
    return 1


class _Reader:
    """Goes through the text once; `_at` is where it stands."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line, self._counted = 1, 0  # the line of the offset up to which lines were counted
        self._lines: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}  # how many tables each array of tables has so far
        self.headers: list[Header] = []

    def read(self) -> dict[Path, int]:
        table: Path = ()
        while self._blank():
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._statement(table, "\n")
        return self._lines

    def _header(self) -> Path:
        """`[table]` or `[[table]]`: gives the path of what follows."""
        offset, line = self._at, self._line_here()
        brackets = 2 if self._text.startswith("[[", offset) else 1
        self._at += brackets
        path = self._name((), through_arrays=True)
        self._at += brackets
        if brackets == 2:
            number = self._arrays.get(path, 0)
            self._arrays[path] = number + 1
            path = (*path, number)
            self._lines[path] = line
        self.headers.append(Header(offset, path))
        return path

    def _line_here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _blank(self) -> bool:
        """Skip blanks and comments; False at the end of the text."""
        if blank := _BLANK.match(self._text, self._at):
            self._at = blank.end()
        return self._at < len(self._text)

    def _name(self, table: Path, *, through_arrays: bool = False) -> Path:
        """A key of one or more parts; notes the line of each part.

        through_arrays: what lies below an array of tables lies in the last of them.
        """
        path = table
        line = self._line_here()
        while part := _KEY.match(self._text, self._at):
            path = (*path, _plain(part[1]))
            self._lines.setdefault(path, line)
            self._at = part.end()
            if not self._text.startswith(".", self._at):
                break
            self._at += 1
            if through_arrays and path in self._arrays:
                path = (*path, self._arrays[path] - 1)
        return path

    def _statement(self, table: Path, ends: str) -> None:
        """`key = value`, up to one of the characters that end it."""
        path = self._name(table)
        self._at += 1  # the equals sign
        while self._at < len(self._text) and self._text[self._at] not in ends:
            self._piece(path)

    def _piece(self, path: Path) -> None:
        """One piece of a value: a string, a comment, brackets with what is in them, or a character."""
        if skipped := _SKIPPED.match(self._text, self._at):
            self._at = skipped.end()
            return
        character = self._text[self._at]
        self._at += 1
        if character == "[":
            while self._blank() and self._text[self._at] != "]":
                self._piece(path)
            self._at += 1
        elif character == "{":
            self._inline_table(path)

    def _inline_table(self, path: Path) -> None:
        while self._blank() and self._text[self._at] != "}":
            if self._text[self._at] == ",":
                self._at += 1
            else:
                self._statement(path, ",}")
        self._at += 1


def _plain(part: str) -> str:
    """A part of a key without its quotes, escapes of a quoted one read as TOML reads them."""
    if part[0] == "'":
        return part[1:-1]
    if part[0] != '"':
        return part
    import tomllib

    return str(tomllib.loads(f"key = {part}")["key"])
