"""`python -m tcptui`, and the console script."""

from __future__ import annotations

import signal
import sys

_told_of_interrupts = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if _told_of_interrupts:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ctrl+c while we import: there is nothing to end in order yet

from tcptui.cli import main as _main  # noqa: E402 - see above


def main() -> None:
    """Run the command line and leave with its status."""
    if _told_of_interrupts:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(_main())


if __name__ == "__main__":
    main()
