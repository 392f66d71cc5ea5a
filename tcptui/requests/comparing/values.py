"""Two JSON values, compared by key, and lists by what is in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from tcptui.requests.comparing.difference import Difference

DEEPEST = 200
"""Levels that are looked into; what lies deeper is compared as one value."""

_ALIGNED = 1_000
"""Values of two lists of different lengths up to which the same ones are looked for; beyond, places are compared."""

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NOTHING = object()


def json_differences(left: object, right: object) -> Iterator[Difference]:
    """What differs, at its JSON path (RFC 9535): `$.items[2].name`; keys in the left side's order, then the right's.

    A path is that of the left side, of what only the right one has its own.
    """
    stack: list[tuple[str, object, object, int]] = [("$", left, right, 0)]
    while stack:
        path, one, other, depth = stack.pop()
        if isinstance(one, dict) and isinstance(other, dict) and depth < DEEPEST:
            keys = [*one, *(key for key in other if key not in one)]
            inside = [(_member(path, key), one.get(key, _NOTHING), other.get(key, _NOTHING)) for key in keys]
        elif isinstance(one, list) and isinstance(other, list) and depth < DEEPEST:
            inside = [(f"{path}[{at}]", a, b) for at, a, b in _paired(one, other)]
        else:
            if not _same(one, other):
                yield Difference("json", path, _shown(one), _shown(other))
            continue
        stack += [(where, a, b, depth + 1) for where, a, b in reversed(inside)]


def _member(path: str, key: str) -> str:
    return f"{path}.{key}" if _PLAIN_KEY.fullmatch(key) else f"{path}[{json.dumps(key, ensure_ascii=False)}]"


def _paired(left: list[object], right: list[object]) -> Iterator[tuple[int, object, object]]:
    """The values that belong together, each pair with its place: where a list has become longer or shorter, what lies
    between those that are the same on both sides."""
    blocks: list[tuple[int, ...]] = [(0, len(left), 0, len(right))]
    if len(left) != len(right) and max(len(left), len(right)) <= _ALIGNED:
        ours, theirs = ([json.dumps(value, sort_keys=True) for value in side] for side in (left, right))
        matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
        blocks = [tuple(block) for tag, *block in matcher.get_opcodes() if tag != "equal"]
    for a, a_end, b, b_end in blocks:
        for at in range(max(a_end - a, b_end - b)):
            one = left[a + at] if a + at < a_end else _NOTHING
            other = right[b + at] if b + at < b_end else _NOTHING
            yield (b if one is _NOTHING else a) + at, one, other


def _same(one: object, other: object) -> bool:
    # To Python 1 == True == 1.0; to a reader of JSON they are three things.
    return type(one) is type(other) and one == other


def _shown(value: object) -> str | None:
    return None if value is _NOTHING else json.dumps(value, ensure_ascii=False)
