"""`tcptui demo`: practice servers on loopback, each a `tcptui listen` of its own, and the workbench on them."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
from collections.abc import Iterator

from tcptui.cli.configured import settings_for
from tcptui.cli.guarded import run_guarded
from tcptui.cli.practice import PracticeError, PracticeServer
from tcptui.cli.usage import UsageError, fail, unrecorded
from tcptui.config.settings import Settings
from tcptui.protocol.endpoint import parse_target
from tcptui.workbench import Workbench

_COMMAND = "tcptui demo"
_FIRST = "http"
_SERVERS = (_FIRST, "echo", "app")


def run(args: argparse.Namespace) -> int:
    """Open the workbench on the practice servers; gives the process's exit status."""
    try:
        settings = settings_for(args)
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise UsageError("The demo needs a terminal; without one there is `tcptui listen --respond http`.")
        with _practice_servers() as servers:
            return _show(servers, settings)
    except UsageError as error:
        return fail(_COMMAND, error)
    except PracticeError as error:
        return fail(_COMMAND, error, 1)


@contextlib.contextmanager
def _practice_servers() -> Iterator[dict[str, PracticeServer]]:
    """One of each, ended with the block. They start while we go on."""
    with contextlib.ExitStack() as running:
        yield {name: running.enter_context(PracticeServer(name)) for name in _SERVERS}


def _show(servers: dict[str, PracticeServer], settings: Settings) -> int:
    gc.disable()  # until the app stands, as for the workbench itself
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from tcptui.ui.app import run as run_app  # takes as long as the servers need to start

    practice = {name: server.address() for name, server in servers.items()}
    try:
        workbench = Workbench(record=settings.record, command=("demo",))
    except OSError as error:
        return unrecorded(_COMMAND, error)

    def show() -> int:
        first = workbench.open_early(parse_target(practice[_FIRST]), settings.connect_timeout)
        return run_app(workbench, first, settings, practice)

    return run_guarded(_COMMAND, workbench, show)
