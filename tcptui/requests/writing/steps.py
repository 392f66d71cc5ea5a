"""Steps and variables as the keys and values of their tables, in the one order in which they are always written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import assert_never

from tcptui.protocol.escapes import escape
from tcptui.requests import conditions as cond
from tcptui.requests import model
from tcptui.requests.durations import duration
from tcptui.requests.writing.literals import array, hex_pairs, plain, several, table, text

Items = dict[str, str]
"""Keys, and values as TOML writes them."""


def step_items(step: model.Step) -> Items:
    """What the step's table holds. Raises ValueError for what TOML can't hold: half a surrogate pair, JSON's null."""
    match step:
        case model.SendText(sent, eol, template):
            ends = {} if eol is None else {"eol": text(eol.value)}
            return {"send": text(sent), **ends, **_no_template(template)}
        case model.SendHex(data):
            return {"send_hex": hex_pairs(data)}
        case model.SendFile(path):
            return {"send_file": text(path)}
        case model.Frame():
            return {"frame": _frame(step), **_no_template(step.template)}
        case model.Pause(seconds):
            return {"pause": text(duration(seconds))}
        case model.Wait(what, within):
            return {"wait": _wait(what, within)}
        case model.Expect(conditions, within):
            limit = [] if within == model.WITHIN else [("within", text(duration(within)))]
            return {"expect": table([*_conditions(conditions).items(), *limit])}
        case model.Capture(takes, within):
            beside = {} if within == model.WITHIN else {"within": text(duration(within))}
            return {"capture": table((one.name, _take(one)) for one in takes), **beside}
        case model.CloseStep(how):
            return {"close": text(how)}
        case _:
            assert_never(step)


def variable_value(variable: model.Variable) -> str:
    """What stands behind the variable's name."""
    said = ("value", text(variable.value)) if variable.env is None else ("env", text(variable.env))
    if variable.env is None and not variable.secret:
        return said[1]
    return table([said, *([("secret", "true")] if variable.secret else [])])


def _no_template(template: bool) -> Items:
    return {} if template else {"template": "false"}


def _frame(step: model.Frame) -> str:
    items: list[tuple[str, str]] = [(step.mode, text(step.content))]
    if step.headers:
        names = [name for name, _ in step.headers]
        pairs = [(name, text(value)) for name, value in step.headers]
        once = len(set(names)) == len(names)
        items.append(("headers", table(pairs) if once else array(array([text(name), said]) for name, said in pairs)))
    if step.by_hand:
        items.append(("set", table((name, text(value)) for name, value in step.by_hand)))
    if step.framing:
        items.append(("framing", text(step.framing)))
    return items[0][1] if len(items) == 1 and step.mode == "text" else table(items)


def _wait(what: cond.Condition, within: float | None) -> str:
    if within is None:
        match what:
            case cond.Messages(1):
                return text("message")
            case cond.End():
                return text("end")
            case cond.Happened(event):
                return text(event)
    limit = [] if within is None else [("within", text(duration(within)))]
    return table([*_conditions((what,)).items(), *limit])


def _conditions(conditions: Iterable[cond.Condition]) -> Items:
    """Conditions by their keys; several of one kind stand together."""
    found: dict[str, list[cond.Condition]] = {}
    for one in conditions:
        found.setdefault(_key(one), []).append(one)
    return {name: _values(of_kind) for name, of_kind in found.items()}


def _key(condition: cond.Condition) -> str:
    match condition:
        case cond.Messages():
            return "message"
        case cond.Amount():
            return "size"
        case cond.End():
            return "end"
        case cond.Happened():
            return "event"
        case cond.HasBytes(written=written):
            return written
        case _:
            return type(condition).__name__.lower()


def _values(conditions: list[cond.Condition]) -> str:
    """The value of one key that says all of them."""
    match conditions[0]:
        case cond.Header():
            return table(pair for one in conditions for pair in _header(one))
        case cond.Json():
            return table(pair for one in conditions for pair in _json(one))
        case cond.Status():
            return several(str(code) for one in conditions if isinstance(one, cond.Status) for code in one.codes)
        case _:
            return several(_value(one) for one in conditions)


def _value(condition: cond.Condition) -> str:
    match condition:
        case cond.Messages(count) | cond.Amount(count):
            return str(count)
        case cond.End():
            return "true"
        case cond.Happened(said) | cond.Contains(said) | cond.Regex(said):
            return text(said)
        case cond.HasBytes(data, "bytes"):
            return text(escape(data))
        case cond.HasBytes(data):
            return hex_pairs(data)
        case cond.Size(low, high):
            if low == high:
                return str(low)
            ends = (("min", low), ("max", high))
            return table((name, str(count)) for name, count in ends if count is not None)
        case cond.Status() | cond.Header() | cond.Json():
            raise AssertionError(f"{condition} is written with its like")
        case _:
            assert_never(condition)


def _header(condition: cond.Condition) -> list[tuple[str, str]]:
    assert isinstance(condition, cond.Header)
    if condition.value is None:
        return [(condition.name, "false" if condition.absent else "true")]
    return [(condition.name, text(condition.value))]


def _json(condition: cond.Condition) -> list[tuple[str, str]]:
    assert isinstance(condition, cond.Json)
    return [(condition.path, plain(json.loads(condition.value)))]


def _take(take: model.Take) -> str:
    secret = [("secret", "true")] if take.secret else []
    return table([*_source(take.source), *secret])


def _source(source: cond.Source) -> list[tuple[str, str]]:
    match source:
        case cond.FromStatus():
            return [("status", "true")]
        case cond.FromHeader(name):
            return [("header", text(name))]
        case cond.FromRegex(pattern, group):
            return [("regex", text(pattern)), ("group", str(group))]
        case cond.FromJson(path):
            return [("json", text(path))]
        case cond.FromBytes(start, end):
            return [("bytes", array([str(start), str(end)]))]
        case _:
            assert_never(source)
