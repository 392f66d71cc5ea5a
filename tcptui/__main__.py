"""`python -m tcptui`, and the console script."""

from __future__ import annotations

import sys

from tcptui.cli import main as _main


def main() -> None:
    """Run the command line and leave with its status."""
    sys.exit(_main())


if __name__ == "__main__":
    main()
