"""`tcptui replay --compare-last`: what differs between each replay and the last one of the same in an earlier run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tcptui.cli.usage import UsageError, harmless
from tcptui.journal.lasttime import Place, last_time
from tcptui.journal.layout import DamagedLogError
from tcptui.journal.log import Log
from tcptui.journal.runs import log_path
from tcptui.protocol.units import exact
from tcptui.requests.comparing import ALWAYS_CHANGING, Comparison, Difference, RuleError, compare, parse_rules
from tcptui.requests.plan import Plan
from tcptui.transcribing import Account, transcribe
from tcptui.workbench import Workbench

_MOST = 200
"""Differences of one replay that are printed; `--json` has them all."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A replay beside the last one. last: where that is recorded; comparison: None where there is none to compare with,
    of which problem says why."""

    last: Place | None
    comparison: Comparison | None
    problem: str = ""

    @property
    def differs(self) -> bool:
        """Whether something differs that may not."""
        return self.comparison is not None and self.comparison.differences > 0

    def as_json(self) -> dict[str, Any]:
        """What `--json` tells of it, beside the connection and the time."""
        run, conn = self.last or (None, None)
        found = self.comparison
        counts = (None, None) if found is None else (found.differences, found.ignored)
        told: dict[str, Any] = {"last": {"run": run, "conn": conn} if run else None}
        told |= {"differences": counts[0], "ignored": counts[1], "problem": self.problem or None}
        every = [] if found is None else list(_all(found))
        told["differ"] = [_plain(where, one) for where, one in every if not one.ignored]
        return told

    def lines(self) -> Iterator[str]:
        """What is printed of it."""
        if self.comparison is None or self.last is None:
            yield f"     not compared: {self.problem}"
            return
        found = self.comparison
        count = exact(found.differences, "difference") if found.differences else "no difference"
        count = f"at least {count}" if found.more else count
        ignored = f", {found.ignored:,} more ignored" if found.ignored else ""
        yield f"     beside {self.last[0]}, connection {self.last[1]}: {count}{ignored}"
        differ = [(where, one) for where, one in _all(found) if not one.ignored]
        for where, one in differ[:_MOST]:
            yield harmless(f"       {where}{one.words}")
            yield harmless(f"           - {'not there' if one.left is None else one.left}")
            yield harmless(f"           + {'not there' if one.right is None else one.right}")
        if len(differ) > _MOST:
            yield f"       … {exact(len(differ) - _MOST, 'more difference')}"


def _all(found: Comparison) -> Iterator[tuple[str, Difference]]:
    """Every difference, and which message it is in."""
    for number, pair in enumerate(found.pairs, 1):
        one = pair.left or pair.right
        way = "" if one is None else (" (sent)" if one.direction == "out" else " (received)")
        yield from ((f"message {number}{way}: ", each) for each in pair.differences)
    yield from (("", each) for each in found.events)


def _plain(where: str, one: Difference) -> dict[str, Any]:
    return {"message": where.rstrip(": ") or None, "what": one.words, "left": one.left, "right": one.right}


class LastTimes:
    """Finds the last replay of each request in an earlier run, and compares with it."""

    def __init__(self, workbench: Workbench, ignore: list[str]) -> None:
        """ignore: rules beside those of each request. Raises UsageError."""
        self._workbench = workbench
        self._ignore = tuple(ignore)
        path = workbench.log.path
        self._present = "~" if path is None else path.parent.name  # "~" sorts behind every run
        self._found: dict[str, Place | None] = {}

    def beside(self, conn: int, plan: Plan) -> Beside:
        """A replay that is over, beside the last one."""
        try:
            if plan.source not in self._found:
                self._found[plan.source] = last_time(plan.source, (self._present, 0))
            last = self._found[plan.source]
            if last is None:
                return Beside(None, None, "it was not replayed before, or not recorded")
            with Log.open(log_path(last[0])) as log:
                before = transcribe(log, last[1])
            return Beside(last, self._compared(before, transcribe(self._workbench.log, conn), plan))
        except (OSError, sqlite3.Error, DamagedLogError) as error:
            return Beside(None, None, f"the record can't be read: {error}")

    def _compared(self, before: Account, now: Account, plan: Plan) -> Comparison:
        kept = ALWAYS_CHANGING if plan.request.ignore is None else plan.request.ignore
        return compare(before.transcript, now.transcript, parse_rules((*kept, *self._ignore)))


def check_rules(rules: list[str]) -> None:
    """Raises UsageError for what is no rule."""
    try:
        parse_rules(rules)
    except RuleError as error:
        raise UsageError(f"--ignore: {error}") from None
