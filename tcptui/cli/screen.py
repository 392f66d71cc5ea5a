"""`tcptui [TARGET]`: the engine starts and connects first, and only then is the screen built."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from tcptui.cli.arguments import COMMANDS, LATER
from tcptui.cli.configured import settings_for
from tcptui.cli.guarded import run_guarded
from tcptui.cli.usage import UsageError, endpoint, fail, framing, unrecorded
from tcptui.config.settings import Settings
from tcptui.protocol.endpoint import Endpoint
from tcptui.protocol.nearest import did_you_mean
from tcptui.workbench import Workbench

if TYPE_CHECKING:
    from tcptui.ui.groups import GroupWanted


def run(args: argparse.Namespace) -> int:
    """Open the workbench; gives the process's exit status."""
    try:
        if args.target and args.target[0] in COMMANDS:
            raise UsageError(f"`{args.target[0]}` is a command: write its options after it.")
        target = _target(args.target)
        settings = settings_for(args)
        framing(settings.framing)
        many = _many(args.connections, target, settings)
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise UsageError("The workbench needs a terminal; without one use `tcptui send`.")
        workbench = Workbench(record=settings.record, command=args.target)
    except UsageError as error:
        return fail("tcptui", error)
    except OSError as error:
        return unrecorded("tcptui", error)
    return run_guarded("tcptui", workbench, lambda: _show(workbench, target, settings, many))


def _target(words: list[str]) -> Endpoint | None:
    """The target; one bare word is answered as what it may have been meant for, a command or a host."""
    match words:
        case [word] if word.isalpha():
            commands = [each for each in COMMANDS if each not in LATER]
            meant = did_you_mean(word, commands).replace("mean ", "mean tcptui ")
            raise UsageError(
                f"{word!r} is no command, and has no port: write {word}:PORT, or {word} PORT as with telnet."
                + (meant or f" Commands are {', '.join(commands)}.")
            )
        case _:
            return endpoint(words)


def _many(count: int | None, target: Endpoint | None, settings: Settings) -> GroupWanted | None:
    """The connections to begin with, where they are several. Raises UsageError."""
    if count is None or count == 1:
        return None
    if target is None:
        raise UsageError("--connections needs a target to connect to.")
    from tcptui.cli.room import check_room
    from tcptui.ui.groups import GroupWanted

    check_room(count)
    return GroupWanted(target, count, settings.framing)


def _show(workbench: Workbench, target: Endpoint | None, settings: Settings, many: GroupWanted | None) -> int:
    conn = _connect(workbench, target, settings) if target is not None and many is None else None
    # Textual paints 60 times a second unless told otherwise: that alone would cost a key 8 ms.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from tcptui.ui.app import run as run_app

    return run_app(workbench, conn, settings, many=many)


def _connect(workbench: Workbench, target: Endpoint, settings: Settings) -> int:
    if settings.framing == "auto":
        return workbench.open_early(target, settings.connect_timeout)
    return workbench.open(target, settings.framing, connect_timeout=settings.connect_timeout)
