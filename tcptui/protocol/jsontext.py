"""JSON (RFC 8259) as text: checked with the place of what is wrong, and set out over lines without changing a value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

# What JSON is made of; a stretch between two tokens is white space.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_NO_JSON = re.compile(r'"(?:[^"\\]|\\.)*"|(-?Infinity|NaN)')
_INDENT = "  "
_DEEPEST = 200


class JsonError(ValueError):
    """Text that is no JSON; the message is a sentence without the place. line, column: where, from 1."""

    def __init__(self, sentence: str, line: int, column: int) -> None:
        super().__init__(sentence)
        self.line = line
        self.column = column


def check_json(text: str) -> None:
    """Raises JsonError where the text is no JSON."""
    try:
        # Numbers stay text: their size and digits are none of our business here.
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise JsonError(f"{error.msg}.", error.lineno, error.colno) from None
    except RecursionError:
        raise JsonError("It is nested too deep to be read.", 1, 1) from None
    except _ConstantError as error:
        raise _place_of_constant(text, str(error)) from None


def format_json(text: str, limit: int | None = None) -> str:
    """The same values, one a line, indented by two; numbers and strings stay as they are written.

    limit: how many characters it may become; more of them leave the text as it is. Raises JsonError.
    """
    check_json(text)
    pieces: list[str] = []
    size = 0
    for piece in _set_out(text):
        pieces.append(piece)
        size += len(piece)
        if limit is not None and size > limit:
            return text
    return "".join(pieces)


def _set_out(text: str) -> Iterator[str]:
    depth = 0
    begun = False  # a brace or bracket was opened and nothing has followed it
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "}]":
            depth -= 1
            yield token if begun else _new_line(depth) + token
            begun = False
            continue
        if begun:
            yield _new_line(depth)
        begun = token in "{["
        depth += begun
        if token == ",":
            yield token + _new_line(depth)
        else:
            yield ": " if token == ":" else token


class _ConstantError(ValueError):
    """NaN or an infinity, which Python reads and JSON does not have."""


def _refuse(word: str) -> str:
    raise _ConstantError(word)


def _place_of_constant(text: str, word: str) -> JsonError:
    at = next((match.start(1) for match in _NO_JSON.finditer(text) if match[1]), 0)
    line = text.count("\n", 0, at) + 1
    return JsonError(f"{word} is no value of JSON.", line, at - (text.rfind("\n", 0, at) + 1) + 1)


def _new_line(depth: int) -> str:
    # Deep nesting would otherwise cost its square in spaces.
    return "\n" + _INDENT * min(depth, _DEEPEST)
