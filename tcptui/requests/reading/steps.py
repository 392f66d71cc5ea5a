"""One `[[steps]]` table as a step."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tcptui.protocol.escapes import EndOfLine
from tcptui.protocol.nearest import did_you_mean
from tcptui.requests import conditions as cond
from tcptui.requests import model
from tcptui.requests.durations import read_duration
from tcptui.requests.reading import conditions
from tcptui.requests.reading.wrong import WrongValueError, flag, listed, only_key, table, text
from tcptui.requests.templates import literal
from tcptui.requests.wording import with_texts

Table = dict[str, Any]


def read_step(said: Table) -> model.Step:
    """The step that a table says; keys that no step has are for `unknown_keys`. Raises WrongValueError."""
    kinds = [key for key in said if key in _STEPS]
    if not kinds:
        hint = next((near for key in said if (near := did_you_mean(key, _STEPS))), "")
        raise WrongValueError(f"this step says nothing to do.{hint} Known: {listed(tuple(_STEPS))}.")
    if len(kinds) > 1:
        raise WrongValueError(f"a step is one of {' and '.join(kinds)}: make a [[steps]] of each.", kinds[1])
    return _STEPS[kinds[0]](said)


def unknown_keys(said: Table) -> list[str]:
    """Keys that mean nothing in this step: they are kept, and without effect."""
    kind = next(key for key in said if key in _STEPS)
    return [key for key in said if key != kind and key not in _BESIDE.get(kind, ())]


def _below(key: str, read: Callable[[], Any]) -> Any:
    """What `read` gives, its complaint being about this key."""
    try:
        return read()
    except WrongValueError as error:
        raise WrongValueError(str(error), key, *error.below) from None
    except ValueError as error:
        raise WrongValueError(str(error), key) from None


def _template(said: Table) -> bool:
    return bool(_below("template", lambda: flag(said.get("template", True), "template")))


def _as_meant(step: model.Step, said: Table) -> model.Step:
    """What is waited for or looked for, `{{` standing for itself where the step is no template."""
    if _template(said):
        return step
    match step:
        case model.Wait(what):
            return replace(step, what=with_texts(what, literal, literal))
        case model.Expect(every):
            return replace(step, conditions=tuple(with_texts(one, literal, literal) for one in every))
        case _:
            return step


def _send(said: Table) -> model.Step:
    sent = _below("send", lambda: text(said["send"], "what is sent"))
    return model.SendText(sent, _below("eol", lambda: _eol(said)), _template(said))


def _eol(said: Table) -> EndOfLine | None:
    if "eol" not in said:
        return None
    names = {end.value: end for end in EndOfLine}
    eol = said["eol"]
    if not isinstance(eol, str) or eol not in names:
        raise WrongValueError(f"{eol!r} is no end of line: write {listed(tuple(names))}.")
    return names[eol]


def _send_hex(said: Table) -> model.Step:
    return model.SendHex(_below("send_hex", lambda: conditions.hex_pairs(said["send_hex"])))


def _send_file(said: Table) -> model.Step:
    return model.SendFile(_below("send_file", lambda: text(said["send_file"], "a file's path")))


_MODES: tuple[model.Mode, ...] = ("text", "json", "hex", "file")


def _frame(said: Table) -> model.Step:
    frame: model.Frame = _below("frame", lambda: _framed(said["frame"]))
    return replace(frame, template=_template(said))


def _framed(value: object) -> model.Frame:
    if isinstance(value, str):
        return model.Frame("text", value)
    found = table(value, (*_MODES, "headers", "set", "framing"), 'a text, or { json = "…" }, { hex = "…" }, …')
    mode: model.Mode = "text"
    if any(one in found for one in _MODES):
        said = only_key(found, _MODES)
        mode = next(one for one in _MODES if one == said)
    content = found.get(mode, "")
    if mode == "json" and not isinstance(content, str):
        content = _below(mode, lambda: _json(content))
    framing = _below("framing", lambda: text(found.get("framing", ""), "a framing"))
    content = _below(mode, lambda: text(content, "the content"))
    headers = _below("headers", lambda: _headers(found.get("headers", {})))
    return model.Frame(mode, content, headers, _below("set", lambda: _by_hand(found.get("set", {}))), framing)


NO_HOST = (
    'headers are all that is sent, and Host is none of them, which HTTP/1.1 wants: Host = "{{target}}"; '
    'where it is meant so, set = { version = "HTTP/1.1" } says it.'
)


def lacks_host(frame: model.Frame, framing: str) -> bool:
    """Whether a message says its own headers and no Host among them, and may not mean it: whoever sets the version on
    purpose does. framing: the request's."""
    if (frame.framing or framing) != "http" or not frame.headers or "version" in dict(frame.by_hand):
        return False
    return "host" not in {name.lower() for name, _ in frame.headers}


def _json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except TypeError:
        raise WrongValueError(conditions.NO_JSON) from None


def _headers(value: object) -> tuple[tuple[str, str], ...]:
    """`{ Host = "x" }`, or pairs where a name comes twice."""
    pairs = list(value.items()) if isinstance(value, dict) else value
    if not isinstance(pairs, list):
        raise WrongValueError('write { Host = "x" }, or [["Host", "x"], ["Host", "y"]].')
    found = []
    for pair in pairs:
        match pair:
            case (str(name), str(said)) | [str(name), str(said)]:
                found.append((name, said))
            case _:
                raise WrongValueError('each header is a name and a text: Host = "x", or ["Host", "x"].')
    return tuple(found)


def _by_hand(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise WrongValueError('write { method = "POST", content-length = 5 }: fields of the framing, and their values.')
    return tuple((name, said if isinstance(said, str) else str(said)) for name, said in value.items())


def _pause(said: Table) -> model.Step:
    return model.Pause(_below("pause", lambda: read_duration(said["pause"])))


def _wait(said: Table) -> model.Step:
    return _as_meant(_below("wait", lambda: _waited(said["wait"])), said)


_WORDS: dict[str, cond.Condition] = {"message": cond.Messages(), "end": cond.End()}


def _waited(value: object) -> model.Step:
    if isinstance(value, str):
        return model.Wait(_WORDS[value] if value in _WORDS else conditions.event(value)[0])
    keys = conditions.AWAITED
    found = table(value, (*keys, "within"), '"message", "end", or { contains = "text", within = "2s" }')
    kind = only_key(found, keys)
    what = _below(kind, lambda: keys[kind](found[kind]))
    if len(what) != 1:
        raise WrongValueError("a step waits for one thing: make a [[steps]] of each.", kind)
    return model.Wait(what[0], _within(found) if "within" in found else None)


def _within(found: Table) -> float:
    return float(_below("within", lambda: read_duration(found["within"]))) if "within" in found else model.WITHIN


def _expect(said: Table) -> model.Step:
    return _as_meant(_below("expect", lambda: _expected(said["expect"])), said)


def _expected(value: object) -> model.Step:
    keys = conditions.EXPECTED
    found = table(value, (*keys, "within"), '{ status = 200, contains = "text", within = "2s" }')
    every: list[cond.Condition] = []
    for key, one in found.items():
        if key != "within":
            every += _below(key, lambda key=key, one=one: keys[key](one))  # type: ignore[misc]
    if not every:
        raise WrongValueError(f"nothing is expected: name one or more of {listed(tuple(keys))}.")
    return model.Expect(tuple(every), _within(found))


def _capture(said: Table) -> model.Step:
    return model.Capture(_below("capture", lambda: _captured(said["capture"])), _within(said))


def _captured(value: object) -> tuple[model.Take, ...]:
    if not isinstance(value, dict) or not value:
        raise WrongValueError('write { token = { json = "$.token" } }: a variable, and where its value is.')
    return tuple(_below(name, lambda name=name, one=one: conditions.take(name, one)) for name, one in value.items())  # type: ignore[misc]


_CLOSINGS: tuple[model.CloseHow, ...] = ("fin", "rst", "half")


def _close(said: Table) -> model.Step:
    for how in _CLOSINGS:
        if said["close"] == how:
            return model.CloseStep(how)
    raise WrongValueError(f"{said['close']!r} is no way to close: write {listed(_CLOSINGS)}.", "close")


_STEPS: dict[str, Callable[[Table], model.Step]] = {
    "send": _send, "send_hex": _send_hex, "send_file": _send_file, "frame": _frame, "pause": _pause, "wait": _wait,
    "expect": _expect, "capture": _capture, "close": _close,
}  # fmt: skip
_BESIDE = {
    "send": ("eol", "template"), "frame": ("template",), "wait": ("template",), "expect": ("template",),
    "capture": ("within",),
}  # fmt: skip
