"""The script that replays a saved request on one connection: step after step, each with its result."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto
from typing import assert_never

from tcptui.protocol.commands import Abort, Close, Command, Detach, Note
from tcptui.protocol.events import Closed, Concealed, Connected, Event, PeerFin, Received, Replayed, Sent, StepDone
from tcptui.protocol.framing.table import parse_framing
from tcptui.requests import model
from tcptui.requests.plan import Plan
from tcptui.requests.replaying.doing import Doing
from tcptui.requests.replaying.heard import Heard
from tcptui.requests.replaying.pace import Pace, says_no_time, seconds_of
from tcptui.requests.replaying.portions import Portions
from tcptui.requests.replaying.report import At, Progress, Report
from tcptui.requests.replaying.telling import replayed, step_done
from tcptui.requests.replaying.watching import Outcome

TIMEOUT = 10.0
"""Seconds for what a step, or the end of the replay, has no time of its own for."""


class _Phase(Enum):
    OPENING = auto()
    STEPS = auto()
    ANSWERS = auto()  # the steps are done; an answer that is owed, or the FIN behind our own, is still waited for
    OVER = auto()


class Replay:
    """A `ports.Script` for one connection.

    Every step that is through is told by a Note of a StepDone. A step that fails ends the replay. When all are done it
    waits for the answers that are still owed, then closes. timeout: seconds for the connection to stand, and, from the
    last byte that went out on, for a `wait` that says no time and for those answers.

    joining: it is attached to a connection that stands already, and begins with the first event that it is told; what
    came before is not looked at. At its end it leaves the connection open, unless a step closed it.

    stepwise: each step waits for a word: `Attach(conn, Word(conn, replay.go_on))`.

    together: where several connections replay the same at once, the number of the first of them.
    """

    def __init__(
        self,
        conn: int,
        plan: Plan,
        timeout: float = TIMEOUT,
        *,
        joining: bool = False,
        pace: Pace = "x1",
        stepwise: bool = False,
        together: int = 0,
    ) -> None:
        self._conn = conn
        self._plan = plan
        self._timeout = timeout
        self._heard = Heard(parse_framing(plan.request.framing))
        self._doing = Doing(conn, plan, self._heard, pace)
        self._progress = Progress()
        self._phase = _Phase.OPENING
        self._joining = joining
        self._pace: Pace = pace
        self._stepwise = stepwise
        self._together = together
        self._held = False
        self._gone = 0  # bytes that the kernel had taken at the last look
        self._index = 0
        self._began: float | None = None
        self._due: float | None = 0.0 if joining else None
        self._portions = Portions()

    @property
    def report(self) -> Report:
        """How it went so far. Any thread; it is complete once the connection's verdict is told."""
        return self._progress.report(len(self._plan.request.steps))

    @property
    def over(self) -> bool:
        """Whether nothing more will happen. Any thread."""
        return self._phase is _Phase.OVER

    @property
    def at(self) -> At:
        """Where it stands. Any thread."""
        return At(self._index, self._began, self._held, self._doing.unsent)

    def mask(self, text: str) -> str:
        """A text with every secret of the request hidden in it."""
        return self._plan.filling.values.mask(text)

    def deadline(self) -> float | None:
        """When the step, or the waiting for the end, has had its time, or bytes are to be looked at again."""
        moments = [moment for moment in (self._due, self._portions.due) if moment is not None]
        return min(moments, default=None) if self._phase is not _Phase.OVER else None

    def on(self, event: Event, now: float) -> Iterable[Command]:
        """React to one event of the connection."""
        if self._phase is _Phase.OVER and isinstance(event, Sent):
            self._heard.taken += event.size  # what is pending goes out before the close
        if self._phase is _Phase.OVER or isinstance(event, StepDone | Replayed | Concealed):
            return ()
        self._heard.on(event)
        match event:
            case Connected():
                return self._start(now)
            case Closed():
                return self._end(*(() if self._progress.stood else (self._begun(),)))
            case Received():
                return [*self._doing.came(event), *self._received(now)]
            case _:
                return self._went_on(now)

    def _received(self, now: float) -> list[Command]:
        came = self._heard.end - self._doing.watching.mark
        return [] if self._portions.puts_off(came, self._heard.newest, now) else self._went_on(now)

    def _went_on(self, now: float) -> list[Command]:
        """Something happened: to one that joins, that is its beginning."""
        return self._start(now) if self._phase is _Phase.OPENING and self._joining else self._go_on(now)

    def go_on(self, now: float) -> list[Command]:
        """Do the step that is held back. Loop thread."""
        if not self._held or self._phase is not _Phase.STEPS:
            return []
        self._held = False
        self._time(now)
        return self._go_on(now)

    def stop(self, now: float) -> list[Command]:  # noqa: ARG002 - what a Word calls
        """Do no further step: close the connection, where it is not one that was joined. Loop thread."""
        return [] if self._phase is _Phase.OVER else self._end(Close(self._conn, flush=0.0, why="cancelled"))

    def _start(self, now: float) -> list[Command]:
        self._phase = _Phase.STEPS
        self._progress.stood = True
        self._begin(now)
        return [self._begun(), *self._go_on(now)]

    def _begun(self) -> Note:
        """What is replayed here, which is told of a connection that never stood, too. The engine stamps it."""
        return Note(self._conn, replayed(self._conn, self._plan, self._together))

    def _go_on(self, now: float) -> list[Command]:
        self._portions.looked()
        if self._gone != self._heard.taken:
            self._gone = self._heard.taken
            steps = self._phase is _Phase.STEPS and not self._held
            if self._phase is _Phase.ANSWERS or (steps and says_no_time(self._plan.request.steps[self._index])):
                self._due = now + self._timeout
        match self._phase:
            case _Phase.OPENING:
                return self._opening(now)
            case _Phase.STEPS:
                return self._steps(now)
            case _Phase.ANSWERS:
                return self._answers(now)
            case _Phase.OVER:
                return []
            case _:
                assert_never(self._phase)

    def _opening(self, now: float) -> list[Command]:
        if self._due is None:
            self._due = now + self._timeout
        return self._end(self._begun(), Abort(self._conn, why="timeout")) if now >= self._due else []

    # -- steps

    def _begin(self, now: float) -> None:
        """The next step is at hand."""
        if self._index < len(self._plan.request.steps):
            self._held = self._stepwise
            self._doing.watching.begin()
        self._time(now)

    def _time(self, now: float) -> None:
        """The time of the step at hand runs, where it is not held back."""
        self._began = now
        self._due = None
        if self._index < len(self._plan.request.steps) and not self._held:
            seconds = seconds_of(self._plan.request.steps[self._index], self._pace, self._timeout)
            self._due = None if seconds is None else now + seconds

    def _steps(self, now: float) -> list[Command]:
        """Do what can be done now."""
        commands: list[Command] = []
        while self._index < len(self._plan.request.steps) and not self._held:
            step = self._plan.request.steps[self._index]
            late = self._due is not None and now >= self._due
            asked, outcome = self._doing.attempt(step, self._index, late=late)
            if outcome is None:
                return commands
            # What is sent is in the record before the step that sent it is through; but a closing comes last.
            told = self._told(step, outcome, now, late)
            commands += [told, *asked] if isinstance(step, model.CloseStep) else [*asked, told]
            if outcome.failure is not None:
                return commands + self._end(Close(self._conn, flush=0.0, why="timeout" if late else "asked"))
            self._index += 1
            self._begin(now)
        return commands if self._held else commands + self._all_done(now)

    def _told(self, step: model.Step, outcome: Outcome, now: float, late: bool) -> Command:
        """The step's result, into the record and to everyone who listens."""
        seconds = 0.0 if self._began is None else now - self._began
        result = step_done(self._conn, self._plan, self._index, outcome, seconds)
        self._progress.add(step, result, late=late)
        return Note(self._conn, result)

    # -- the end

    def _all_done(self, now: float) -> list[Command]:
        if self._doing.watching.closed or self._heard.dead:
            return self._end()
        self._phase = _Phase.ANSWERS
        self._due = now + self._timeout
        return self._answers(now)

    def _answers(self, now: float) -> list[Command]:
        """Close when nothing is owed any more: whoever sent last has an answer, or a FIN for a FIN, to wait for."""
        due = self._due or now
        if isinstance(self._heard.ended, PeerFin):
            return self._end(Close(self._conn, flush=max(0.0, due - now), why="peer"))
        if self._heard.problem is not None or self._heard.dead:
            return self._end(Close(self._conn, flush=0.0))
        if not self._waits_for_more():
            return self._end(Close(self._conn))
        return self._end(Close(self._conn, flush=0.0, why="timeout")) if now >= due else []

    def _waits_for_more(self) -> bool:
        steps = self._plan.request.steps
        if self._doing.leaving or self._doing.sent_last != len(steps) - 1:
            return self._doing.leaving  # otherwise the last step has looked at what came
        half_closed = isinstance(steps[-1], model.CloseStep)
        return half_closed or self._heard.owed

    def _end(self, *commands: Command) -> list[Command]:
        self._progress.over = True
        self._phase = _Phase.OVER
        self._heard.forget(self._heard.end)  # whoever keeps the report keeps no more than that
        self._doing.watching.begin()
        return [Detach(self._conn, self)] if self._joining else list(commands)
