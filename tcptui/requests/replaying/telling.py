"""What a replay tells of itself: events for the record and for everyone who listens. The engine stamps them."""

from __future__ import annotations

from tcptui.protocol.events import Replayed, StepDone
from tcptui.requests.describing import step_words
from tcptui.requests.plan import Plan
from tcptui.requests.replaying.watching import Outcome


def replayed(conn: int, plan: Plan, together: int) -> Replayed:
    """It begins. together: as of Replayed."""
    return Replayed(conn, 0, _told(plan, plan.source), _told(plan, plan.title), together)


def step_done(conn: int, plan: Plan, index: int, outcome: Outcome, seconds: float) -> StepDone:
    """It is through with a step. index: of the step, from 0; seconds: how long it took."""
    failure = outcome.failure
    return StepDone(
        conn,
        0,
        plan.file,
        index + 1,
        _told(plan, step_words(plan.request.steps[index], plan.filling.values.mask)),
        failure is None,
        round(seconds, 6),
        outcome.size,
        "" if failure is None else _told(plan, failure.expected),
        "" if failure is None else _told(plan, failure.got),
    )


def _told(plan: Plan, text: str) -> str:
    """Without secrets, and such that it can be written: bytes that were no text are told by their numbers."""
    return plan.filling.values.mask(text).encode("utf-8", "backslashreplace").decode()
