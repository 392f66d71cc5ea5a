"""`tcptui send`: one connection without a screen; the answer on stdout, how it ended in the exit status."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

from tcptui.cli import payload
from tcptui.cli.answer import Answer, JsonLines, RawBytes, VisibleText
from tcptui.cli.usage import UsageError, endpoint, fail
from tcptui.protocol.commands import Close
from tcptui.protocol.events import VerdictReached
from tcptui.protocol.framing.table import FramingError
from tcptui.protocol.verdict import Verdict, exit_code
from tcptui.requests.oneshot import OneShot
from tcptui.workbench import Workbench

_COMMAND = "tcptui send"
_GATHER = 0.1  # seconds: 10 `sent` and `received` a second under flood


def run(args: argparse.Namespace) -> int:
    """Send, print, and give the exit status of the verdict."""
    try:
        target = endpoint(args.target)
        assert target is not None, "argparse asks for one"
        payloads = payload.read(args.payload)
        workbench = Workbench(record=args.record, command=("send", *args.target))
    except UsageError as error:
        return fail(_COMMAND, error)
    except OSError as error:
        return fail(_COMMAND, f"The record can't be kept: {error}. (--no-record does without)", 1)
    news = _News()
    tap = workbench.tap(news.tell, verdict=news.hurry)
    with workbench, _interrupts(news):
        try:
            conn = workbench.open(
                target, args.framing, script=lambda conn: OneShot(conn, payloads, args.timeout, args.linger)
            )
        except FramingError as error:
            return fail(_COMMAND, error)
        answer = _answer(args, workbench)
        verdict: Verdict | None = None
        while verdict is None:
            news.wait()
            if news.take_interrupt() or answer.stopped:
                workbench.submit(Close(conn, flush=0.0, why="cancelled"))
            for event in tap.drain():
                answer.tell(event)
                if isinstance(event, VerdictReached):
                    verdict = event.verdict
        answer.end(verdict)
    return exit_code(verdict.outcome)


def _answer(args: argparse.Namespace, workbench: Workbench) -> Answer:
    if args.json:
        return JsonLines(workbench.started.t)
    if args.raw or not sys.stdout.isatty():
        return RawBytes(workbench.log)
    return VisibleText(workbench.log)


class _News:
    """Wakes the main thread: at most every _GATHER seconds, but at once when the connection is over."""

    def __init__(self) -> None:
        self._told = threading.Event()
        self._ending = threading.Event()
        self._interrupted = False
        self._first = True

    def tell(self) -> None:
        """Something was heard. Loop thread."""
        self._told.set()

    def hurry(self) -> None:
        """The verdict is there: wait for no more to gather. Loop thread."""
        self._ending.set()
        self._told.set()

    def interrupt(self, _number: int, _frame: FrameType | None) -> None:
        """The person wants to stop (a signal handler)."""
        self._interrupted = True
        self._ending.set()
        self._told.set()

    def take_interrupt(self) -> bool:
        """Whether an interrupt came since the last call."""
        taken, self._interrupted = self._interrupted, False
        return taken

    def wait(self) -> None:
        """Return when there is something to be drained."""
        if not self._first:
            self._ending.wait(_GATHER)
        self._first = False
        self._told.wait()
        self._told.clear()


@contextlib.contextmanager
def _interrupts(news: _News) -> Iterator[None]:
    """ctrl+c and SIGTERM end the connection first, so that its verdict is told and recorded."""
    before = {number: signal.signal(number, news.interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
