"""A pseudo-terminal with the workbench on it, as a person's terminal would be."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios


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

    def type(self, keys: bytes) -> None:
        os.write(self.controller, keys)

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
