"""The texts of conditions: templates, each of which can be read and replaced."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from tcptui.requests import conditions as cond


def condition_texts(condition: cond.Condition) -> Iterator[str]:
    """Every text of a condition in which `{{` is a variable's."""
    match condition:
        case cond.Header(value=str(text)) | cond.Contains(text) | cond.Regex(text):
            yield text
        case cond.Json(value=value):
            yield from _texts(json.loads(value))
        case _:
            pass


def with_texts(
    condition: cond.Condition, put: Callable[[str], str], put_pattern: Callable[[str], str]
) -> cond.Condition:
    """The condition with each of its texts replaced; in JSON those that are values. put_pattern: for a regular
    expression."""
    match condition:
        case cond.Header(value=str(text)):
            return replace(condition, value=put(text))
        case cond.Contains(text):
            return cond.Contains(put(text))
        case cond.Regex(pattern):
            return cond.Regex(put_pattern(pattern))
        case cond.Json(path, value):
            other = _each_text(json.loads(value), put)
            return cond.Json(path, json.dumps(other, ensure_ascii=False, sort_keys=True))
        case _:
            return condition


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, names aside."""
    match value:
        case str():
            yield value
        case list():
            yield from (text for one in value for text in _texts(one))
        case dict():
            yield from (text for one in value.values() for text in _texts(one))
        case _:
            pass


def _each_text(value: Any, put: Callable[[str], str]) -> Any:
    """A JSON value with every text in it replaced."""
    match value:
        case str():
            return put(value)
        case list():
            return [_each_text(one, put) for one in value]
        case dict():
            return {key: _each_text(one, put) for key, one in value.items()}
        case _:
            return value
