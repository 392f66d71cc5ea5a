"""What `send --connections N` prints: one summary for people, or the events of all as JSON Lines and it as the last."""

from __future__ import annotations

import json
import sys

from tcptui.cli.answer import Answer, JsonLines
from tcptui.cli.usage import harmless
from tcptui.protocol.events import Event
from tcptui.protocol.units import exact, size, span
from tcptui.protocol.verdict import Verdict
from tcptui.protocol.wording import mark, verdict_tone
from tcptui.requests.replaying.tally import Summary, Tally, Times


class SummaryJson(JsonLines):
    """JSON Lines of all connections, and last the object `summary`."""

    def progress(self, tally: Tally) -> None:
        """The events tell how far it is."""

    def sum_up(self, tally: Tally) -> None:
        """Print the summary."""
        if not self.stopped:
            with self._printing():
                summary = tally.summary()
                line = {"event": "summary", "conn": 0, "t": round((tally.newest - self._started) / 1e9, 6)}
                print(json.dumps({**line, **summary.as_json()}), flush=True)


class SummaryLines(Answer):
    """The summary as a table on stdout; while they go, one line on stderr where that is a terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""

    def tell(self, event: Event) -> None:
        """Only the summary is printed."""

    def _tell(self, event: Event) -> None:
        pass

    def _end(self, verdict: Verdict) -> None:
        pass

    def progress(self, tally: Tally) -> None:
        """How far it is."""
        if sys.stderr.isatty():
            self._show(_progress(tally.summary()))

    def _show(self, words: str) -> None:
        if words != self._shown:
            print(f"\r{words:<{len(self._shown)}}", end="\r" if not words else "", file=sys.stderr, flush=True)
            self._shown = words

    def sum_up(self, tally: Tally) -> None:
        """Print the summary, and of the first connection that failed how."""
        self._show("")
        if self.stopped:
            return
        with self._printing():
            print("\n".join(table(tally.summary())))
            if tally.first_failed is not None:
                conn, verdict = tally.first_failed
                print(harmless(f"connection {conn} {mark(verdict_tone(verdict))} {verdict.summary}"))
            sys.stdout.flush()


def _progress(now: Summary) -> str:
    words = (("done", now.done), ("open", now.open), ("opening", now.opening), ("failed", now.lost))
    return f"{now.connections:,} connections · " + " · ".join(f"{count:,} {word}" for word, count in words)


def table(now: Summary) -> list[str]:
    """The summary for people, line by line."""
    causes = " · ".join(f"{outcome} {count:,}" for outcome, count in now.failed)
    lines = [
        f"{exact(now.connections, 'connection')} in {span(now.seconds)}",
        f"  done     {now.done:>9,}",
        f"  failed   {now.lost:>9,}" + (f"   {causes}" if causes else ""),
        f"  sent     {size(now.sent):>9}",
        f"  received {size(now.received):>9}",
    ]
    if now.connect is not None:
        lines += [f"  {'':<8} {'fastest':>9} {'median':>9} {'slowest':>9}", _row("connect", now.connect)]
    if now.answer is not None:
        lines.append(_row("answer", now.answer))
    return [*lines, f"  {now.remark}"] if now.remark else lines


def _row(name: str, times: Times) -> str:
    return f"  {name:<8} {span(times.fastest):>9} {span(times.median):>9} {span(times.slowest):>9}"
