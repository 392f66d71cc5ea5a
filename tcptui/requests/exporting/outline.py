"""A saved request as what happens on the wire, one thing after the other, its variables filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, assert_never

from tcptui.protocol.credentials import CREDENTIAL
from tcptui.protocol.endpoint import Endpoint
from tcptui.requests import model
from tcptui.requests.conditions import Condition
from tcptui.requests.describing import step_words
from tcptui.requests.filling import StepError, templates
from tcptui.requests.plan import Plan
from tcptui.requests.templates import read_template
from tcptui.requests.values import UnknownVariableError

_FIELD = re.compile(rb"^(" + CREDENTIAL + rb")([ \t]*:[ \t]*)([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
_LARGEST: Final = 64 << 20
"""Bytes of one step that are exported."""


class CantExportError(ValueError):
    """A request that can't be written in the form that was asked for; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Say:
    """These bytes go out."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Hear:
    """Wait until this has come, at most `within` seconds; None where nothing says how long."""

    what: Condition
    within: float | None


@dataclass(frozen=True, slots=True)
class Rest:
    """Do nothing for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class End:
    """Close, or half-close, our side."""

    how: model.CloseHow


Action = Say | Hear | Rest | End


@dataclass(frozen=True, slots=True)
class Outline:
    """What a request does. remarks: what of it no other program is told, a sentence each."""

    name: str
    endpoint: Endpoint
    framing: str
    actions: tuple[Action, ...]
    remarks: tuple[str, ...] = ()

    @property
    def sent(self) -> bytes:
        """All that goes out."""
        return b"".join(one.data for one in self.actions if isinstance(one, Say))


@dataclass(frozen=True, slots=True)
class Exported:
    """What was made of a request: its text or bytes, and a sentence about each thing that is not in it."""

    data: bytes
    remarks: tuple[str, ...] = ()


def outline(plan: Plan, *, secrets: bool = False) -> Outline:
    """What a plan does. secrets: leave the values of secret variables and credential headers as they are.

    Raises CantExportError for what is only known while it is replayed, and for files that can't be read.
    """
    actions: list[Action] = []
    remarks: list[str] = []
    captured: dict[str, int] = {}
    masks = False
    for number, step in enumerate(plan.request.steps, 1):
        match step:
            case model.SendText() | model.SendHex() | model.SendFile() | model.Frame():
                exact = _sent(plan, number, step, captured)
                shown = exact if secrets else _masked(plan, exact)
                masks = masks or shown != exact
                actions.append(Say(shown))
            case model.Wait(what, within):
                actions.append(Hear(what, within))
            case model.Pause(seconds):
                actions.append(Rest(seconds))
            case model.CloseStep(how):
                actions.append(End(how))
            case model.Expect() | model.Capture():
                if isinstance(step, model.Capture):
                    captured |= {one.name: number for one in step.takes}
                remarks.append(f"Step {number} is left out: {step_words(step)}.")
            case _:
                assert_never(step)
    if masks:
        remarks.append("Credentials are masked with *, so it does not work as it is: --secrets writes them.")
    return Outline(plan.request.name, plan.endpoint, plan.request.framing, tuple(actions), tuple(remarks))


def _sent(
    plan: Plan,
    number: int,
    step: model.SendText | model.SendHex | model.SendFile | model.Frame,
    captured: dict[str, int],
) -> bytes:
    """What a step sends. captured: the variables that steps before it take from answers, with those steps' numbers."""
    try:
        for text in templates(step):
            plan.filling.values.check(read_template(text), frozenset())
        found = plan.filling.outgoing(step)
        return _content(found) if isinstance(found, Path) else found
    except UnknownVariableError as error:
        raise CantExportError(f"{plan.file}: step {number}: {_from_answer(error.name, captured) or error}") from None
    except StepError as error:
        raise CantExportError(f"{plan.file}: step {number}: {error}") from None
    except OSError as error:
        raise CantExportError(f"{plan.file}: step {number}: the file can't be read: {error.strerror}.") from None


def _from_answer(name: str, captured: dict[str, int]) -> str:
    """One sentence where what is not known is a value that only an answer gives; "" elsewhere."""
    if name not in captured:
        return ""
    return (
        f"{name} is only known from an answer (step {captured[name]} captures it), which nothing but a replay has: "
        f"--var {name}=… exports the request with a value of your own."
    )


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise StepError(f"{path} has more than {_LARGEST >> 20} MiB, which no exported text should hold.")
    return data


def _masked(plan: Plan, data: bytes) -> bytes:
    """The bytes with a `*` for each byte of a credential header's value, and secret variables' values masked."""
    text = data.decode("utf-8", "surrogateescape")
    hidden = plan.filling.values.mask(text)
    data = data if hidden == text else hidden.encode("utf-8", "surrogateescape")
    return _FIELD.sub(lambda field: field[1] + field[2] + b"*" * len(field[3]), data)
