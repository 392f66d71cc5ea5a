"""The arguments of `tcptui requests`."""

from __future__ import annotations

import argparse
from typing import Any

IMPORT_FORMS = ("curl", "har", "http", "raw", "pcap")
EXPORT_FORMS = ("curl", "http", "python", "nc", "raw", "har")


def add_arguments(commands: Any) -> None:
    """Add the command, and what it can do, to the others."""
    parser = commands.add_parser("requests", help="saved requests: list, import, export", allow_abbrev=False)
    parser.set_defaults(run=_run, what="list", folder=None, json=False)
    whats = parser.add_subparsers(dest="what", metavar="list | import | export", parser_class=type(parser))
    listing = whats.add_parser("list", allow_abbrev=False, help="the requests of a folder")
    listing.add_argument("folder", nargs="?", metavar="FOLDER", help="./requests, else the user's, unless given")
    listing.add_argument("--json", action="store_true", help="one JSON object a request")
    _add_import(whats)
    _add_export(whats)


def _add_import(whats: Any) -> None:
    into = whats.add_parser(
        "import",
        allow_abbrev=False,
        usage="tcptui requests import FILE|- [--as curl|har|http|raw|pcap] [-o FOLDER] [--target TARGET]\n"
        "                              [--stream N|ADDRESS:PORT] [--framing F] [--secrets]",
        description="Make saved requests of what other programs wrote. What can't be kept is said, each on a line.",
        help="make saved requests of what other programs wrote",
    )
    into.add_argument("file", metavar="FILE|-", help="what to read; - is standard input")
    into.add_argument(
        "--as", dest="form", choices=IMPORT_FORMS, help="what it is, where its name and bytes don't say it"
    )
    into.add_argument("-o", dest="output", metavar="FOLDER", default="requests", help="where to write (./requests)")
    into.add_argument("--target", metavar="TARGET", help="raw: where it goes, else what its Host header says")
    into.add_argument(
        "--stream", metavar="N|ADDRESS:PORT", default="", help="pcap: the connection, as Wireshark counts"
    )
    into.add_argument("--framing", metavar="F", default="", help="pcap: how answers end, where it is not HTTP")
    into.add_argument("--secrets", action="store_true", help="write credentials into the files, not as variables")


def _add_export(whats: Any) -> None:
    out = whats.add_parser(
        "export",
        allow_abbrev=False,
        usage="tcptui requests export FILE --as curl|http|python|nc|raw|har [-o FILE] [--var K=V]… [--env FILE]…\n"
        "                              [--target TARGET] [--secrets] [--raw]",
        description="Write a saved request in another program's form, its variables filled in.",
        help="write a saved request in another program's form",
    )
    out.add_argument("file", metavar="FILE", help="a saved request")
    out.add_argument("--as", dest="form", choices=EXPORT_FORMS, required=True, help="the form")
    out.add_argument("-o", dest="output", metavar="FILE", help="write there instead of to stdout")
    out.add_argument("--var", metavar="K=V", action="append", default=[], help="a variable, over all others")
    out.add_argument("--env", metavar="FILE", action="append", default=[], help="variables, KEY=VALUE a line")
    out.add_argument("--target", metavar="TARGET", help="as if it went there, whatever the file says")
    out.add_argument("--secrets", action="store_true", help="credentials as they are; raw is exact in any case")
    out.add_argument("--raw", action="store_true", help="let `--as raw` write to a terminal all the same")


def _run(args: argparse.Namespace) -> int:
    from tcptui.cli.requests import run

    return run(args)
