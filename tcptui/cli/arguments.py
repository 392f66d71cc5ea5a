"""What the command line takes. argparse because it is the quickest to import; nothing here imports more."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import tcptui
from tcptui.cli.usage import harmless
from tcptui.protocol.wholenumber import whole_number

COMMANDS = ("send", "sessions", "demo", "replay", "requests", "listen", "lab")
"""First words that are commands and no hosts (`tcp://send:80` is the way around)."""

LATER = ("lab",)
"""Commands that a later version will have."""

_TARGET_HELP = "host:port, [v6]:port, tcp://…, unix:/path, a pasted http:// URL; or HOST PORT as two words"
_FRAMING_HELP = "how the answer is cut into messages: auto (the default), none, line, http, …; %s"

_FRAMINGS = """\
framings (F):
  auto                       http if what is sent begins with a request line, else none
  none, until-close          no messages and no answer owed; the answer is everything up to the FIN
  line, delimiter:BYTES      a message ends with LF, or with these bytes (with the escapes of --text)
  fixed:N                    N bytes each
  length:KIND[,offset=N][,adjust=N][,max=N]
                             a length, then so many bytes. KIND: u8 u16be u16le u24be u24le u32be u32le u64be u64le
                             varint; offset: bytes before it; adjust: added to it; max: the most it may say (64 MiB)
  http, json-header, netstring, resp (redis), dns, tls, postgresql, mysql, kafka, mongodb, modbus
                             all but http with :max=N, too, as in json-header:max=1000000000
"""

_EPILOG = """\
commands:
  tcptui demo                try it: practice servers on this machine, and the workbench on them
  tcptui send TARGET …       send bytes, print the answer and say how it ended, without a screen
  tcptui listen PORT …       take connections: by hand as nc -l, or a practice server that answers
  tcptui replay FILE …       saved requests, what they expect checked
  tcptui requests …          saved requests: list; import (curl, HAR, .http, pcap), export
  tcptui sessions …          what was recorded: list, show, export, prune

exit status: curl's where curl has one; 0 a complete answer, 2 usage, 4 an expectation of a
saved request is not met, 6 resolve, 7 connect, 18 truncated, 28 timeout, 52 empty, 55 broken pipe, 56 reset, 8 protocol
error, 1 local error, 130 interrupted.
"""


class _Parser(argparse.ArgumentParser):
    """argparse, with errors in one line that says where help is."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {harmless(message)} (see {self.prog} --help)\n")


def workbench_parser() -> argparse.ArgumentParser:
    """Arguments of `tcptui [TARGET | HOST PORT]`."""
    parser = _Parser(
        prog="tcptui",
        usage="tcptui [TARGET | HOST PORT] [--framing F] [--eol crlf|lf|cr|none] [--connections N] [--no-record]\n"
        "       tcptui demo|send|listen|replay|requests|sessions …",
        description="The terminal workbench for raw TCP. With a target it connects at once.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"tcptui {tcptui.__version__}")
    parser.add_argument("target", nargs="*", metavar="TARGET", help=_TARGET_HELP)
    parser.add_argument("--framing", metavar="F", help=_FRAMING_HELP % "tcptui send --help tells them all")
    parser.add_argument("--eol", choices=("crlf", "lf", "cr", "none"), help="what Enter sends: crlf unless set")
    parser.add_argument("--connections", metavar="N", type=_connections, help="open N connections to the target (1)")
    add_record_option(parser)
    return parser


def command_parser() -> argparse.ArgumentParser:
    """Arguments of the commands that need no screen."""
    from tcptui.cli import replay_arguments, requests_arguments, sessions

    parser = _Parser(prog="tcptui", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _add_send(commands)
    _add_listen(commands)
    _add_demo(commands)
    sessions.add_arguments(commands)
    replay_arguments.add_arguments(commands)
    requests_arguments.add_arguments(commands)
    return parser


def _add_send(commands: Any) -> None:
    send = commands.add_parser(
        "send",
        allow_abbrev=False,
        usage="tcptui send TARGET | HOST PORT [--text T | --hex H | --file F | --stdin]… [--framing F] [--timeout S]\n"
        "                   [--linger S] [--connections N [--until answer|echo]] [--json] [--raw] [--no-record]",
        description="Send bytes as they are given, print the answer, and say how the connection ended.\n"
        "With --connections it prints no answers (the record keeps them), but one summary of all connections.",
        epilog=_FRAMINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="send bytes without a screen",
    )
    send.add_argument("target", nargs="+", metavar="TARGET", help=_TARGET_HELP)
    payload = send.add_argument_group("what to send, in the order given")
    for option, metavar, text in (
        ("--text", "T", r"text; \r \n \t \0 \xHH \\ are escapes, the rest is UTF-8 (--text=-T if it begins with -)"),
        ("--hex", "H", "bytes in hex"),
        ("--file", "F", "a file's bytes"),
    ):
        payload.add_argument(option, dest="payload", action=_Payload, metavar=metavar, default=[], help=text)
    payload.add_argument("--stdin", dest="payload", action=_Payload, nargs=0, help="standard input's bytes")
    send.add_argument("--framing", metavar="F", default="auto", help=_FRAMING_HELP % "see below")
    send.add_argument(
        "--timeout", metavar="S", type=seconds, default=10.0, help="from the start to the answer's end (10)"
    )
    send.add_argument(
        "--linger", metavar="S", type=seconds, default=0.2, help="watching on after a complete answer (0.2)"
    )
    send.add_argument(
        "--connections", metavar="N", type=_connections, help="N connections at once, each sending it; then a summary"
    )
    send.add_argument(
        "--until",
        choices=("answer", "echo"),
        help="of --connections: each closes after its answer, or when as many bytes came back as went out (the default "
        "where the framing owes no answer)",
    )
    send.add_argument("--json", action="store_true", help="one JSON object an event on stdout, the verdict last")
    send.add_argument("--raw", action="store_true", help="print the answer's bytes as they are even on a terminal")
    add_record_option(send)
    send.set_defaults(run=_run_send)


def _run_send(args: argparse.Namespace) -> int:
    from tcptui.cli.send import run

    return run(args)


def _add_listen(commands: Any) -> None:
    listen = commands.add_parser(
        "listen",
        allow_abbrev=False,
        usage="tcptui listen [ADDRESS:]PORT [--respond R] [--framing F] [--json] [--half-close] [--until-eof]\n"
        "                     [--backlog N] [--raw] [--no-record]",
        description="Take connections. Alone it is nc -l: the first client's bytes go to stdout and stdin goes to it.\n"
        "With --respond it answers every client by itself, until it is interrupted.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="take connections without a screen",
    )
    listen.add_argument("address", metavar="[ADDRESS:]PORT", help="where; 127.0.0.1 unless given, port 0 is a free one")
    listen.add_argument("--respond", metavar="R", help="what answers: echo, http, app")
    listen.add_argument(
        "--framing", metavar="F", help="how requests and answers are told apart: auto unless what answers has its own"
    )
    listen.add_argument("--json", action="store_true", help="one JSON object an event on stdout")
    listen.add_argument("--half-close", action="store_true", help="without --respond: close our side when stdin ends")
    listen.add_argument("--until-eof", action="store_true", help="with --respond: end when stdin does, as a child")
    listen.add_argument(
        "--backlog", metavar="N", type=_backlog, default=128, help="connections that may wait to be accepted (128)"
    )
    listen.add_argument("--raw", action="store_true", help="print bytes as they are even on a terminal")
    add_record_option(listen)
    listen.set_defaults(run=_run_listen)


def _run_listen(args: argparse.Namespace) -> int:
    from tcptui.cli.listen import run

    return run(args)


def _add_demo(commands: Any) -> None:
    demo = commands.add_parser(
        "demo",
        allow_abbrev=False,
        usage="tcptui demo [--no-record]",
        description="Practice servers on loopback, and the workbench on them: a request stands ready, Enter sends it.\n"
        "The servers (http, echo and app, as in tcptui listen --respond) take free ports and end with the workbench.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="try it: practice servers, and the workbench on them",
    )
    add_record_option(demo)
    demo.set_defaults(run=_run_demo, framing=None, eol=None)


def _run_demo(args: argparse.Namespace) -> int:
    from tcptui.cli.demo import run

    return run(args)


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """A whole number in least..most, or from least on, as argparse asks for it."""
    allowed = "on" if most is None else f"to {most}"

    def read(text: str) -> int:
        number = whole_number(text, least, most or sys.maxsize)
        if number is None:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} {allowed}")
        return number

    return read


_connections = whole(1)
_backlog = whole(1, 65535)


def add_record_option(parser: argparse.ArgumentParser) -> None:
    """`record` is None where neither was given: then the settings files say."""
    parser.add_argument("--record", action="store_true", default=None, help=argparse.SUPPRESS)  # undoes a file's word
    parser.add_argument("--no-record", dest="record", action="store_false", help="keep nothing of this run on disk")


class _Payload(argparse.Action):
    """Appends (option, value), so that payloads keep the order in which they were given."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - argparse calls it so
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        payload = [*getattr(namespace, self.dest), (option_string, values if isinstance(values, str) else "")]
        setattr(namespace, self.dest, payload)


def seconds(text: str) -> float:
    """A number of seconds, as argparse asks for it."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 86400:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 0 to 86400")
    return found
