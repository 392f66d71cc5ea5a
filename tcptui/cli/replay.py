"""`tcptui replay`: saved requests without a screen, their expectations checked."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tcptui.cli.guarded import run_guarded
from tcptui.cli.interrupts import Interrupts
from tcptui.cli.news import News
from tcptui.cli.preparing import preparation_of
from tcptui.cli.replay_runs import NotBegun, Run, Total
from tcptui.cli.replay_told import ReplayJson, ReplayLines, Teller
from tcptui.cli.usage import UsageError, endpoint, fail, unrecorded
from tcptui.protocol.commands import Close
from tcptui.protocol.events import VerdictReached
from tcptui.protocol.units import exact
from tcptui.protocol.verdict import exit_code
from tcptui.requests.collection import load, request_files
from tcptui.requests.plan import Plan, Preparation, prepare
from tcptui.requests.reading import Read, RequestFileError
from tcptui.requests.replaying.replay import Replay
from tcptui.workbench import Workbench

if TYPE_CHECKING:
    from tcptui.cli.comparison import LastTimes

_COMMAND = "tcptui replay"
_GRACE = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class _Request:
    """One file, read and found to be in order. plan: the one that said so."""

    path: Path
    read: Read
    plan: Plan


def run(args: argparse.Namespace) -> int:
    """Replay, print, and give the exit status."""
    try:
        preparation = preparation_of(args)
        requests = _requests(args.files, preparation)
        _check_connections(args.connections)
        if args.ignore:
            from tcptui.cli.comparison import check_rules

            check_rules(args.ignore)
        if args.junit is not None:
            from tcptui.cli.junit import check_junit

            check_junit(Path(args.junit))
        workbench = Workbench(record=args.record, command=("replay", *args.files))
    except UsageError as error:
        return fail(_COMMAND, error)
    except OSError as error:
        return unrecorded(_COMMAND, error)
    for request in requests:
        for remark in request.read.remarks:
            fail(_COMMAND, remark)
    news = News()
    with Interrupts(news.hurry) as interrupts:
        job = _Job(args, workbench, preparation, news, interrupts)
        return run_guarded(_COMMAND, workbench, lambda: job.run(requests))


def _requests(names: list[str], preparation: Preparation) -> list[_Request]:
    """Every request, in order. Raises UsageError with all that is wrong in any of them: then nothing is sent."""
    found = []
    problems: list[str] = []
    for path in _paths(names):
        try:
            read = load(path)
            plan = prepare(read, path, preparation)
            endpoint([str(plan.endpoint)])
            found.append(_Request(path, read, plan))
        except RequestFileError as error:
            problems += error.problems
        except UsageError as error:
            problems += [f"{path}: target: {sentence}" for sentence in error.args]
    if problems:
        raise UsageError(*problems)
    return found


def _paths(names: list[str]) -> Iterable[Path]:
    for name in names:
        path = Path(name)
        if not path.is_dir():
            yield path
        elif files := request_files(path):
            yield from files
        else:
            raise UsageError(f"{name}: there is no request in this folder (a request is a file NAME.toml).")


def _check_connections(count: int) -> None:
    room = Workbench.room_for_files()
    if count > room:
        raise UsageError(
            f"--connections {count}: this process may open {exact(room, 'connection')} more "
            "(`ulimit -Hn` is the limit of its files)."
        )


class _Job:
    """One run of the command, on the main thread."""

    def __init__(
        self,
        args: argparse.Namespace,
        workbench: Workbench,
        preparation: Preparation,
        news: News,
        interrupts: Interrupts,
    ) -> None:
        self._args = args
        self._workbench = workbench
        self._preparation = preparation
        self._news = news
        self._interrupts = interrupts
        self._total = Total(workbench.started.t, keeps=args.junit is not None)
        self._last_times = self._asked_to_compare()
        self._teller: Teller = ReplayJson(workbench.started.t) if args.json else ReplayLines()

    def run(self, requests: list[_Request]) -> int:
        """All of it; gives the exit status."""
        self._tap = self._workbench.tap(self._news.tell, verdict=self._news.hurry)
        for request in requests:
            if never := self._args.repeat - self._turns(request):
                self._total.not_begun.append(NotBegun(request.plan, never * self._args.connections))
        self._total.ended = time.monotonic_ns()
        self._teller.sum_up(self._total)
        return self._written() or self._status()

    def _turns(self, request: _Request) -> int:
        """One file as often as was asked for, as long as nothing ends the run; gives how often it was begun."""
        for turn in range(1, self._args.repeat + 1):
            if self._total.overruled or self._workbench.failed:
                return turn - 1
            try:
                plans = [self._plan(request) for _ in range(self._args.connections)]
            except RequestFileError as error:  # a file to be sent was there when we looked before
                self._total.overruled = fail(_COMMAND, UsageError(*error.problems))
                return turn - 1
            self._turn(plans, turn)
        return int(self._args.repeat)

    def _plan(self, request: _Request) -> Plan:
        return prepare(request.read, request.path, self._preparation)

    def _turn(self, plans: list[Plan], turn: int) -> None:
        """One file, a connection for each of its plans, up to the last one's verdict."""
        self._news.calm()
        runs: dict[int, Run] = {}
        for plan in plans:
            opened = self._open(plan, turn, next(iter(runs), 0))
            runs[opened.conn] = opened
        self._teller.begin(list(runs.values()))
        left = set(runs)
        while left and not self._workbench.failed:
            self._news.wait()
            if (self._interrupts.take() or self._teller.stopped) and not self._total.overruled:
                self._total.overruled = exit_code("cancelled")
                for conn in left:
                    runs[conn].interrupted = True
                self._workbench.submit(*(Close(conn, flush=0.0, why="cancelled") for conn in left))
            for event in self._tap.drain():
                if (run := runs.get(event.conn)) is None:
                    continue
                self._teller.event(run, event)
                if isinstance(event, VerdictReached):
                    run.verdict = event.verdict
                    left.discard(event.conn)
        self._teller.end()
        self._compare(list(runs.values()))
        self._total.add(runs.values())

    def _asked_to_compare(self) -> LastTimes | None:
        if not self._args.compare_last:
            return None
        from tcptui.cli.comparison import LastTimes

        return LastTimes(self._workbench, self._args.ignore)

    def _compare(self, runs: list[Run]) -> None:
        """Each beside the last replay of the same, where that was asked for."""
        for run in runs if self._last_times is not None and not self._total.overruled else ():
            assert self._last_times is not None, "it was just asked for"
            run.beside = self._last_times.beside(run.conn, run.plan)
            self._teller.compared(run)

    def _open(self, plan: Plan, turn: int, first: int) -> Run:
        """Replay it on another connection. first: that of this turn, 0 where this is it."""
        several = self._args.connections > 1
        timeout, pace = self._args.timeout, self._args.pace
        made: list[Replay] = []

        def script(conn: int) -> Replay:
            made.append(Replay(conn, plan, timeout, pace=pace, together=(first or conn) if several else 0))
            return made[0]

        conn = self._workbench.open(
            plan.endpoint,
            plan.request.framing,
            script=script,
            # The one time limit is the script's: what it says is then the verdict's, whatever was under way.
            resolve_timeout=timeout + _GRACE,
            connect_timeout=timeout + _GRACE,
        )
        return Run(conn, plan, made[0], turn, self._args.repeat, several)

    def _status(self) -> int:
        if self._teller.problem is not None:
            return fail(_COMMAND, self._teller.problem, 1)
        return exit_code("cancelled") if self._teller.given_up else self._total.status

    def _written(self) -> int:
        """Write the results where that was asked for; 1 where they can't be."""
        if self._args.junit is None:
            return 0
        from tcptui.cli.junit import write_junit

        try:
            write_junit(Path(self._args.junit), self._total)
        except OSError as error:
            return fail(_COMMAND, f"--junit {self._args.junit}: can't be written: {error.strerror or error}.", 1)
        return 0
