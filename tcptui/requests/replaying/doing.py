"""What a replay's steps ask of the engine, and how each of them went."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from tcptui.protocol.commands import Abort, Close, Command, HalfClose, Send, SendFile
from tcptui.protocol.events import Received
from tcptui.protocol.units import exact
from tcptui.requests import model
from tcptui.requests.filling import StepError, file_size
from tcptui.requests.plan import Plan
from tcptui.requests.replaying.heard import Heard
from tcptui.requests.replaying.pace import Pace
from tcptui.requests.replaying.watching import DONE, Outcome, Watching
from tcptui.requests.secrets.concealing import Concealing


class Doing:
    """Attempts the steps of one connection's replay. heard: what is heard of the connection.

    sent_last: the step, from 0, that sent or half-closed last, -1 before any did.
    """

    def __init__(self, conn: int, plan: Plan, heard: Heard, pace: Pace) -> None:
        self.watching = Watching(heard, plan.filling)
        self.sent_last = -1
        self._conn = conn
        self._plan = plan
        self._heard = heard
        self._pace: Pace = pace
        self._concealing = Concealing(conn, plan.filling.values.mask)
        self._heard_from = 0  # the offset in the stream at which it began to hear
        self._given = 0  # bytes to be sent

    @property
    def unsent(self) -> int:
        """Bytes of what was given that the kernel has not taken. Any thread."""
        return max(0, self._given - self._heard.taken)

    def came(self, event: Received) -> list[Command]:
        """Bytes came: what tells the secrets among them."""
        self._heard_from = event.offset + event.size - self._heard.end
        return self._concealing.in_what_came(event)

    def attempt(self, step: model.Step, index: int, *, late: bool) -> tuple[list[Command], Outcome | None]:
        """What to ask of the engine, and how the step went; None while it is not known.

        index: the step's place in the request, from 0; late: its time is up.
        """
        try:
            return self._attempt(step, index, late)
        except StepError as error:  # a captured value that does not fit
            return [], Outcome.failed("what can be done", str(error))

    def _attempt(self, step: model.Step, index: int, late: bool) -> tuple[list[Command], Outcome | None]:
        match step:
            case model.SendText() | model.SendHex() | model.SendFile() | model.Frame():
                return self._send(step, index)
            case model.Pause():
                return [], self._paused(late)
            case model.Wait(what):
                return [], self.watching.wait(what, late)
            case model.Expect():
                return [], self.watching.expect(step, late)
            case model.Capture():
                return self._capture(step, late)
            case model.CloseStep("fin") if self.leaving:
                gone = f"{self._heard.taken:,} of {exact(self._given)}"
                return [], Outcome.failed("all that was sent to leave", gone) if late else None
            case model.CloseStep(how):
                return [self._close(how, index)], DONE
            case _:
                assert_never(step)

    @property
    def leaving(self) -> bool:
        """Bytes of ours are not with the kernel yet: a close would lose those that don't leave within its time."""
        return self._heard.taken < self._given and not self._heard.dead and not self.watching.closed

    def _capture(self, step: model.Capture, late: bool) -> tuple[list[Command], Outcome | None]:
        outcome = self.watching.capture(step, late)
        if outcome is not DONE or not any(take.secret for take in step.takes):
            return [], outcome
        heard = self._heard.since(self.watching.mark)
        begin = self._heard_from + self._heard.end - len(heard)
        return self._concealing.in_what_was_heard(heard, begin), outcome

    def _paused(self, late: bool) -> Outcome | None:
        if self._heard.dead or self.watching.closed:
            return DONE
        if self._pace != "wait":
            return DONE if late else None
        if self._heard.taken >= self._given and not self._heard.owed:
            return DONE
        return self.watching.lacking("the answer that is owed", late)

    def _send(
        self, step: model.SendText | model.SendHex | model.SendFile | model.Frame, index: int
    ) -> tuple[list[Command], Outcome]:
        if self._heard.dead or self.watching.closed:
            return [], Outcome.failed("a connection that stands", self.watching.ending())
        data = self._plan.filling.outgoing(step)
        self.watching.sent()
        self.sent_last = index
        size = file_size(data) if isinstance(data, Path) else len(data)
        self._given += size
        if isinstance(data, Path):
            command: Command = SendFile(self._conn, data)
        else:
            command = Send(self._conn, data, self._concealing.in_what_goes(data))
        return [command] if size else [], Outcome(size=size)

    def _close(self, how: model.CloseHow, index: int) -> Command:
        self.watching.closed |= how != "half"
        match how:
            case "fin":
                return Close(self._conn)
            case "rst":
                return Abort(self._conn)
            case "half":
                self.sent_last = index
                return HalfClose(self._conn)
            case _:
                assert_never(how)
