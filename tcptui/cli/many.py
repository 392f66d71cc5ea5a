"""`tcptui send --connections N`: the same from many connections at once, and one summary of what became of them."""

from __future__ import annotations

import argparse
from pathlib import Path

from tcptui.cli import payload
from tcptui.cli.interrupts import Interrupts
from tcptui.cli.news import News
from tcptui.cli.room import check_room
from tcptui.cli.summary import SummaryJson, SummaryLines
from tcptui.cli.usage import UsageError, fail
from tcptui.protocol.commands import Close
from tcptui.protocol.endpoint import Endpoint
from tcptui.protocol.events import Event, VerdictReached
from tcptui.protocol.verdict import exit_code
from tcptui.requests.many import Errand, usual_end
from tcptui.requests.replaying.tally import Tally
from tcptui.workbench import Workbench

_GRACE = 1.0  # seconds
_AHEAD = 200  # connections asked for that are not begun yet: with more, the answers to the first would wait for them


def errand(args: argparse.Namespace, payloads: list[bytes | Path]) -> Errand:
    """What each of the connections does. Raises UsageError for what does not go together."""
    framing = args.framing if args.framing != "auto" else payload.framing(payloads)
    size = sum(one.stat().st_size if isinstance(one, Path) else len(one) for one in payloads)
    until = args.until or usual_end(framing, size)
    if args.raw:
        raise UsageError("--raw prints the answer of one connection: it does not go with --connections.")
    if until == "echo" and framing not in ("none", "auto"):
        raise UsageError(f"--until echo counts bytes, but {framing} tells an answer's end: give only one of them.")
    if until == "echo" and not size:
        raise UsageError("--until echo needs something to send: --text, --hex, --file or --stdin.")
    check_room(args.connections, files=sum(isinstance(one, Path) for one in payloads))
    return Errand(tuple(payloads), size, framing, until, args.timeout, args.linger)


class Many:
    """One run of the command, on the main thread."""

    def __init__(self, args: argparse.Namespace, workbench: Workbench, news: News, interrupts: Interrupts) -> None:
        self._workbench = workbench
        self._news = news
        self._interrupts = interrupts
        self._left = int(args.connections)
        self._unjudged = self._left  # counted down on the loop thread
        self._tally = Tally(self._left)
        self._open: set[int] = set()
        self._cancelled = False
        self._answer = SummaryJson(workbench.started.t) if args.json else SummaryLines()

    def run(self, target: Endpoint, what: Errand) -> int:
        """Until every connection has its verdict; gives the exit status."""
        tap = self._workbench.tap(self._news.tell, verdict=self._judged)
        while (self._left or self._open) and not self._workbench.failed:
            self._open_some(target, what)
            self._news.wait(gather=not self._left)
            if (self._interrupts.take() or self._answer.stopped) and not self._cancelled:
                self._cancel()
            for event in tap.drain():
                self._note(event)
            self._answer.progress(self._tally)
        self._answer.sum_up(self._tally)
        return self._status()

    def _open_some(self, target: Endpoint, what: Errand) -> None:
        ahead = self._tally.asked - self._left - self._tally.begun
        for _ in range(min(_AHEAD - ahead, self._left)):
            self._left -= 1
            # The one time limit is the script's, as for one connection.
            limit = what.timeout + _GRACE
            conn = self._workbench.open(
                target, what.reading, script=what.script, resolve_timeout=limit, connect_timeout=limit
            )
            self._open.add(conn)

    def _judged(self) -> None:
        self._unjudged -= 1
        if not self._unjudged:
            self._news.hurry()

    def _note(self, event: Event) -> None:
        self._tally.on(event)
        self._answer.tell(event)
        if isinstance(event, VerdictReached):
            self._open.discard(event.conn)

    def _cancel(self) -> None:
        """Ask for no more, and close those that are open."""
        self._cancelled = True
        self._tally.asked -= self._left
        self._left = 0
        self._workbench.submit(*(Close(conn, flush=0.0, why="cancelled") for conn in self._open))

    def _status(self) -> int:
        if self._answer.problem is not None:
            return fail("tcptui send", self._answer.problem, 1)
        return exit_code("cancelled") if self._cancelled or self._answer.given_up else self._tally.status
