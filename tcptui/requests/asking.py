"""The variables of a request that a person can give before it is replayed, and those that a person must."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tcptui.requests import model
from tcptui.requests.filling import templates
from tcptui.requests.functions import Surroundings
from tcptui.requests.templates import Name, TemplateError, read_template
from tcptui.requests.values import BUILT_IN


@dataclass(frozen=True, slots=True)
class Asked:
    """A variable. value: what it is where nobody says otherwise, a template; None where it has none and must be given.

    secret: the value is not to be shown; env: the name in the environment that it is looked for under, "" for none.
    """

    name: str
    value: str | None
    secret: bool = False
    env: str = ""


def asked(request: model.SavedRequest, world: Surroundings) -> tuple[Asked, ...]:
    """Those that the file declares, in its order, then those that it uses and nobody declares or captures."""
    declared = {one.name: _declared(one, world) for one in request.variables}
    known = {*declared, *BUILT_IN, *_captured(request)}
    others = {name: Asked(name, None) for name in _used(request) if name not in known}
    return (*declared.values(), *others.values())


def _declared(variable: model.Variable, world: Surroundings) -> Asked:
    if variable.env is None:
        return Asked(variable.name, variable.value, variable.secret)
    return Asked(variable.name, world.environment.get(variable.env), variable.secret, variable.env)


def _captured(request: model.SavedRequest) -> Iterator[str]:
    for step in request.steps:
        if isinstance(step, model.Capture):
            yield from (take.name for take in step.takes)


def _used(request: model.SavedRequest) -> Iterator[str]:
    """The names in its templates, in order. What can't be read as one is told when it is replayed."""
    values = (one.value for one in request.variables)
    for text in (request.target, *values, *(text for step in request.steps for text in templates(step))):
        try:
            expressions = list(read_template(text).expressions())
        except TemplateError:
            continue
        yield from (one.name for one in expressions if isinstance(one, Name))
