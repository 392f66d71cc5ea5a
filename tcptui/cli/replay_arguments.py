"""The arguments of `tcptui replay`."""

from __future__ import annotations

import argparse
from typing import Any

from tcptui.cli.arguments import add_record_option, seconds, whole


def add_arguments(commands: Any) -> None:
    """Add the command to the others."""
    replay = commands.add_parser(
        "replay",
        allow_abbrev=False,
        usage="tcptui replay FILE|FOLDER… [--var K=V]… [--env FILE]… [--target TARGET] [--repeat N] [--connections N]\n"
        "                     [--pace PACE] [--timeout S] [--compare-last] [--ignore RULE]…\n"
        "                     [--json] [--junit FILE] [--no-record]",
        description="Replay saved requests and check what they expect. Exit status: 4 where an expectation is not met.",
        help="saved requests, their expectations checked",
    )
    replay.add_argument("files", nargs="+", metavar="FILE|FOLDER", help="requests; of a folder all that is in it")
    replay.add_argument("--var", metavar="K=V", action="append", default=[], help="a variable, over all others")
    replay.add_argument("--env", metavar="FILE", action="append", default=[], help="variables, KEY=VALUE a line")
    replay.add_argument("--target", metavar="TARGET", help="connect there, whatever the files say")
    replay.add_argument("--repeat", metavar="N", type=whole(1, 1_000_000), default=1, help="each of them so often (1)")
    replay.add_argument(
        "--connections", metavar="N", type=whole(1, 1_000_000), default=1, help="on so many connections at once (1)"
    )
    replay.add_argument(
        "--pace",
        metavar="PACE",
        choices=("x1", "x10", "none", "wait"),
        default="x1",
        help="what becomes of pauses: x1 (as they are written), x10 (a tenth), none, "
        "or wait (for the answer that is owed, instead)",
    )
    replay.add_argument(
        "--timeout", metavar="S", type=seconds, default=10.0, help="what a step that says no time may take (10)"
    )
    replay.add_argument(
        "--compare-last",
        action="store_true",
        help="tell what differs from the last replay of the same; exit status 4 where it may not",
    )
    replay.add_argument(
        "--ignore",
        metavar="RULE",
        action="append",
        default=[],
        help="what may differ, as header:NAME or json:PATH",
    )
    replay.add_argument("--json", action="store_true", help="one JSON object an event on stdout, steps among them")
    replay.add_argument("--junit", metavar="FILE", help="write the results as JUnit XML, for CI")
    add_record_option(replay)
    replay.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from tcptui.cli.replay import run

    return run(args)
