"""Steps and conditions in the words of the file: variables keep their names, so that no secret is told.

Texts are as the file has them; who shows them sees to it that they can't act on the terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from tcptui.protocol.credentials import masked_line
from tcptui.protocol.escapes import escape
from tcptui.protocol.units import exact
from tcptui.requests import conditions as cond
from tcptui.requests import model
from tcptui.requests.durations import duration
from tcptui.requests.secrets.masking import REACH, STARS, Hide
from tcptui.requests.templates import with_braces

_SHOWN = 60
"""Characters of a text that are shown."""

_SHOWN_WHOLE = 400

_SHOWN_AS_HEX = 16
_VARIABLE = "{{"
"""Begins what stands for a value, and tells nothing of it."""


def step_words(step: model.Step, hide: Hide = str) -> str:
    """What a step does, on one line: `send GET / HTTP/1.1 …`, `expect status 200`. hide: takes secrets out."""
    match step:
        case model.SendText(text):
            return f"send {_beginning(text, hide)}".rstrip()
        case model.SendHex(data):
            return f"send_hex {_hex(data, hide)}".rstrip()
        case model.SendFile(path):
            return f"send_file {_beginning(path, hide)}"
        case model.Frame(mode, content, by_hand=by_hand):
            line = [_beginning(value, hide) for name, value in by_hand if name in ("method", "target")]
            return " ".join(filter(None, ["frame", *line, mode if mode != "text" else "", _beginning(content, hide)]))
        case model.Pause(seconds):
            return f"pause {duration(seconds)}"
        case model.Wait(what):
            return f"wait {condition_words(what, hide)}"
        case model.Expect(conditions):
            return f"expect {', '.join(condition_words(one, hide) for one in conditions)}"
        case model.Capture(takes):
            return f"capture {', '.join(one.name for one in takes)}"
        case model.CloseStep(how):
            return f"close {how}"
        case _:
            assert_never(step)


def condition_words(condition: cond.Condition, hide: Hide = str) -> str:
    """What is waited for or expected, as in `status 200`, in a few words. hide: takes secrets out."""
    return _condition(condition, hide, _beginning)


def expected_words(condition: cond.Condition, hide: Hide = str) -> str:
    """The same where it was not met: its text is not only begun, so that it can be compared with what there was."""
    return _condition(condition, hide, _whole)


def _condition(condition: cond.Condition, hide: Hide, shown: Callable[[str, Hide], str]) -> str:
    match condition:
        case cond.Messages(1):
            return "message"
        case cond.Messages(count):
            return f"{count} messages"
        case cond.Amount(count):
            return exact(count)
        case cond.End():
            return "end"
        case cond.Happened(event):
            return f"event {event}"
        case cond.Status(codes):
            return f"status {' or '.join(map(str, codes))}"
        case cond.Header(name, value, absent):
            said = "" if value is None else f": {shown(with_braces(value), hide)}"
            return f"{'no header' if absent else 'header'} {_beginning(name, hide)}{said}"
        case cond.Contains(text):
            return f'contains "{shown(with_braces(text), hide)}"'
        case cond.Regex(pattern):
            return f"regex {shown(with_braces(pattern), hide)}"
        case cond.HasBytes(data, "bytes"):
            return f"bytes {shown(escape(data), hide)}"
        case cond.HasBytes(data):
            return f"hex {shown(data.hex(' '), hide)}"
        case cond.Json(path, value):
            return f"json {_beginning(path, hide)} = {shown(value, hide)}"
        case cond.Size(low, high):
            return f"size {_range(low, high)}"
        case _:
            assert_never(condition)


def source_words(source: cond.Source, hide: Hide = str) -> str:
    """Where a captured value is looked for, as in `header Location`. hide: takes secrets out."""
    match source:
        case cond.FromStatus():
            return "a status"
        case cond.FromHeader(name):
            return f"header {_beginning(name, hide)}"
        case cond.FromRegex(pattern):
            return f"regex {_beginning(pattern, hide)}"
        case cond.FromJson(path):
            return f"json {_beginning(path, hide)}"
        case cond.FromBytes(start, end):
            return f"bytes {start} to {end}"
        case _:
            assert_never(source)


def _range(low: int | None, high: int | None) -> str:
    if low == high:
        return str(low)
    if high is None:
        return f"of {low} or more"
    return f"of {low or 0} to {high}"


def _beginning(text: str, hide: Hide) -> str:
    """The first line that says something, and whether there is more; where none does, the blanks by their escapes."""
    text = hide(text)
    if text.isspace():
        return _cut(escape(text.encode()))
    line = next((line for line in text.split("\n") if line.strip()), "").rstrip("\r")
    more = len(text.strip()) > len(line.strip())
    beginning = _cut(line if _VARIABLE in line else masked_line(line))
    return beginning if not more or beginning.endswith("…") else f"{beginning} …"


def _hex(data: bytes, hide: Hide) -> str:
    """The first bytes, or how many there are where a secret is to be seen in them."""
    text = data[: _SHOWN_AS_HEX + REACH].decode("latin-1")
    if hide(text) != text:
        return f"{STARS} ({exact(len(data))})"
    return f"{data[:_SHOWN_AS_HEX].hex(' ')}{' …' if len(data) > _SHOWN_AS_HEX else ''}"


def _whole(text: str, hide: Hide) -> str:
    text = hide(text)
    return text if len(text) <= _SHOWN_WHOLE else f"{text[:_SHOWN_WHOLE]}…"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
