"""`tcptui send`: one connection without a screen; the answer on stdout, how it ended in the exit status."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tcptui.cli import payload
from tcptui.cli.answer import Answer, JsonLines, RawBytes, VisibleText
from tcptui.cli.guarded import run_guarded
from tcptui.cli.interrupts import Interrupts
from tcptui.cli.news import News
from tcptui.cli.usage import UsageError, endpoint, fail, framing, unrecorded
from tcptui.protocol.commands import Close
from tcptui.protocol.endpoint import Endpoint
from tcptui.protocol.events import VerdictReached
from tcptui.protocol.verdict import exit_code
from tcptui.requests.oneshot import OneShot
from tcptui.workbench import Workbench

if TYPE_CHECKING:
    from tcptui.requests.many import Errand

_COMMAND = "tcptui send"
_GRACE = 1.0  # seconds


def run(args: argparse.Namespace) -> int:
    """Send, print, and give the exit status of the verdict."""
    try:
        target = endpoint(args.target)
        assert target is not None, "argparse asks for one"
        framing(args.framing)
        payloads = payload.read(args.payload)
        many = _many(args, payloads)
        workbench = Workbench(record=args.record, command=("send", *args.target))
    except UsageError as error:
        return fail(_COMMAND, error)
    except OSError as error:
        return unrecorded(_COMMAND, error)
    news = News()
    with Interrupts(news.hurry) as interrupts:
        if many is not None:
            from tcptui.cli.many import Many

            return run_guarded(_COMMAND, workbench, lambda: Many(args, workbench, news, interrupts).run(target, many))
        return run_guarded(_COMMAND, workbench, lambda: _send(args, workbench, target, payloads, news, interrupts))


def _many(args: argparse.Namespace, payloads: list[bytes | Path]) -> Errand | None:
    """What each of many connections does; None where one is asked for. Raises UsageError."""
    if args.connections is None:
        if args.until is not None:
            raise UsageError("--until goes with --connections: one connection is read until its answer is complete.")
        return None
    from tcptui.cli.many import errand

    return errand(args, payloads)


def _send(
    args: argparse.Namespace,
    workbench: Workbench,
    target: Endpoint,
    payloads: list[bytes | Path],
    news: News,
    interrupts: Interrupts,
) -> int:
    tap = workbench.tap(news.tell, verdict=news.hurry)
    answer = _answer(args, workbench)
    conn = workbench.open(
        target,
        args.framing if args.framing != "auto" else payload.framing(payloads),
        script=lambda conn: OneShot(conn, payloads, args.timeout, args.linger),
        # The one time limit is the script's: what it says is then the verdict's, whatever was under way.
        resolve_timeout=args.timeout + _GRACE,
        connect_timeout=args.timeout + _GRACE,
    )
    while not workbench.failed:
        news.wait()
        if interrupts.take() or answer.stopped:
            workbench.submit(Close(conn, flush=0.0, why="cancelled"))
        for event in tap.drain():
            answer.tell(event)
            if isinstance(event, VerdictReached):
                answer.end(event.verdict)
                return _status(answer, exit_code(event.verdict.outcome))
    return 1  # leaving the workbench raises what broke it


def _status(answer: Answer, of_verdict: int) -> int:
    if answer.given_up:
        return exit_code("cancelled")
    return of_verdict if answer.problem is None else fail(_COMMAND, answer.problem, 1)


def _answer(args: argparse.Namespace, workbench: Workbench) -> Answer:
    if args.json:
        return JsonLines(workbench.started.t)
    if args.raw or not sys.stdout.isatty():
        return RawBytes(workbench.log, _COMMAND)
    return VisibleText(workbench.log, _COMMAND)
