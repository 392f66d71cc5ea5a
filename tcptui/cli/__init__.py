"""The command line: reads the arguments and hands over to the workbench or to a run without a screen."""

from __future__ import annotations

import argparse
import gc
import signal
import sys

from tcptui.cli import streams
from tcptui.cli.arguments import COMMANDS, LATER, command_parser, workbench_parser
from tcptui.cli.usage import UsageError, fail
from tcptui.protocol.verdict import exit_code


def main(argv: list[str] | None = None) -> int:
    """Run tcptui; gives the process's exit status (DESIGN section 7)."""
    streams.prepare()
    try:
        try:
            return _run(sys.argv[1:] if argv is None else argv)
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # who asks again does not want to wait for what is left to do
        streams.abandon_stdout()
        return exit_code("cancelled")
    except BrokenPipeError:
        streams.abandon_stdout()
        return 0
    except streams.StdoutError as error:
        streams.abandon_stdout()
        return fail("tcptui", error, 1)


def _run(words: list[str]) -> int:
    if words and words[0] in LATER:
        return fail("tcptui", f"this version has no `{words[0]}` yet (a host of that name is tcp://{words[0]}:PORT)")
    if words and words[0] in COMMANDS:
        return _run_command(command_parser().parse_args(words))
    args = workbench_parser().parse_args(words)
    # Building a screen makes much and drops little: the collector's rounds are a tenth of the first paint's time.
    gc.disable()  # the app enables it again when it stands
    from tcptui.cli.screen import run

    return run(args)


def _run_command(args: argparse.Namespace) -> int:
    if "record" in args:
        from tcptui.cli.configured import is_recorded

        try:
            args.record = is_recorded(args.record)
        except UsageError as error:
            return fail(f"tcptui {args.command}", error)
    return int(args.run(args))
