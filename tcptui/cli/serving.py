"""What `listen` prints of many connections: a line when one comes and one when it is over."""

from __future__ import annotations

import sys

from tcptui.cli.answer import Answer, JsonLines, tell_pause
from tcptui.cli.usage import harmless
from tcptui.protocol.events import Accepted, Closed, Event, Listening, LocalError, VerdictReached
from tcptui.protocol.verdict import Verdict
from tcptui.protocol.wording import mark, verdict_tone


class ServingJson(JsonLines):
    """JSON Lines of a listener and its connections. The listener's own end is told only where it failed."""

    def __init__(self, started: int, listener: int) -> None:
        super().__init__(started)
        self._listener = listener

    def _tell(self, event: Event) -> None:
        orderly = isinstance(event, Closed) and event.why != "failed"
        orderly = orderly or (isinstance(event, VerdictReached) and event.verdict.outcome == "closed")
        if event.conn != self._listener or not orderly:
            super()._tell(event)


class ServingLines(Answer):
    """The same in words, for people."""

    def __init__(self, listener: int) -> None:
        super().__init__()
        self._listener = listener
        self._listening = False

    def _tell(self, event: Event) -> None:
        match event:
            case Accepted(conn=conn, address=address):
                print(harmless(f"{conn:>4} ● {address} connected"), flush=True)
            case VerdictReached(conn=conn, verdict=verdict) if conn != self._listener:
                print(harmless(f"{conn:>4} {mark(verdict_tone(verdict))} {verdict.summary}"), flush=True)
            case Listening():
                self._listening = True
            case LocalError(conn=self._listener, reason=reason) if self._listening:  # it goes on all the same
                print(f"tcptui listen: {harmless(reason)}", file=sys.stderr)
            case _:
                tell_pause(event, "tcptui listen")

    def _end(self, verdict: Verdict) -> None:
        pass
