"""Whether as many connections as were asked for can be open at once."""

from __future__ import annotations

from tcptui.cli.usage import UsageError
from tcptui.protocol.units import exact
from tcptui.workbench import Workbench


def check_room(connections: int, files: int = 0) -> None:
    """Raises UsageError where not. files: how many files each of them sends, for these are open with it."""
    room = Workbench.room_for_files() // (1 + files)
    if connections > room:
        most = f"no more than {exact(room, 'connection')} can be open here at once"
        raise UsageError(f"--connections {connections}: {most} (`ulimit -Hn` is the limit of a process's files).")
