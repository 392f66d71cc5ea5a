"""When the terminal goes away while there is much to draw: go on until SIGHUP ends the program in order.

Textual's writer thread dies of EIO then, and the application would wait for ever to put more into its full queue: it
would neither see the SIGHUP nor end its record.
"""

from __future__ import annotations

import threading

from textual.drivers._writer_thread import WriterThread


def outlive_it() -> None:
    """From now on, throw away what can't be drawn any more."""
    before = threading.excepthook

    def died(args: threading.ExceptHookArgs) -> None:
        if isinstance(args.thread, WriterThread) and isinstance(args.exc_value, OSError):
            while args.thread._queue.get() is not None:
                pass
        else:
            before(args)

    threading.excepthook = died
