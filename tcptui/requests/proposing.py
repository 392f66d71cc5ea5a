"""What could be expected of an answer, out of one that came: its status, its size, what it says, values in its JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from tcptui.protocol.credentials import is_secret_name
from tcptui.requests import conditions as cond
from tcptui.requests.replaying.heard import Stretch
from tcptui.requests.replaying.judging import Look, meets
from tcptui.requests.secrets.spotting import without_credentials

_LARGEST: Final = 1 << 20
"""Bytes of an answer that are looked into."""

_VALUES: Final = 12
_DEEPEST: Final = 5
_LONGEST: Final = 80
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def proposals(stretch: Stretch) -> list[cond.Condition]:
    """Conditions that this answer meets, those first that say most about it. None holds a credential by its name."""
    if not stretch.data or len(stretch.data) > _LARGEST:
        return []
    look = Look(stretch)
    return [one for one in _possible(look) if meets(one, look)]


def _possible(look: Look) -> Iterator[cond.Condition]:
    if look.status is not None:
        yield cond.Status((look.status,))
    if (kind := look.header("content-type")) and _fits(kind[0]):
        yield cond.Header("Content-Type", kind[0])
    is_json = look.content.lstrip()[:1] in (b"{", b"[") and not look.no_json
    if is_json:
        yield from islice(_values(json.loads(look.content), "$", 0), _VALUES)
    elif (line := _first_line(look.content)) is not None:
        yield cond.Contains(line)
    yield cond.Size(look.size, look.size)


def _first_line(content: bytes) -> str | None:
    """The first line that says something; None where that is no plain text, or holds a credential by its name."""
    line = content.lstrip().partition(b"\n")[0].strip()
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    begin = text[:_LONGEST]
    return begin if begin and _fits(begin) and without_credentials(begin, "") == begin else None


def _values(value: Any, path: str, depth: int) -> Iterator[cond.Json]:
    """Every plain value below this one, as far as TOML has a form for it."""
    if depth > _DEEPEST:
        return
    match value:
        case dict():
            for name, inner in value.items():
                if name.isprintable() and not is_secret_name(name):
                    yield from _values(inner, path + _step(name), depth + 1)
        case list():
            for index, inner in enumerate(value[:_VALUES]):
                yield from _values(inner, f"{path}[{index}]", depth + 1)
        case str():
            if _fits(value):
                yield cond.Json(path, json.dumps(value, ensure_ascii=False))
        case bool() | int():
            yield cond.Json(path, json.dumps(value))
        case _:
            pass  # no null in TOML; fractions are seldom the same


def _step(name: str) -> str:
    if _NAME.fullmatch(name):
        return f".{name}"
    quoted = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{quoted}']"


def _fits(text: str) -> bool:
    """Whether a text can stand in a condition as it is: braces would be a variable's."""
    return text.isprintable() and len(text) <= _LONGEST and "{{" not in text
