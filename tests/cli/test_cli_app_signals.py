"""The workbench told to end from outside: the terminal is left as it was found, and the record is whole."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tcptui.journal.log import Log
from tests.conftest import Serve
from tests.servers import behaviours

ENTERED, LEFT = b"\x1b[?1049h", b"\x1b[?1049l"


class Terminal:
    """A terminal of 100 columns and 30 lines with the workbench on it."""

    def __init__(self, *words: str) -> None:
        self.controller, self.terminal = pty.openpty()
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.shown = b""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tcptui", *words],
            stdin=self.terminal, stdout=self.terminal, stderr=self.terminal, start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color"},
        )  # fmt: skip

    def read_until(self, *texts: bytes) -> None:
        while not all(text in self.shown for text in texts):
            assert select.select([self.controller], [], [], 20)[0], self.shown[-2000:]
            self.shown += os.read(self.controller, 65536)

    def end(self) -> int:
        """The exit status; reads on meanwhile, as a terminal does."""
        while self.process.poll() is None:
            if select.select([self.controller], [], [], 0.05)[0]:
                self.shown += os.read(self.controller, 65536)
        while select.select([self.controller], [], [], 0)[0]:
            self.shown += os.read(self.controller, 65536)
        return self.process.returncode

    @property
    def canonical(self) -> bool:
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ICANON)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.controller)
        os.close(self.terminal)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
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
