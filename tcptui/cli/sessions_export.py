"""What `tcptui sessions export` writes."""

from __future__ import annotations

import argparse
import sys

from tcptui.cli.progress import Progress
from tcptui.cli.streams import binary_output
from tcptui.cli.usage import UsageError, harmless
from tcptui.journal import runs
from tcptui.journal.log import Log

_BINARY = ("raw", "pcapng")
_FRAME_OF_ARCHIVE = 2  # pieces that an archive without exchanges has
_WHOLE = ("pcapng", "har", "html")


def export_run(args: argparse.Namespace) -> None:
    """Write a run's bytes, events or packets."""
    if args.form in _BINARY and args.output is None and sys.stdout.isatty() and not args.raw:
        raise UsageError("These bytes could act on this terminal: give -o FILE, a pipe, or --raw.")
    run = runs.find(args.id)
    with Log.open(runs.log_path(run)) as log:
        _check(log, args)
        match args.form:
            case "pcapng":
                _packets(log, args)
            case "har":
                _archive(log, args)
            case "html":
                _page(log, args)
            case _:
                _text_or_bytes(log, args)
        if log.torn:
            _say(log.torn)


def _check(log: Log, args: argparse.Namespace) -> None:
    known = log.connections()
    if args.conn is not None and args.conn not in known:
        raise UsageError(f"The run has no connection {args.conn}; it has {', '.join(map(str, known)) or 'none'}.")
    if args.form == "raw" and args.conn is None and len(known) > 1:
        raise UsageError(f"The run has {len(known)} connections: choose one with --conn.")
    if args.form in _WHOLE and args.direction not in (None, "both"):
        raise UsageError(f"{args.form} holds both directions: leave --direction out.")


def _text_or_bytes(log: Log, args: argparse.Namespace) -> None:
    from tcptui.journal.export import Wanted, export

    direction: Wanted = args.direction or ("in" if args.form == "raw" else "both")
    with binary_output(args.output) as out:
        export(log, args.form, out, args.conn, direction, unmasked=args.unmasked)


def _packets(log: Log, args: argparse.Namespace) -> None:
    from tcptui.journal.pcapng import NoPacketsError, capture, openings

    try:
        shown = openings(log, args.conn)
    except NoPacketsError as error:
        raise UsageError(str(error)) from None
    with binary_output(args.output) as out, Progress("writing") as progress:
        progress.written(out, capture(log, shown))
    if shown.unix:
        which = ", ".join(map(str, shown.unix))
        _say(f"Left out: what went over unix sockets, where there is no TCP (connection {which}).")


def _archive(log: Log, args: argparse.Namespace) -> None:
    from tcptui.journal.har import har

    with binary_output(args.output) as out, Progress("writing") as progress:
        count = progress.written(out, har(log, args.conn, unmasked=args.unmasked))
    if count == _FRAME_OF_ARCHIVE:
        _say("No HTTP was found in it: the archive is empty.")


def _page(log: Log, args: argparse.Namespace) -> None:
    from tcptui.journal.html import page

    with binary_output(args.output) as out, Progress("writing") as progress:
        progress.written(out, page(log, args.conn, unmasked=args.unmasked))


def _say(sentence: str) -> None:
    print(f"tcptui sessions export: {harmless(sentence)}", file=sys.stderr)
