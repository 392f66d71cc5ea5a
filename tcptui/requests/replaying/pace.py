"""How fast a replay goes: with the pauses that a request has, shorter ones, none, or waiting for answers instead."""

from __future__ import annotations

from typing import Literal, get_args

from tcptui.requests import model

Pace = Literal["x1", "x10", "none", "wait"]
"""`x1`: pauses as they are written; `x10`: a tenth of them; `none`: none of them; `wait`: in place of each, the answer
that is owed to what was sent is waited for. What a `wait` or an `expect` waits for is waited for at every pace."""

PACES: tuple[Pace, ...] = get_args(Pace)

_PARTS: dict[Pace, float] = {"x1": 1.0, "x10": 0.1, "none": 0.0}


def seconds_of(step: model.Step, pace: Pace, timeout: float) -> float | None:
    """How long a step may take, or for a pause takes; None where that is no matter of time. timeout: for those that
    say no time."""
    match step:
        case model.Pause(seconds):
            return timeout if pace == "wait" else seconds * _PARTS[pace]
        case model.Wait(_, within):
            return timeout if within is None else within
        case model.Expect(_, within) | model.Capture(_, within):
            return within
        case model.CloseStep("fin"):
            return timeout  # until what was sent has left
        case _:
            return None


def says_no_time(step: model.Step) -> bool:
    """Whether a step takes as long as any may: the time of such a one begins anew with every byte that goes out."""
    return step == model.CloseStep("fin") or (isinstance(step, model.Wait) and step.within is None)
