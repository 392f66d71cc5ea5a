"""Where the runs are: one folder each under the user's data directory, named so that they sort by their start."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path


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
    """A folder for a run that begins now, not made yet: `20261121-095213-4f2a`, in UTC."""
    return runs_dir() / f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{secrets.token_hex(2)}"
