"""`tcptui sessions`: what was recorded; listed, shown, exported, pruned."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Any

from tcptui.cli.arguments import whole

_CENTURY = 36525  # days
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


def add_arguments(commands: Any) -> None:
    """Add `sessions` and what it can do to the command line's subparsers."""
    parser = commands.add_parser("sessions", help="what was recorded", allow_abbrev=False)
    parser.set_defaults(run=run, what="list", json=False)
    whats = parser.add_subparsers(dest="what", metavar="list | show | export | prune", parser_class=type(parser))
    listing = whats.add_parser("list", allow_abbrev=False, help="every run, the newest first")
    listing.add_argument("--json", action="store_true", help="one JSON object a run")
    show = whats.add_parser("show", allow_abbrev=False, help="one run: its connections, what they said, how they ended")
    _add_id(show)
    show.add_argument("--json", action="store_true", help="one JSON object with the connections")
    show.add_argument("--rows", type=whole(0), default=200, metavar="N", help="at most N rows of each connection (200)")
    _add_unmasked(show)
    _add_export(whats)
    prune = whats.add_parser("prune", allow_abbrev=False, help="delete old runs")
    prune.add_argument("--older-than", type=_days, metavar="DAYS", help="runs that began longer ago than this")
    prune.add_argument("--keep-below", type=_size, metavar="SIZE", help="the oldest, until all hold less (default 5G)")
    prune.add_argument("--yes", action="store_true", help="do not ask")


_FORMS = """\
forms:
  raw        received bytes, or those that --direction names, exactly
  hexdump    as hexdump -C writes it
  jsonl      every event, one JSON object a line, bytes in base64
  pcapng     packets for Wireshark and tshark, synthesised around the exact bytes
  har        HTTP exchanges with their timings, for browsers' developer tools
  html       a page that needs nothing else

raw and pcapng are exact; in the others secrets (the values of credential headers and of a saved request's secret
variables) are masked unless --unmasked is given.
"""


def _add_export(whats: Any) -> None:
    export = whats.add_parser(
        "export",
        allow_abbrev=False,
        usage="tcptui sessions export ID --as raw|hexdump|jsonl|pcapng|har|html [-o FILE] [--conn N]\n"
        "                              [--direction in|out|both] [--unmasked] [--raw]",
        epilog=_FORMS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="a run's bytes or events, for other programs",
    )
    _add_id(export)
    forms = ("raw", "hexdump", "jsonl", "pcapng", "har", "html")
    export.add_argument("--as", dest="form", choices=forms, required=True, metavar="FORM", help="see below")
    export.add_argument("--conn", type=whole(1), metavar="N", help="one connection only")
    export.add_argument("--direction", choices=("in", "out", "both"), help="raw: in unless told; others: both")
    export.add_argument("-o", dest="output", metavar="FILE", help="write there instead of to stdout")
    export.add_argument("--raw", action="store_true", help="let raw and pcapng write to a terminal all the same")
    _add_unmasked(export)


def _add_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="a run's ID, its unique beginning, or `last`")


def _add_unmasked(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--unmasked",
        action="store_true",
        help="secrets as they are: credential headers' values and those of secret variables",
    )


def _days(text: str) -> float:
    try:
        days = float(text)
    except ValueError:
        days = -1.0
    if not 0 <= days <= _CENTURY:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days from 0 to {_CENTURY}")
    return days


def _size(text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,15}(?:\.[0-9]{1,15})?)\s*([kmgt]?)b?", text.strip().lower())
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no size: write 500M or 5G")
    return int(float(found[1]) * _UNITS[found[2]])


def run(args: argparse.Namespace) -> int:
    """Do what was asked; gives the exit status."""
    import sqlite3

    from tcptui.cli import sessions_export, sessions_report
    from tcptui.cli.usage import UsageError, fail, told
    from tcptui.journal.layout import DamagedLogError
    from tcptui.journal.runs import NoRunError

    whats: dict[str, Callable[[argparse.Namespace], None]] = {
        "list": sessions_report.list_runs,
        "show": sessions_report.show,
        "export": sessions_export.export_run,
        "prune": sessions_report.prune,
    }
    command = f"tcptui sessions {args.what or 'list'}"
    try:
        whats[args.what or "list"](args)
    except BrokenPipeError:
        raise  # nobody reads on: no error of the record's
    except (UsageError, NoRunError) as error:
        return fail(command, error)
    except OSError as error:
        return fail(command, told(error), 1)
    except (DamagedLogError, sqlite3.Error, UnicodeError) as error:
        return fail(command, f"The record can't be read or written: {error}", 1)
    return 0
