"""A real terminal: tmux on a socket of its own, into which a test types and whose screen it reads."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

WAIT = 20.0
_LOOK_AGAIN = 0.03
TCPTUI = shlex.join([sys.executable, "-m", "tcptui"])


class Terminal:
    """Runs a shell command line on a screen of `size` columns and rows; use it with `with`.

    When the command has ended, its exit status and whether the terminal is in its usual mode are on the screen:
    `status 0 cooked`.
    """

    def __init__(self, folder: Path, command: str, size: tuple[int, int] = (100, 30)) -> None:
        self._socket = str(folder / "tmux")
        told = 'echo "status $? $(stty -a | grep -q -- -icanon && echo raw || echo cooked)"; exec sleep 60'
        # A runner that fixes the size of its own terminal (pytest-xdist does) must not fix this one's.
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment = {**inherited, "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PS1": "$ "}
        self.tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), f"{command}; {told}",
            environment=environment,
        )  # fmt: skip

    def tmux(self, *words: str, given: str | None = None, environment: dict[str, str] | None = None) -> str:
        """Have tmux do something; gives what it prints."""
        command = ["tmux", "-u", "-S", self._socket, *words]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", input=given, env=environment, timeout=WAIT
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.tmux("kill-server")

    # -- hands

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names: `Enter`, `C-]`, `M-c`, `F5`."""
        self.tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type characters."""
        self.tmux("send-keys", "-l", text)

    def paste(self, text: str) -> None:
        """Paste, bracketed where the program asked for that."""
        self.tmux("load-buffer", "-", given=text)
        self.tmux("paste-buffer", "-p", "-r")

    def resize(self, columns: int, rows: int) -> None:
        """Give the screen another size."""
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    # -- eyes

    @property
    def screen(self) -> str:
        """What is shown now, line by line."""
        return self.tmux("capture-pane", "-p")

    @property
    def size(self) -> tuple[int, int]:
        columns, rows = self.tmux("display-message", "-p", "#{window_width} #{window_height}").split()
        return int(columns), int(rows)

    @property
    def process(self) -> int:
        """The number of the process that tmux started."""
        return int(self.tmux("display-message", "-p", "#{pane_pid}"))

    def see(self, *texts: str) -> str:
        """Wait until all of these are on the screen; gives the screen."""
        return self.see_that(lambda screen: all(text in screen for text in texts), " and ".join(map(repr, texts)))

    def see_that(self, holds: Callable[[str], bool], what: str) -> str:
        """Wait until this holds for the screen; gives the screen."""
        until = time.monotonic() + WAIT
        while not holds(screen := self.screen):
            assert time.monotonic() < until, f"{what} did not come:\n{screen}"
            time.sleep(_LOOK_AGAIN)
        return screen


def child_of(process: int, named: str = "tcptui") -> int:
    """The number of the process's child with this word in its command line."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(process)], capture_output=True, text=True
        ).stdout.splitlines()
        for line in listed:
            number, _, words = line.strip().partition(" ")
            if named in words:
                return int(number)
        time.sleep(_LOOK_AGAIN)
    raise AssertionError(f"process {process} has no child {named}")
