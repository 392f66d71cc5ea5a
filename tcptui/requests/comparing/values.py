"""Two JSON values, compared by key and by place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from tcptui.requests.comparing.difference import Difference

DEEPEST = 200
"""Levels that are looked into; what lies deeper is compared as one value."""

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NOTHING = object()


def json_differences(left: object, right: object) -> Iterator[Difference]:
    """What differs, at its JSON path (RFC 9535): `$.items[2].name`; keys in the left side's order, then the right's."""
    stack: list[tuple[str, object, object, int]] = [("$", left, right, 0)]
    while stack:
        path, one, other, depth = stack.pop()
        if isinstance(one, dict) and isinstance(other, dict) and depth < DEEPEST:
            keys = [*one, *(key for key in other if key not in one)]
            inside = [(_member(path, key), one.get(key, _NOTHING), other.get(key, _NOTHING)) for key in keys]
        elif isinstance(one, list) and isinstance(other, list) and depth < DEEPEST:
            inside = [(f"{path}[{at}]", _at(one, at), _at(other, at)) for at in range(max(len(one), len(other)))]
        else:
            if not _same(one, other):
                yield Difference("json", path, _shown(one), _shown(other))
            continue
        stack += [(where, a, b, depth + 1) for where, a, b in reversed(inside)]


def _member(path: str, key: str) -> str:
    return f"{path}.{key}" if _PLAIN_KEY.fullmatch(key) else f"{path}[{json.dumps(key, ensure_ascii=False)}]"


def _at(values: list[object], at: int) -> object:
    return values[at] if at < len(values) else _NOTHING


def _same(one: object, other: object) -> bool:
    # To Python 1 == True == 1.0; to a reader of JSON they are three things.
    return type(one) is type(other) and one == other


def _shown(value: object) -> str | None:
    return None if value is _NOTHING else json.dumps(value, ensure_ascii=False)
