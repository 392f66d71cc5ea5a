"""Terminals for tests, ended with them."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal.tmux import TCPTUI, Terminal

Start = Callable[..., Terminal]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Start]:
    """Start tcptui with these words in a terminal: `terminal("127.0.0.1 8000", size=(80, 24))`."""
    if shutil.which("tmux") is None:
        missing = "tmux is not installed (apt-get install tmux)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with contextlib.ExitStack() as terminals:

        def start(words: str = "", size: tuple[int, int] = (100, 30)) -> Terminal:
            return terminals.enter_context(Terminal(tmp_path, f"{TCPTUI} {words}", size))

        yield start
