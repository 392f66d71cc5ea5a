"""A saved request that is ready to be replayed: its target is known, and so is every variable that it uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tcptui.protocol.endpoint import Endpoint, TargetError, parse_target
from tcptui.requests import model
from tcptui.requests.filling import Filling, StepError, templates
from tcptui.requests.functions import Surroundings
from tcptui.requests.reading import Read, RequestFileError
from tcptui.requests.templates import Template, TemplateError, read_template
from tcptui.requests.values import Values


@dataclass(frozen=True, slots=True)
class Plan:
    """What one replay of a request does. file: as people name it; filling: with this replay's own variables.

    source: what is replayed, as events.Replayed tells it, so that another replay of the same is found.
    """

    request: model.SavedRequest
    file: str
    endpoint: Endpoint
    filling: Filling
    source: str

    @property
    def title(self) -> str:
        """Its name for people."""
        return self.request.name or Path(self.file).stem


@dataclass(frozen=True, slots=True)
class Preparation:
    """What requests are prepared with. given: variables of `--var`, over those of `--env` files; target: instead of the
    file's own, None for that."""

    given: Mapping[str, str]
    world: Surroundings
    target: Endpoint | None = None


def recording_source(run: str, conn: int) -> str:
    """The source of a replay of what was sent on a connection of a recorded run."""
    return f"recording {run}/{conn}"


def prepare(read: Read, path: Path, preparation: Preparation, source: str = "") -> Plan:
    """Make a plan for one replay; each replay has its own, for `{{uuid()}}` and captures are its own.

    source: what is replayed, where that is no file: `recording_source`.
    Nothing is left that only the replay could find wrong, but for what is captured in it. Raises RequestFileError.
    """
    request = read.request
    values = Values(request.variables, preparation.given, preparation.world)
    endpoint = preparation.target or _endpoint(request.target, str(path), values)
    values.at_target(endpoint.host_port, endpoint.host, str(endpoint.port or ""))
    filling = Filling(values, path.parent, request.framing, endpoint.host_port)
    problems = _problems(read, str(path), filling)
    if problems:
        raise RequestFileError(problems)
    return Plan(request, str(path), endpoint, filling, source or str(path.absolute()))


def _endpoint(target: str, file: str, values: Values) -> Endpoint:
    try:
        return parse_target(values.fill(read_template(target)))
    except (TargetError, TemplateError) as error:
        raise RequestFileError([f"{file}: target: {error}"]) from None


def _problems(read: Read, file: str, filling: Filling) -> list[str]:
    """What is wrong with the steps, a sentence each, with its line and step."""
    problems = []
    captured: frozenset[str] = frozenset()
    for number, (step, line) in enumerate(zip(read.request.steps, read.lines, strict=True), 1):
        try:
            _check(step, filling, captured)
        except (StepError, TemplateError) as error:
            hint = _captured_later(read.request.steps[number - 1 :], str(error))
            problems.append(f"{file}:{line}: step {number}: {error}{hint}")
        if isinstance(step, model.Capture):
            captured |= {one.name for one in step.takes}
    return problems


def _check(step: model.Step, filling: Filling, captured: frozenset[str]) -> None:
    """Raises StepError or TemplateError for what can't be done. What waits for a captured value is not tried."""
    read = [read_template(text) for text in templates(step)]
    for template in read:
        filling.values.check(template, captured)
    if any(_uses(template, captured) for template in read):
        return
    match step:
        case model.SendText() | model.SendHex() | model.SendFile() | model.Frame():
            filling.outgoing(step)
        case model.Wait(what):
            filling.condition(what)
        case model.Expect(conditions):
            for one in conditions:
                filling.condition(one)
        case _:
            pass


def _uses(template: Template, names: frozenset[str]) -> bool:
    return any(getattr(one, "name", None) in names for one in template.expressions())


def _captured_later(steps: tuple[model.Step, ...], sentence: str) -> str:
    """Whether the name that is not known is one that a step captures too late."""
    names = (take.name for step in steps if isinstance(step, model.Capture) for take in step.takes)
    late = next((name for name in names if f"variable {name} is not known" in sentence), None)
    return "" if late is None else f" It is captured only afterwards: {late} is known from the step after that on."
