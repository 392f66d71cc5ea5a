"""The command line: reads the arguments and hands over to the workbench or to a run without a screen."""

from __future__ import annotations

import sys

from tcptui.cli.arguments import COMMANDS, command_parser, workbench_parser


def main(argv: list[str] | None = None) -> int:
    """Run tcptui; gives the process's exit status (DESIGN section 7)."""
    words = sys.argv[1:] if argv is None else argv
    if words and words[0] in COMMANDS:
        args = command_parser().parse_args(words)
        return int(args.run(args))
    args = workbench_parser().parse_args(words)
    from tcptui.cli.screen import run

    return run(args)
