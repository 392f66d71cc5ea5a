"""`--until-eof`: a program that starts us as its child holds our standard input, and we end when it lets go of it."""

from __future__ import annotations

import os
import signal
import threading
from typing import Final

_STDIN: Final = 0
_PIECE: Final = 4096


def end_with_stdin() -> None:
    """Ask ourselves to end (SIGTERM) when standard input does, however its other end came to be closed."""
    threading.Thread(target=_wait, name="tcptui-leash", daemon=True).start()


def _wait() -> None:
    try:
        while os.read(_STDIN, _PIECE):
            pass
    except OSError:  # a terminal that is gone, a descriptor that was never open
        pass
    os.kill(os.getpid(), signal.SIGTERM)
