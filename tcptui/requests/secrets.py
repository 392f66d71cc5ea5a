"""Credentials in what is to be saved: they are offered as variables, so that the file holds none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from tcptui.protocol.credentials import is_credential
from tcptui.requests.model import Frame, SavedRequest, SendText, Step, Variable
from tcptui.requests.templates import literal

_FIELD = re.compile(r"^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*([^\r\n]*?)[ \t]*\r?$", re.MULTILINE)
_SCHEME = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*) +(?=\S)")
_NO_NAME = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Secret:
    """A credential that was found.

    step: from 0; header: the field's name; value: the credential, of an Authorization without its scheme (`Bearer`);
    variable: the name that is offered; env: where the variable is to find its value from then on.
    """

    step: int
    header: str
    value: str
    variable: str
    env: str


def found_secrets(request: SavedRequest) -> tuple[Secret, ...]:
    """The credentials in the header fields of what a request sends; the same value twice is one variable."""
    found: list[Secret] = []
    names: dict[str, str] = {}
    taken = {one.name: 2 for one in request.variables}
    for index, step in enumerate(request.steps):
        for header, value in _credentials(step):
            if value not in names:
                names[value] = _free(_NO_NAME.sub("_", header.lower()).strip("_") or "secret", taken)
            found.append(Secret(index, header, value, names[value], names[value].upper()))
    return tuple(found)


def without_secrets(request: SavedRequest, secrets: Collection[Secret]) -> SavedRequest:
    """The request with `{{variables}}` in these credentials' places, each declared as secret."""
    of_step: dict[int, list[Secret]] = {}
    for one in secrets:
        of_step.setdefault(one.step, []).append(one)
    steps = [_hidden(step, of_step.get(index, [])) for index, step in enumerate(request.steps)]
    declared = {one.variable: Variable(one.variable, "", one.env, secret=True) for one in secrets}
    return replace(request, steps=tuple(steps), variables=(*request.variables, *declared.values()))


def _credentials(step: Step) -> Iterator[tuple[str, str]]:
    """Names and values; a value that is a variable's already is none."""
    for header, value in _fields(step):
        scheme = _SCHEME.match(value) if header.lower().endswith("authorization") else None
        value = value[scheme.end() :] if scheme else value
        if value and is_credential(header) and not (_is_template(step) and "{{" in value):
            yield header, value


def _fields(step: Step) -> Iterator[tuple[str, str]]:
    match step:
        case SendText(text):
            yield from ((field[1], field[2]) for field in _FIELD.finditer(text))
        case Frame():
            yield from step.headers
        case _:
            pass


def _is_template(step: Step) -> bool:
    return isinstance(step, SendText | Frame) and step.template


def _hidden(step: Step, secrets: list[Secret]) -> Step:
    if not secrets:
        return step
    # Braces that meant themselves still do, now that braces are a variable's.
    meant: Callable[[str], str] = str if _is_template(step) else literal
    values = {(one.header, meant(one.value)): one.variable for one in secrets}
    match step:
        case SendText(text):
            return replace(step, text=_FIELD.sub(lambda field: _put(field, values), meant(text)), template=True)
        case Frame():
            headers = tuple((name, _without(name, meant(value), values)) for name, value in step.headers)
            by_hand = tuple((name, meant(value)) for name, value in step.by_hand)
            return replace(step, content=meant(step.content), headers=headers, by_hand=by_hand, template=True)
        case _:
            return step


def _put(field: re.Match[str], values: dict[tuple[str, str], str]) -> str:
    """A header line with a variable in its credential's place."""
    begin, end = field.start(2) - field.start(), field.end(2) - field.start()
    return f"{field[0][:begin]}{_without(field[1], field[2], values)}{field[0][end:]}"


def _without(header: str, value: str, values: dict[tuple[str, str], str]) -> str:
    for (name, secret), variable in values.items():
        if name == header and value.endswith(secret):
            return f"{value[: len(value) - len(secret)]}{{{{{variable}}}}}"
    return value


def _free(name: str, taken: dict[str, int]) -> str:
    """A name that is not taken, and is from now on. taken: names, and the number with which to look for a free one."""
    name = name if not name[0].isdigit() else f"_{name}"
    free = name
    while free in taken:
        free, taken[name] = f"{name}_{taken[name]}", taken[name] + 1
    taken[free] = 2
    return free
