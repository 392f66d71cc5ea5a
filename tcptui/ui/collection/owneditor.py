"""A request's file in the person's own editor."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from tcptui.ui.keymap import key_of


def own_editor(app: App[Any], path: Path, fail: Callable[[str], object]) -> bool:
    """Edit a file in $VISUAL or $EDITOR, which gets the terminal; False where that can't be, which is said."""
    try:
        command = _editor()
    except ValueError as error:
        fail(f"{error}; {key_of('saved.edit')} edits here")
        return False
    # Ctrl+c is the editor's while it has the terminal. No SIG_IGN: the editor would inherit that.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with app.suspend():
            subprocess.run([*command, str(path)], check=False)
    except SuspendNotSupported:
        fail("this terminal can't be lent to another program")
        return False
    except OSError as error:
        fail(f"{command[0]} can't be run: {error.strerror}")
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _editor() -> list[str]:
    """The person's editor as a command. Raises ValueError, with one sentence."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(named)
    except ValueError as error:
        raise ValueError(f"{named!r}, which is to be your editor, is no command: {str(error).lower()}") from None
    if not command:
        raise ValueError("neither $VISUAL nor $EDITOR says what your editor is")
    return command
