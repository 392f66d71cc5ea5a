"""Whether what came meets a condition, and where a captured value is in it."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, assert_never

from tcptui.protocol.dissecting import readable
from tcptui.requests import conditions as cond
from tcptui.requests.filling import StepError
from tcptui.requests.functions import exact_bytes
from tcptui.requests.patterns import PatternError, searched
from tcptui.requests.replaying.heard import Stretch

if TYPE_CHECKING:
    import regex


class Look:
    """One look at a stretch of bytes. Its parts are worked out once, and only where a condition asks for them."""

    def __init__(self, stretch: Stretch) -> None:
        self._stretch = stretch
        found = stretch.found
        self._bare = found is None or stretch.framing in ("line", "until-close")  # content and nothing else
        self._document: Any = None
        self._ends: list[int] = []  # behind what was found in the bytes as they came

    @property
    def data(self) -> bytes:
        """The bytes as they came."""
        return self._stretch.data

    @cached_property
    def content(self) -> bytes:
        """The content alone, its codings undone."""
        found = self._stretch.found
        if found is None or self._bare:
            return self.data
        return readable(self._stretch.framing, "in", found.kind, self.data).data

    @property
    def status(self) -> int | None:
        """The answer's status, where the framing has one."""
        return self._stretch.found.status if self._stretch.found else None

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        """The fields of an HTTP head, or of a JSON header; names in lower case."""
        match self._stretch.framing:
            case "http":
                return _http_fields(self.data)
            case "json-header":
                return _json_fields(self.data)
            case _:
                return []

    def header(self, name: str) -> list[str]:
        """The values of every field of this name."""
        return [value for field, value in self.headers if field == name.lower()]

    @property
    def size(self) -> int:
        """Bytes of the content."""
        return len(self.content)

    @cached_property
    def no_json(self) -> str:
        """Why the content is no JSON; "" where it is."""
        try:
            self._document = json.loads(self.content)
        except (ValueError, RecursionError) as error:
            return str(error).partition("\n")[0]
        return ""

    def json_at(self, path: str) -> list[Any]:
        """What a JSON path finds in the content; nothing where that is no JSON."""
        from tcptui.requests.jsonpath import found_at

        return [] if self.no_json else found_at(path, self._document)

    @property
    def found_end(self) -> int:
        """Behind the last of what was found in the bytes as they came; all of them where nothing was looked for."""
        return max(self._ends, default=len(self.data))

    def find(self, wanted: bytes) -> bool:
        """Whether these bytes are in it: as it came, or with the content's codings undone."""
        at = self.data.find(wanted)
        if at >= 0:
            self._ends.append(at + len(wanted))
        return at >= 0 or (not self._bare and wanted in self.content)

    def search(self, pattern: str) -> regex.Match[bytes] | None:
        """The first match of a regular expression, in the same places. Raises StepError where that takes too long."""
        expression = exact_bytes(pattern)
        try:
            if found := searched(expression, self.data):
                self._ends.append(found.end())
                return found
            return None if self._bare else searched(expression, self.content)
        except PatternError as error:
            raise StepError(f"the regular expression {pattern!r} can't be used: {error}.") from None


def _http_fields(data: bytes) -> list[tuple[str, str]]:
    """Their bytes as UTF-8, those that are none as PEP 383 has them."""
    head = re.split(rb"\r?\n\r?\n", data.lstrip(b"\r\n"), maxsplit=1)[0]
    lines = [line.partition(b":") for line in re.split(rb"\r?\n", head)[1:]]
    found = [(name.strip().lower(), value.strip()) for name, colon, value in lines if colon]
    return [(_field_text(name), _field_text(value)) for name, value in found]


def _field_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _json_fields(data: bytes) -> list[tuple[str, str]]:
    length = int.from_bytes(data[:2], "big")
    try:
        header = json.loads(data[2 : 2 + length])
    except (ValueError, RecursionError):
        return []
    if not isinstance(header, dict):
        return []
    return [(name.lower(), _as_value(value) or "") for name, value in header.items()]


def meets(condition: cond.Condition, look: Look) -> bool:
    """Whether the condition is met. It is asked of each message of a flood, so words are for `unmet`."""
    match condition:
        case cond.Status(codes):
            return look.status in codes
        case cond.Header(_, value, absent):
            values = look.header(condition.name)
            return bool(values) != absent and (value is None or any(_says(one, value) for one in values))
        case cond.Contains(text):
            return look.find(exact_bytes(text))
        case cond.HasBytes(data):
            return look.find(data)
        case cond.Regex(pattern):
            return look.search(pattern) is not None
        case cond.Json(path, value):
            wanted = json.loads(value)
            return any(same(one, wanted) for one in look.json_at(path))
        case cond.Size(low, high):
            return (low is None or look.size >= low) and (high is None or look.size <= high)
        case cond.Messages() | cond.Amount() | cond.End() | cond.Happened():
            raise AssertionError(f"{condition} is about no bytes")
        case _:
            assert_never(condition)


def _says(field: str, value: str) -> bool:
    """Whether a field has this value, in UTF-8 or, as servers of old write it, in Latin-1."""
    return field == value or exact_bytes(field).decode("latin-1") == value


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal as JSON has it, on every level: true is not 1, but 1 is 1.0."""
    match one, other:
        case (bool(), _) | (_, bool()):
            return one is other
        case list(), list():
            return len(one) == len(other) and all(map(same, one, other))
        case dict(), dict():
            return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
        case _:
            return bool(one == other)


def _as_value(found: Any) -> str | None:
    """What becomes of a JSON value in a variable; half a surrogate pair, which has no bytes, becomes U+FFFD."""
    if isinstance(found, str):
        return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    try:
        return json.dumps(found)
    except RecursionError:
        return None


def captured(source: cond.Source, look: Look) -> str | None:
    """The value that is found there, bytes that are no UTF-8 as PEP 383 has them; None where there is none."""
    match source:
        case cond.FromStatus():
            return None if look.status is None else str(look.status)
        case cond.FromHeader(name):
            values = look.header(name)
            return values[0] if values else None
        case cond.FromRegex(pattern, group):
            match = look.search(pattern)
            return None if match is None else (match[group] or b"").decode("utf-8", "surrogateescape")
        case cond.FromJson(path):
            found = look.json_at(path)
            return _as_value(found[0]) if found else None
        case cond.FromBytes(start, end):
            return look.content[start:end].decode("utf-8", "surrogateescape") if look.size >= end else None
        case _:
            assert_never(source)
