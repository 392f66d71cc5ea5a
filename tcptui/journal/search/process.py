"""A regular expression as a matcher: the window goes to a process of its own, which can be ended at any moment."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from array import array
from pathlib import Path
from typing import Final, NoReturn

from tcptui.journal.search.matching import LiteralMatcher, Span, StoppedError, Window
from tcptui.journal.search.query import LONGEST, QueryError, flags
from tcptui.journal.search.regexworker import ANSWER, PATTERN, WINDOW
from tcptui.journal.search.required import required

PATIENCE: Final = 10.0
"""Seconds that one window may take, before the pattern is given up."""

_WORKER = Path(__file__).with_name("regexworker.py")


class RegexMatcher:
    """Looks for a pattern. A match of more than LONGEST bytes may be cut or missed, and `(?<=…)` sees 4 KB back.

    `stop` is for any thread, everything else for one. patience: seconds that one window may take.
    """

    reach = LONGEST
    behind = 4 << 10

    def __init__(self, wanted: bytes, *, ignore_case: bool = False, patience: float = PATIENCE) -> None:
        self._wanted = wanted
        self._flags = flags(ignore_case)
        self._patience = patience
        part = required(wanted)
        self._part = LiteralMatcher(part, fold=ignore_case) if part else None
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = self._late = False
        self._starting = threading.Lock()

    def count(self, window: Window, start: int, stop: int) -> tuple[int, int]:
        """See Matcher. Raises QueryError where the pattern takes too long."""
        if self._part is not None and not self._part.occurs(window, start):
            return 0, start
        count, end = ANSWER.unpack(self._ask(False, window, start, stop))
        return count, end

    def spans(self, window: Window, start: int, stop: int) -> list[Span]:
        """See Matcher; raises as `count` does."""
        if self._part is not None and not self._part.occurs(window, start):
            return []
        count, _ = ANSWER.unpack(self._ask(True, window, start, stop))
        flat = array("I", self._read(8 * count)).tolist()
        return list(zip(flat[::2], flat[1::2], strict=True))

    def stop(self) -> None:
        """End the process: whoever waits for its answer gets StoppedError at once."""
        with self._starting:
            self._stopped = True
            self._kill()

    def close(self) -> None:
        """Stop, and wait until the process is gone."""
        self.stop()
        if self._process is not None:
            with contextlib.suppress(BrokenPipeError), self._process:
                pass
            self._process = None

    def _start(self) -> None:
        with self._starting:
            if self._stopped:
                raise StoppedError
            if self._process is not None:
                return
            command = [sys.executable, "-I", "-S", "-W", "ignore", str(_WORKER)]
            # Nothing of it may reach the terminal that the screen is on.
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
            )
        self._write(PATTERN.pack(self._flags, len(self._wanted)) + self._wanted)

    def _ask(self, listed: bool, window: Window, start: int, stop: int) -> bytes:
        self._start()
        impatience = threading.Timer(self._patience, self._give_up)
        impatience.daemon = True
        impatience.start()
        try:
            self._write(WINDOW.pack(listed, start, stop, len(window)))
            self._write(window)
            return self._read(ANSWER.size)
        finally:
            impatience.cancel()

    def _give_up(self) -> None:
        with self._starting:
            self._late = True
            self._kill()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _write(self, data: Window) -> None:
        """All of it: the process waits for it, so this never takes long."""
        assert self._process is not None
        assert self._process.stdin is not None
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._process.stdin.fileno(), rest) :]
        except BrokenPipeError:
            self._gone()

    def _read(self, size: int) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        fd, got = self._process.stdout.fileno(), bytearray()
        while len(got) < size:
            piece = os.read(fd, size - len(got))
            if not piece:
                self._gone()
            got += piece
        return bytes(got)

    def _gone(self) -> NoReturn:
        """The process has ended: because we were told to stop, it took too long, or someone else killed it."""
        if self._stopped:
            raise StoppedError
        if self._late:
            raise QueryError(
                f"This pattern took more than {self._patience:g} s for 1 MB and was given up: make it simpler, above "
                "all repetitions within repetitions."
            )
        raise QueryError("The process that looked for the pattern was ended: it may have taken too much memory.")
