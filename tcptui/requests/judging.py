"""Whether what came meets a condition, and where a captured value is in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, assert_never

from tcptui.protocol.dissecting import readable
from tcptui.protocol.glyphs import visible
from tcptui.protocol.units import exact
from tcptui.requests import conditions as cond
from tcptui.requests.describing import condition_words, shown
from tcptui.requests.functions import exact_bytes
from tcptui.requests.heard import Stretch

_SHOWN = 160
"""Bytes of an answer that a failure shows."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition that was not met: what was expected, and what there was instead."""

    expected: str
    got: str


class NotThereError(ValueError):
    """There is nothing to capture; the message says what there is instead."""


class Look:
    """One look at a stretch of bytes. Its parts are worked out once, and only where a condition asks for them."""

    def __init__(self, stretch: Stretch) -> None:
        self._stretch = stretch
        self._ends: list[int] = []  # behind what was found in the bytes as they came

    @property
    def data(self) -> bytes:
        """The bytes as they came."""
        return self._stretch.data

    @cached_property
    def content(self) -> bytes:
        """The content alone, its codings undone."""
        found = self._stretch.found
        if found is None or self._stretch.framing in ("line", "until-close"):
            return self.data
        return readable(self._stretch.framing, "in", found.kind, self.data).data

    @property
    def status(self) -> int | None:
        """The answer's status, where the framing has one."""
        return self._stretch.found.status if self._stretch.found else None

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        """The fields of an HTTP head, names in lower case."""
        if self._stretch.framing != "http":
            return []
        head = re.split(rb"\r?\n\r?\n", self.data, maxsplit=1)[0].decode("latin-1")
        lines = [line.partition(":") for line in head.splitlines()[1:]]
        return [(name.strip().lower(), value.strip()) for name, colon, value in lines if colon]

    @cached_property
    def json(self) -> Any:
        """The content as JSON. Raises ValueError."""
        return json.loads(self.content)

    @property
    def shown(self) -> str:
        """What there is, for people: how much, and its beginning."""
        content = self.content
        more = "…" if len(content) > _SHOWN else ""
        return f"{exact(len(content))}: {visible(content[:_SHOWN])}{more}" if content else exact(0)

    @property
    def found_end(self) -> int:
        """Behind the last of what was found in the bytes as they came; all of them where nothing was looked for."""
        return max(self._ends, default=len(self.data))

    def find(self, wanted: bytes) -> bool:
        """Whether these bytes are in it: as it came, or with the content's codings undone."""
        at = self.data.find(wanted)
        if at >= 0:
            self._ends.append(at + len(wanted))
        return at >= 0 or wanted in self.content

    def search(self, pattern: str) -> re.Match[bytes] | None:
        """The first match of a regular expression, in the same places."""
        expression = exact_bytes(pattern)
        if found := re.search(expression, self.data):
            self._ends.append(found.end())
            return found
        return re.search(expression, self.content)


def unmet(condition: cond.Condition, look: Look) -> Unmet | None:
    """What is not as the condition says; None where it is met. Conditions on events are met by no bytes."""
    got = _got(condition, look)
    return None if got is None else Unmet(condition_words(condition), got)


def _got(condition: cond.Condition, look: Look) -> str | None:
    """What there is instead of what was expected; None where the condition is met."""
    match condition:
        case cond.Status(codes):
            return None if look.status in codes else _status(look)
        case cond.Header():
            return _header(condition, look)
        case cond.Contains(text):
            return None if look.find(exact_bytes(text)) else look.shown
        case cond.HasBytes(data):
            return None if look.find(data) else look.shown
        case cond.Regex(pattern):
            return None if look.search(pattern) else look.shown
        case cond.Json(path, value):
            return _json(path, json.loads(value), look)
        case cond.Size(low, high):
            size = len(look.content)
            met = (low is None or size >= low) and (high is None or size <= high)
            return None if met else exact(size)
        case cond.Messages() | cond.End() | cond.Happened():
            raise AssertionError(f"{condition} is about no bytes")
        case _:
            assert_never(condition)


def _status(look: Look) -> str:
    if look.status is None:
        return f"an answer without a status, {look.shown}"
    line = look.data.lstrip(b"\r\n").partition(b"\n")[0].removesuffix(b"\r")
    return f"status {look.status} ({visible(line[:_SHOWN])})"


def _header(condition: cond.Header, look: Look) -> str | None:
    name = shown(condition.name)
    values = [value for field, value in look.headers if field == condition.name.lower()]
    if condition.absent:
        return None if not values else f"{name}: {_seen(values)}"
    if not values:
        return f"no {name} header"
    if condition.value is None or condition.value in values:
        return None
    return f"{name}: {_seen(values)}"


def _seen(values: list[str]) -> str:
    return visible(", ".join(values).encode("latin-1", "replace")[:_SHOWN])


def _json(path: str, value: Any, look: Look) -> str | None:
    from tcptui.requests.jsonpath import found_at

    try:
        found = found_at(path, look.json)
    except (ValueError, RecursionError) as error:
        return _no_json(error, look)
    if any(_same(one, value) for one in found):
        return None
    if not found:
        return f"nothing at {shown(path)}"
    return ", ".join(_written(one) for one in found[:4])


def _no_json(error: Exception, look: Look) -> str:
    return f"no JSON ({shown(str(error).partition(chr(10))[0])}), {look.shown}"


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON has it: true is not 1, but 1 is 1.0."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _written(value: Any) -> str:
    return visible(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")[:_SHOWN])


def captured(source: cond.Source, look: Look) -> str:
    """The value that is found there; bytes that are no UTF-8 as PEP 383 has them. Raises NotThereError."""
    match source:
        case cond.FromStatus():
            if look.status is None:
                raise NotThereError(_status(look))
            return str(look.status)
        case cond.FromHeader(name):
            value = next((value for field, value in look.headers if field == name.lower()), None)
            if value is None:
                raise NotThereError(f"no {shown(name)} header")
            return value.encode("latin-1").decode("utf-8", "surrogateescape")
        case cond.FromRegex(pattern, group):
            match = look.search(pattern)
            if match is None:
                raise NotThereError(look.shown)
            return (match[group] or b"").decode("utf-8", "surrogateescape")
        case cond.FromJson(path):
            return _from_json(path, look)
        case cond.FromBytes(start, end):
            if len(look.content) < end:
                raise NotThereError(f"only {exact(len(look.content))}")
            return look.content[start:end].decode("utf-8", "surrogateescape")
        case _:
            assert_never(source)


def _from_json(path: str, look: Look) -> str:
    from tcptui.requests.jsonpath import found_at

    try:
        found = found_at(path, look.json)
    except (ValueError, RecursionError) as error:
        raise NotThereError(_no_json(error, look)) from None
    if not found:
        raise NotThereError(f"nothing at {shown(path)}")
    return found[0] if isinstance(found[0], str) else json.dumps(found[0], ensure_ascii=False)
