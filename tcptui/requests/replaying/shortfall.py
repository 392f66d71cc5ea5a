"""What a step expected and what there was instead, in words.

Texts are as they are: who shows them sees to it that they can't act on the terminal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from tcptui.protocol.credentials import is_credential, masked_line
from tcptui.protocol.escapes import escape
from tcptui.protocol.units import exact
from tcptui.requests import conditions as cond
from tcptui.requests.describing import expected_words
from tcptui.requests.replaying.judging import Look, meets, same
from tcptui.requests.secrets.masking import REACH, STARS, Hide

_SHOWN = 160
"""Bytes of an answer that a failure shows."""

_SHOWN_AS_HEX = 48
_VALUES = 4


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition that was not met: what was expected, and what there was instead. beside: what else there was, which
    helps to see why."""

    expected: str
    got: str
    beside: str = ""


def together(failures: Sequence[Unmet]) -> Unmet:
    """Several as one, what is the same told once."""
    got = dict.fromkeys([*(one.got for one in failures), *(one.beside for one in failures if one.beside)])
    return Unmet("; ".join(one.expected for one in failures), "; ".join(got))


def shown(look: Look, hide: Hide) -> str:
    """What there is: how much, and its beginning. hide: takes secrets out."""
    return f"{exact(look.size)}: {beginning(look.content, hide)}" if look.size else exact(0)


def beginning(data: bytes, hide: Hide) -> str:
    """The beginning of bytes as text. hide: takes secrets out."""
    text = data[:_SHOWN].decode("utf-8", "backslashreplace")
    hidden = _without_credentials(hide(seen := data[: _SHOWN + REACH].decode("utf-8", "backslashreplace")))
    return (text if hidden == seen else hidden[:_SHOWN]) + ("…" if len(data) > _SHOWN else "")


def _without_credentials(text: str) -> str:
    """A text, the values of credential headers masked in its lines."""
    if ":" not in text:
        return text
    return "\r\n".join("\n".join(map(masked_line, lines.split("\n"))) for lines in text.split("\r\n"))


def unmet(condition: cond.Condition, look: Look, hide: Hide) -> Unmet | None:
    """What there is instead of what was expected; None where it is met. hide: takes secrets out."""
    if meets(condition, look):
        return None
    beside = shown(look, hide) if isinstance(condition, cond.Status) and look.status is not None and look.size else ""
    return Unmet(expected_words(condition, hide), _instead(condition, look, hide), beside)


def _instead(condition: cond.Condition, look: Look, hide: Hide) -> str:
    match condition:
        case cond.Status():
            return _status(look, hide)
        case cond.Header(name):
            values = look.header(name)
            said = STARS if is_credential(name) else _cut(hide(", ".join(values)))
            return f"{name}: {said}" if values else f"no {name} header"
        case cond.Json(path, value):
            return _json(path, look, hide, value)
        case cond.Size():
            return exact(look.size)
        case cond.HasBytes(_, written):
            return _bytes(look, written == "hex", hide)
        case _:
            return shown(look, hide)


def _status(look: Look, hide: Hide) -> str:
    if look.status is None:
        return f"an answer without a status, {shown(look, hide)}"
    line = look.data.lstrip(b"\r\n").partition(b"\n")[0].removesuffix(b"\r")
    return f"status {look.status} ({beginning(line, hide)})"


def _bytes(look: Look, as_hex: bool, hide: Hide) -> str:
    """As what was expected is written, so that the two can be compared; as text where a secret is to be seen in it."""
    data = look.content[: _SHOWN_AS_HEX if as_hex else _SHOWN]
    text = look.content[: _SHOWN + REACH].decode("utf-8", "backslashreplace")
    if not data or _without_credentials(hide(text)) != text:
        return shown(look, hide)
    more = " …" if len(data) < look.size else ""
    return f"{exact(look.size)}: {data.hex(' ') if as_hex else escape(data)}{more}"


def _json(path: str, look: Look, hide: Hide, wanted: str | None = None) -> str:
    if look.no_json:
        return f"no JSON ({look.no_json}), {shown(look, hide)}"
    found = look.json_at(path)
    if not found:
        return f"nothing at {path}"
    values = ", ".join(_written(one, hide) for one in found[:_VALUES])
    more = f", and {exact(len(found) - _VALUES, 'more value')}" if len(found) > _VALUES else ""
    apart = "" if wanted is None or len(found) != 1 else _apart(path, json.loads(wanted), found[0], hide)
    return f"{apart}{values}{more}"


def _apart(path: str, wanted: Any, found: Any, hide: Hide) -> str:
    """Where two values that hold others first differ: `$.user.name is "x" in `."""
    place, said = _difference(path, wanted, found, hide)
    return "" if place == path else f"{place} {said}, in "


def _difference(path: str, wanted: Any, found: Any, hide: Hide) -> tuple[str, str]:
    """The first place in which they differ, and how."""
    match wanted, found:
        case dict(), dict():
            for key in sorted(wanted.keys() | found.keys()):
                place = f"{path}.{key}"
                if key not in found:
                    return place, "is not there"
                if key not in wanted:
                    return place, f"is {_written(found[key], hide)}, and not expected"
                if not same(wanted[key], found[key]):
                    return _difference(place, wanted[key], found[key], hide)
        case list(), list():
            for index, (one, other) in enumerate(zip(wanted, found, strict=False)):
                if not same(one, other):
                    return _difference(f"{path}[{index}]", one, other, hide)
            return f"{path}[]", f"has {exact(len(found), 'value')} instead of {len(wanted):,}"
        case _:
            pass
    return path, f"is {_written(found, hide)}"


def _written(value: Any, hide: Hide) -> str:
    """As JSON writes it, its beginning. A value that could just be read may be too deep to be written."""
    try:
        return _cut(hide(json.dumps(value, ensure_ascii=False, sort_keys=True)))
    except RecursionError:
        return "a value that is too deep to be shown"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def absent(source: cond.Source, look: Look, hide: Hide) -> str:
    """What there is where nothing can be captured. hide: takes secrets out."""
    match source:
        case cond.FromStatus():
            return _status(look, hide)
        case cond.FromHeader(name):
            return f"no {name} header"
        case cond.FromJson(path):
            return _json(path, look, hide)
        case cond.FromBytes():
            return f"only {exact(look.size)}"
        case cond.FromRegex():
            return shown(look, hide)
        case _:
            assert_never(source)
