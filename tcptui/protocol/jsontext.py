"""JSON (RFC 8259) as text: checked with the place of what is wrong, and set out over lines without changing a value."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import accumulate
from typing import Final

import msgspec

FORMATTED_LIMIT: Final = 64 << 20
"""How long JSON may become by being set out, characters: deep nesting is mostly indentation."""

_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
_NO_JSON = re.compile(_STRING.pattern + "|(-?Infinity|NaN)")
_DEEPER = {"{": 1, "[": 1, "}": -1, "]": -1}
_BRACKET = re.compile(r"[\[\]{}]")
_INDENT = 2
_DEEPEST = 1000  # as deep as anything is read


class JsonError(ValueError):
    """Text that is no JSON; the message is a sentence without the place. line, column: where, from 1."""

    def __init__(self, sentence: str, line: int, column: int) -> None:
        super().__init__(sentence)
        self.line = line
        self.column = column


def check_json(text: str) -> None:
    """Raises JsonError where the text is no JSON."""
    with suppress(msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        msgspec.json.decode(text, type=msgspec.Raw)
        return
    # Where it fails, or where msgspec knows it better than RFC 8259, half a surrogate pair as an escape.
    try:
        # Numbers stay text: their size and digits are none of our business here.
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise JsonError(f"{error.msg}.", error.lineno, error.colno) from None
    except RecursionError:
        raise JsonError("It is nested too deep to be read.", 1, 1) from None
    except _ConstantError as error:
        raise _place_of_constant(text, str(error)) from None


def format_json(text: str, limit: int = FORMATTED_LIMIT) -> str:
    """The same values, one a line, indented by two; numbers and strings stay as they are written.

    limit: how many characters it may become; what could be more is left as it is. Raises JsonError.
    """
    check_json(text)
    lines = text.count(",") + 2 * (text.count("[") + text.count("{")) + 1
    deepest = min(lines, _DEEPEST)
    if len(text) + lines * _INDENT * deepest > limit and len(text) + lines * _INDENT * _depth(text) > limit:
        return text
    with suppress(msgspec.DecodeError, UnicodeEncodeError):
        return msgspec.json.format(text, indent=_INDENT)
    return text


def _depth(text: str) -> int:
    """How deep it is nested."""
    brackets = _BRACKET.findall(_STRING.sub("", text))
    return max(accumulate(map(_DEEPER.__getitem__, brackets)), default=0)


class _ConstantError(ValueError):
    """NaN or an infinity, which Python reads and JSON does not have."""


def _refuse(word: str) -> str:
    raise _ConstantError(word)


def _place_of_constant(text: str, word: str) -> JsonError:
    at = next((match.start(1) for match in _NO_JSON.finditer(text) if match[1]), 0)
    line = text.count("\n", 0, at) + 1
    return JsonError(f"{word} is no value of JSON.", line, at - (text.rfind("\n", 0, at) + 1) + 1)
