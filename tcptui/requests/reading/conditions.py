"""What `wait`, `expect` and `capture` say, as conditions and sources."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final

from tcptui.protocol.escapes import EscapeError, parse_hex, unescape
from tcptui.protocol.nearest import did_you_mean
from tcptui.requests import conditions as cond
from tcptui.requests.model import Take
from tcptui.requests.patterns import PatternError, compiled
from tcptui.requests.reading.wrong import WrongValueError, flag, listed, only_key, table, text, whole
from tcptui.requests.templates import TemplateError, check_name

_STATUSES = range(100, 1000)


def status(value: object) -> tuple[cond.Condition, ...]:
    """`status = 200`, or one of several."""
    codes = []
    for code in _each(value):
        if isinstance(code, bool) or not isinstance(code, int) or code not in _STATUSES:
            raise WrongValueError("a status is a number such as 200, or one of several: [200, 204].")
        codes.append(code)
    return (cond.Status(tuple(codes)),)


def header(value: object) -> tuple[cond.Condition, ...]:
    """`header = { Server = "nginx", Allow = true, Date = false }`."""
    form = '{ Content-Type = "text/html" }, or true for a field that is there and false for one that is not'
    if not isinstance(value, dict) or not value:
        raise WrongValueError(f"write {form}.")
    found = []
    for name, said in value.items():
        if not isinstance(said, str | bool):
            raise WrongValueError(f"{name}: write {form}.", name)
        found.append(cond.Header(name, said if isinstance(said, str) else None, said is False))
    return tuple(found)


def _each(value: object) -> list[object]:
    """One value, or several of which all are meant."""
    return value if isinstance(value, list) and value else [value]


def contains(value: object) -> tuple[cond.Condition, ...]:
    """`contains = "text"`."""
    return tuple(cond.Contains(text(one, "what it contains")) for one in _each(value))


def regex(value: object) -> tuple[cond.Condition, ...]:
    """`regex = '…'`."""
    return tuple(cond.Regex(pattern(one)) for one in _each(value))


def pattern(value: object) -> str:
    """A regular expression that compiles; its variables, whatever they will be, are text in it."""
    said = text(value, "a regular expression")
    try:
        compiled(_without_variables(said).encode())
    except PatternError as error:
        raise WrongValueError(f"the regular expression can't be read: {error}.") from None
    return said


def _without_variables(pattern: str) -> str:
    return re.sub(r"\{\{.*?\}\}", "x", pattern)


def escaped_bytes(value: object) -> tuple[cond.Condition, ...]:
    r"""`bytes = '\x00\x05hello'`."""
    try:
        return tuple(cond.HasBytes(unescape(text(one, "bytes")), "bytes") for one in _each(value))
    except EscapeError as error:
        raise WrongValueError(str(error)) from None


def hex_bytes(value: object) -> tuple[cond.Condition, ...]:
    """`hex = "00 05"`."""
    return tuple(cond.HasBytes(hex_pairs(one)) for one in _each(value))


def hex_pairs(value: object) -> bytes:
    """The bytes of hex pairs."""
    try:
        return parse_hex(text(value, "hex"))
    except EscapeError as error:
        raise WrongValueError(str(error)) from None


def json_values(value: object) -> tuple[cond.Condition, ...]:
    """`json = { "$.user.name" = "x", "$.count" = 3 }`."""
    if not isinstance(value, dict) or not value:
        raise WrongValueError('write { "$.user.name" = "value" }: a JSON path, and what it finds.')
    return tuple(cond.Json(json_path(path), _json_text(path, said)) for path, said in value.items())


NO_JSON: Final = "JSON has no such value: write a text, a number, true or false."
"""What is said of a date."""


def _json_text(path: str, value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    except TypeError:
        raise WrongValueError(NO_JSON, path) from None


def json_path(value: object) -> str:
    """A JSON path that can be read."""
    from tcptui.requests.jsonpath import JsonPathError, check_path

    said = text(value, "a JSON path")
    try:
        check_path(said)
    except JsonPathError as error:
        raise WrongValueError(str(error), said) from None
    return said


def size(value: object) -> tuple[cond.Condition, ...]:
    """`size = 612`, or `{ min = 1, max = 4096 }`."""
    form = "a size is a number of bytes, or { min = 1, max = 4096 }"
    if not isinstance(value, dict):
        count = whole(value, "a size")
        return (cond.Size(count, count),)
    said = table(value, ("min", "max"), form)
    if not said:
        raise WrongValueError(f"{form}.")
    low, high = (None if key not in said else whole(said[key], key) for key in ("min", "max"))
    return (cond.Size(low, high),)


def event(value: object) -> tuple[cond.Condition, ...]:
    """`event = "peer-rst"`."""
    return tuple(cond.Happened(_event(one)) for one in _each(value))


def _event(value: object) -> cond.EventName:
    for name in cond.EVENTS:
        if value == name:
            return name
    hint = did_you_mean(str(value), cond.EVENTS)
    raise WrongValueError(f"{value!r} is no event that can be waited for.{hint} Known: {listed(cond.EVENTS)}.")


Read = Callable[[object], tuple[cond.Condition, ...]]

EXPECTED: dict[str, Read] = {
    "status": status, "header": header, "contains": contains, "regex": regex, "bytes": escaped_bytes,
    "hex": hex_bytes, "json": json_values, "size": size, "event": event,
}  # fmt: skip
"""What can be expected, by its key."""


def _messages(value: object) -> tuple[cond.Condition, ...]:
    return (cond.Messages(whole(value, "the number of messages", 1)),)


def _amount(value: object) -> tuple[cond.Condition, ...]:
    return (cond.Amount(whole(value, "the number of bytes", 1)),)


def _end(value: object) -> tuple[cond.Condition, ...]:
    if value is not True:
        raise WrongValueError('write end = true, or wait = "end".')
    return (cond.End(),)


AWAITED: dict[str, Read] = {
    "message": _messages, "size": _amount, "contains": contains, "regex": regex, "bytes": escaped_bytes,
    "hex": hex_bytes, "event": event, "end": _end,
}  # fmt: skip
"""What can be waited for, by its key."""


def _status(value: object) -> cond.Source:
    if value is not True:
        raise WrongValueError("write { status = true }.")
    return cond.FromStatus()


def _header(value: object) -> cond.Source:
    return cond.FromHeader(text(value, "a header's name"))


def _json(value: object) -> cond.Source:
    return cond.FromJson(json_path(value))


_BYTES_FORM = "write { bytes = [0, 4] }: from the first of them up to before the second."


def _bytes(value: object) -> cond.Source:
    match value:
        case [bool(), _] | [_, bool()]:
            raise WrongValueError(_BYTES_FORM)
        case [int(start), int(end)] if 0 <= start < end:
            return cond.FromBytes(start, end)
        case _:
            raise WrongValueError(_BYTES_FORM)


_SOURCES: dict[str, Callable[[object], cond.Source]] = {
    "status": _status, "header": _header, "json": _json, "bytes": _bytes,
}  # fmt: skip


def take(name: str, value: object) -> Take:
    """One variable of a `capture`: `token = { json = "$.token", secret = true }`."""
    try:
        check_name(name)
    except TemplateError as error:
        raise WrongValueError(str(error)) from None
    keys = (*_SOURCES, "regex")
    said = table(value, (*keys, "group", "secret"), '{ json = "$.token" }, or the like')
    kind = only_key(said, keys)
    if "group" in said and kind != "regex":
        raise WrongValueError("a group is a regular expression's.", "group")
    secret = flag(said.get("secret", False), "secret")
    if kind == "regex":
        return Take(name, _from_regex(said), secret)
    return Take(name, _SOURCES[kind](said[kind]), secret)


def _from_regex(said: dict[str, Any]) -> cond.Source:
    expression = pattern(said["regex"])
    groups = compiled(_without_variables(expression).encode()).groups
    group = whole(said["group"], "a group") if "group" in said else min(1, groups)
    if group > groups:
        raise WrongValueError(f"the regular expression has no group {group}.", "group")
    return cond.FromRegex(expression, group)
