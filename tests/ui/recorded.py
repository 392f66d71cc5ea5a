"""Runs that were recorded before the test sits down at the screen."""

from __future__ import annotations

import time
from collections.abc import Callable

from tcptui.journal import runs
from tcptui.protocol.commands import Close, Send
from tcptui.protocol.endpoint import parse_target
from tcptui.protocol.events import Event, VerdictReached
from tcptui.workbench import Workbench

_PATIENCE = 10.0


def record(
    *targets: str, said: bytes = b"hello\r\n", framing: str = "auto", secrets: tuple[tuple[int, int], ...] = ()
) -> str:
    """Record a run that said something to each target and closed; gives its ID. secrets: as commands.Send has them."""
    with Workbench(command=targets) as workbench:
        for target in targets:
            heard: list[Event] = []
            tap = workbench.tap(lambda: None)
            conn = workbench.open(parse_target(target), framing)
            workbench.submit(Send(conn, said, secrets))
            _until(lambda heard=heard, tap=tap: heard.extend(tap.drain()) or any(e.name == "received" for e in heard))
            workbench.submit(Close(conn))
            _until(lambda heard=heard, tap=tap: heard.extend(tap.drain()) or _ended(heard))
    return runs.run_ids()[-1]


def record_failure(target: str) -> str:
    """Record a run whose connection came to nothing; gives its ID."""
    with Workbench(command=(target,)) as workbench:
        tap = workbench.tap(lambda: None)
        heard: list[Event] = []
        workbench.open(parse_target(target))
        _until(lambda: heard.extend(tap.drain()) or _ended(heard))
    return runs.run_ids()[-1]


def _ended(heard: list[Event]) -> bool:
    return any(isinstance(event, VerdictReached) for event in heard)


def _until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)
