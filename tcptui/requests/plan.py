"""A saved request that is ready to be replayed: its target is known, and so is every variable that it uses."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from tcptui.protocol.endpoint import Endpoint, TargetError, parse_target
from tcptui.requests import model
from tcptui.requests.filling import Filling, StepError, templates
from tcptui.requests.functions import Surroundings
from tcptui.requests.reading import Read, RequestFileError
from tcptui.requests.templates import TemplateError, read_template
from tcptui.requests.values import UnknownVariableError, Values


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
        raise RequestFileError([f"{file}: target: {values.mask(str(error))}"]) from None


def _problems(read: Read, file: str, filling: Filling) -> list[str]:
    """What is wrong with the steps, a sentence each, with its line and step."""
    problems = []
    ever = _taken(*read.request.steps)
    captured: set[str] = set()
    for number, (step, line) in enumerate(zip(read.request.steps, read.lines, strict=True), 1):
        try:
            _check(step, filling, captured)
        except (StepError, TemplateError) as error:
            hint = _captured_later(error, ever)
            problems.append(f"{file}:{line}: step {number}: {filling.values.mask(str(error))}{hint}")
        captured |= _taken(step)
    return problems


def _taken(*steps: model.Step) -> set[str]:
    """The names that steps capture."""
    return {one.name for step in steps if isinstance(step, model.Capture) for one in step.takes}


def _captured_later(error: ValueError, ever: Set[str]) -> str:
    """Whether a name that is not known is one that a step captures too late. ever: all that are captured."""
    if not isinstance(error, UnknownVariableError) or error.name not in ever:
        return ""
    return f" It is captured only afterwards: {error.name} is known from the step after that on."


def _check(step: model.Step, filling: Filling, captured: Set[str]) -> None:
    """Raises StepError or TemplateError for what can't be done. What waits for a captured value is not tried."""
    read = [read_template(text) for text in templates(step)]
    for template in read:
        filling.values.check(template, captured)
    if any(filling.values.uses(template, captured) for template in read):
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
