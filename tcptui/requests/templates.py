r"""Texts with `{{variables}}` and `{{functions(…)}}` in them, read into pieces.

Between the braces stands a name, or a call: `{{token}}`, `{{uuid()}}`, `{{base64(user, ":", password)}}`. A call's
arguments are names, calls, whole numbers, and texts in quotes (`"` or `'`, without escapes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_BRACES: Final = '{{"{{"}}'
_OPEN = re.compile(r"\{\{")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_TEXT = re.compile(r'"([^"]*)"|\'([^\']*)\'')
_NUMBER = re.compile(r"\d+")
_BLANK = re.compile(r"\s*")


class TemplateError(ValueError):
    """A template that can't be read or filled in; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Name:
    """A variable."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text or a number, as itself."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    function: str
    arguments: tuple[Expression, ...]


Expression = Name | Literal | Call


@dataclass(frozen=True, slots=True)
class Template:
    """Pieces in order: plain texts, and what is to be filled in."""

    pieces: tuple[str | Expression, ...]

    def expressions(self) -> Iterator[Expression]:
        """Every expression in it, those within calls, too."""
        for piece in self.pieces:
            if not isinstance(piece, str):
                yield from _all(piece)


def _all(expression: Expression) -> Iterator[Expression]:
    yield expression
    if isinstance(expression, Call):
        for argument in expression.arguments:
            yield from _all(argument)


def read_template(text: str) -> Template:
    """Read a text. Raises TemplateError for braces that hold no expression."""
    pieces: list[str | Expression] = []
    at = 0
    while opened := _OPEN.search(text, at):
        if opened.start() > at:
            pieces.append(text[at : opened.start()])
        reader = _Reader(text, opened.end())
        pieces.append(reader.inside())
        at = reader.at
    if at < len(text):
        pieces.append(text[at:])
    return Template(tuple(pieces))


def literal(text: str) -> str:
    """The template that stands for a text as it is."""
    return text.replace("{{", _BRACES)


def with_braces(text: str) -> str:
    """A template for people: braces that stand for themselves stand there as themselves."""
    return text.replace(_BRACES, "{{")


def check_name(name: str) -> None:
    """Raises TemplateError for what can't be a variable's name."""
    if not _NAME.fullmatch(name):
        raise TemplateError(f"{name!r} is no name of a variable: letters, digits, _ - and . make one, a letter first.")


class _Reader:
    """Reads what stands between two braces; `at` is where it stands, at last behind the closing ones."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._begin = at - 2
        self.at = at

    def inside(self) -> Expression:
        found = self._expression(0)
        if not self._skip("}}"):
            raise self._error()
        return found

    def _expression(self, depth: int) -> Expression:
        self._blank()
        if match := _TEXT.match(self._text, self.at):
            self.at = match.end()
            return Literal(match[1] if match[1] is not None else match[2])
        if match := _NUMBER.match(self._text, self.at):
            self.at = match.end()
            return Literal(match[0])
        match = _NAME.match(self._text, self.at)
        if match is None or depth > _DEEPEST:
            raise self._error()
        self.at = match.end()
        return Call(match[0], self._arguments(depth)) if self._skip("(") else Name(match[0])

    def _arguments(self, depth: int) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while not self._skip(")"):
            if found and not self._skip(","):
                raise self._error()
            found.append(self._expression(depth + 1))
        return tuple(found)

    def _blank(self) -> None:
        match = _BLANK.match(self._text, self.at)
        assert match is not None
        self.at = match.end()

    def _skip(self, mark: str) -> bool:
        self._blank()
        if not self._text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        return True

    def _error(self) -> TemplateError:
        shown = self._text[self._begin : self._begin + _SHOWN].partition("\n")[0]
        return TemplateError(
            f"{shown!r} holds no variable and no call: write {{{{name}}}}, or template = false where {{{{ is meant."
        )


_DEEPEST = 16
_SHOWN = 40  # characters
