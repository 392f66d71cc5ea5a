"""A practice server as a child process: a `tcptui listen` that ends when we do, however we end."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Self

import tcptui

_START = 20.0  # seconds
_PIECE = 64 * 1024
_LISTENING = b'{"event": "listening"'


class PracticeError(Exception):
    """A practice server could not be started; the message is one sentence."""


class PracticeServer:
    """Runs from the beginning of a `with` block to its end.

    Its standard input is a pipe that we hold: it ends when the pipe does, even where we are killed. It has a session of
    its own, so that no key and no hang-up of our terminal reaches it, and what it prints is never seen.
    """

    def __init__(self, name: str) -> None:
        """name: as in `tcptui listen --respond`."""
        self.name = name
        self._told: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        words = ["listen", "--respond", self.name, "--json", "--no-record", "--until-eof", "127.0.0.1:0"]
        try:
            self._process = subprocess.Popen(
                [*_program(), *words],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise PracticeError(f"The practice server {self.name} could not be started: {error}.") from None
        assert self._process.stdout is not None
        threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True).start()
        return self

    def _read(self, output: IO[bytes]) -> None:
        """Tell the lines up to the one that says where it listens, then let all that comes go nowhere."""
        with output:
            for line in output:
                self._told.put(line.decode("utf-8", "replace").strip())
                if line.startswith(_LISTENING):
                    break
            self._told.put(None)
            while os.read(output.fileno(), _PIECE):
                pass

    def address(self) -> str:
        """Where it listens, `host:port`, as soon as it does. Raises PracticeError."""
        last = "it said nothing"
        with contextlib.suppress(queue.Empty):
            while (line := self._told.get(timeout=_START)) is not None:
                if line.startswith(_LISTENING.decode()):
                    told = json.loads(line)
                    return f"{told['address']}:{told['port']}"
                last = last if line.startswith("{") else line  # what a failure prints for people comes on stderr
        raise PracticeError(f"The practice server {self.name} did not start: {last}")

    def __exit__(self, *exc: object) -> None:
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.kill()  # it records nothing, and there is nobody left to say goodbye to
            self._process.stdin.close()
            self._process.wait()


def _program() -> list[str]:
    """How to run this very tcptui, whatever else lies in the working directory."""
    at_home = Path.cwd() == Path(tcptui.__file__).parents[1]
    return [sys.executable, *([] if at_home else ["-P"]), "-m", "tcptui"]
