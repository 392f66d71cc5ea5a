"""The processes that are measured: how they are started, watched in a pseudo-terminal, and ended by their ids."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
TCPTUI = str(Path(sys.executable).with_name("tcptui"))
ROWS, COLUMNS = 36, 120
_PATIENCE = 30.0  # seconds


class Sender:
    """`tests.benchmarks.sender` as a child."""

    def __init__(self, size: int, *, wait: bool = False) -> None:
        words = [str(size), *(["wait"] if wait else [])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.sender", *words],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
        )  # fmt: skip
        self.port = int(self._line())

    def accepted(self) -> float:
        """The moment at which it accepted its next connection; waits for it."""
        return float(self._line())

    def go(self) -> float:
        """Let a waiting one send; the moment of that."""
        assert self._process.stdin is not None
        now = time.monotonic()
        self._process.stdin.write(b"\n")
        return now

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        # The program that was to connect may have failed: better told than waited for.
        if not select.select([self._process.stdout], [], [], _PATIENCE)[0]:
            raise TimeoutError(f"nobody connected within {_PATIENCE} s")
        return self._process.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        with self._process:
            self._process.kill()


class Terminal:
    """A program in a pseudo-terminal of 120x36 that draws nothing and answers no question of the program's.

    started: the moment just before fork and exec; output: all that was read of it.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.started = time.monotonic()
        self.output = bytearray()
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def write(self, keys: bytes) -> None:
        """Type."""
        os.write(self._master, keys)

    def read(self, seconds: float) -> bool:
        """Read once what is there within `seconds`; whether anything was."""
        if not select.select([self._master], [], [], max(0.0, seconds))[0]:
            return False
        try:
            self.output += os.read(self._master, 1 << 16)
        except OSError:  # EIO: the program is gone
            raise EOFError(f"the program ended: {bytes(self.output[-2000:])!r}") from None
        return True

    def drain(self, seconds: float) -> None:
        """Read what comes for so long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.read(left)

    def wait_for(self, marks: Sequence[bytes], start: int = 0, seconds: float = 20.0) -> float:
        """The moment at which the output from `start` on held every mark."""
        until = time.monotonic() + seconds
        while not all(self.output.find(mark, start) >= 0 for mark in marks):
            if time.monotonic() > until:
                raise TimeoutError(f"{marks} not seen in {bytes(self.output[start:][-2000:])!r}")
            self.read(0.1)
        return time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._master)


@contextlib.contextmanager
def data_folder() -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder for a run's record, deleted after, and the environment in which tcptui writes there.

    PYTHONDONTWRITEBYTECODE goes: those who use tcptui have its modules compiled.
    """
    with tempfile.TemporaryDirectory(prefix="tcptui-benchmark-") as name:
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        yield Path(name), {**kept, "TCPTUI_DATA_DIR": name, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    os.sync()  # what one run leaves to the disk must not be the next one's burden


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
