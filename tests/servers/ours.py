"""`tcptui listen` as a child, for clients that nobody here wrote."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def listening(*words: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`tcptui listen WORDS…` on a free loopback port, its stdin and stdout pipes; and where it is, `host:port`."""
    with subprocess.Popen(
        [sys.executable, "-m", "tcptui", "listen", "127.0.0.1:0", *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            assert process.stderr is not None
            yield process, process.stderr.readline().decode().split()[-1]
        finally:
            process.kill()


@contextlib.contextmanager
def practice(name: str) -> Iterator[str]:
    """A practice server that keeps no record, and where it is. It prints nothing, so that no pipe fills up."""
    with subprocess.Popen(
        [sys.executable, "-m", "tcptui", "listen", "127.0.0.1:0", "--respond", name, "--no-record"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            assert process.stderr is not None
            yield process.stderr.readline().decode().split()[-1]
        finally:
            process.kill()
