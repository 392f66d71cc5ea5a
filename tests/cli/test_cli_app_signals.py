"""The workbench told to end from outside: the terminal is left as it was found, and the record is whole."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tcptui.journal.log import Log
from tests.cli.terminal import Terminal
from tests.conftest import Serve
from tests.servers import behaviours

ENTERED, LEFT = b"\x1b[?1049h", b"\x1b[?1049l"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_workbench_in_order(serve: Serve, data_dir: Path, number: signal.Signals) -> None:
    target = serve(behaviours.never_answer).target
    terminal = Terminal(target)
    try:
        terminal.read_until(ENTERED, target.partition(":")[2].encode())
        assert not terminal.canonical
        terminal.process.send_signal(number)
        assert terminal.end() == 130
        assert LEFT in terminal.shown
        assert terminal.canonical
        assert b"Traceback" not in terminal.shown
    finally:
        terminal.close()
    (path,) = data_dir.rglob("log")
    with Log.open(path) as log:
        assert not log.torn
        assert [log.event(record).name for record in log.walk() if record.conn][-1] == "verdict"
