"""Where the runs are: one folder each under the user's data directory, named so that they sort by their start."""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path

from tcptui.journal import lock


def data_dir() -> Path:
    """$TCPTUI_DATA_DIR, else the platform's place for a user's data (XDG_DATA_HOME honoured)."""
    named = os.environ.get("TCPTUI_DATA_DIR")
    if named:
        return Path(named)
    from platformdirs import user_data_dir

    return Path(user_data_dir("tcptui", appauthor=False))


def runs_dir() -> Path:
    """The folder that holds the runs; it need not exist yet."""
    return data_dir() / "runs"


def new_run_folder() -> Path:
    """Make the folder of a run that begins now: `20261121-095213-4f2a`, UTC and 65,536ths of that second.

    So IDs sort by time, and no two runs share one. Raises OSError.
    """
    data_dir().mkdir(mode=0o700, parents=True, exist_ok=True)
    runs_dir().mkdir(mode=0o700, exist_ok=True)
    while True:
        seconds, nanoseconds = divmod(time.time_ns(), 10**9)
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(seconds))
        folder = runs_dir() / f"{stamp}-{(nanoseconds << 16) // 10**9:04x}"
        # Where another process took this very moment, the next one is free 15 µs later.
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            return folder


_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")


class NoRunError(LookupError):
    """No run, or more than one, goes by this name; the message is one sentence."""


def run_ids() -> list[str]:
    """The runs that have a log, the oldest first; folders that are named otherwise are nobody's."""
    try:
        folders = [folder for folder in runs_dir().iterdir() if _ID.fullmatch(folder.name)]
        return sorted(folder.name for folder in folders if (folder / "log").is_file())
    except FileNotFoundError:
        return []


def find(name: str) -> str:
    """The run of this ID, of which a beginning that only one run has is enough, or `last`. Raises NoRunError."""
    known = run_ids()
    if not known:
        raise NoRunError(f"No runs are recorded in {runs_dir()} yet.")
    if name == "last":
        return known[-1]
    found = [run for run in known if run.startswith(name)] if name else []
    if name in found or len(found) == 1:
        return name if name in found else found[0]
    if found:
        raise NoRunError(f"{name!r} begins the IDs of {len(found)} runs: write more of it.")
    raise NoRunError(f"No run has the ID {name!r}: `tcptui sessions list` shows those that are there.")


def log_path(run: str) -> Path:
    """Where a run's log is."""
    return runs_dir() / run / "log"


def is_live(run: str) -> bool:
    """Whether a run is still being recorded. Raises FileNotFoundError where it is gone."""
    fd = os.open(log_path(run), os.O_RDONLY)
    try:
        return lock.is_held(fd)
    finally:
        os.close(fd)


def remove(run: str) -> bool:
    """Delete a run's folder for good; False where it is live and stays. Raises OSError."""
    fd = os.open(log_path(run), os.O_RDONLY)
    try:
        if not lock.take(fd):
            return False
        import shutil

        shutil.rmtree(runs_dir() / run)
    finally:
        os.close(fd)
    return True
