"""The practice servers by their names: what each is, and how a person begins with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tcptui.protocol.ports import Script


class LabError(ValueError):
    """No practice server of that name; the message is one sentence that tells which there are."""


@dataclass(frozen=True, slots=True)
class Responder:
    """One practice server. text: one sentence for people; framing: how a client reads its answers.

    script: made anew for each accepted connection, from its number; ask: `request` and `typed` are made of it.
    """

    name: str
    text: str
    framing: str
    script: Callable[[int], Script]
    ask: str

    def request(self, target: str) -> bytes:
        """A whole request to begin with, bytes as they go out. target: where the server is, `host:port`."""
        return self.ask.replace("{target}", target).replace("\n", "\r\n").encode()

    def typed(self, target: str) -> str:
        """The same as one types it: lines, of which the last one's end comes with Enter."""
        return self.ask.replace("{target}", target).removesuffix("\n")


def parse_responder(name: str) -> Responder:
    """The practice server of this name. Raises LabError."""
    responder = RESPONDERS.get(name)
    if responder is None:
        *others, last = (f"`{one}`" for one in RESPONDERS)
        raise LabError(f"There is no practice server {name!r}: there are {', '.join(others)} and {last}.")
    return responder


def _echo(conn: int) -> Script:
    from tcptui.lab.echo import Echo

    return Echo(conn)


def _http(conn: int) -> Script:
    from tcptui.lab.http import HttpServer  # h11 is read when the first client comes

    return HttpServer(conn)


def _app(conn: int) -> Script:
    from tcptui.lab.app import AppServer

    return AppServer(conn)


_APP_CONTENT = '{"action": "search", "value": "morpheus"}\n'
"""JSON with the end of line behind it that Enter adds, CR LF: white space there changes nothing (RFC 8259)."""

_APP_HEADER = (
    '{"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8", "content-length": '
    f"{len(_APP_CONTENT) + 1}}}"
)

RESPONDERS: dict[str, Responder] = {
    one.name: one
    for one in (
        Responder("echo", "Sends back what it gets, byte for byte.", "none", _echo, "hello\n"),
        Responder(
            "http",
            "Speaks small and honest HTTP/1.1; GET / tells what it answers.",
            "http",
            _http,
            "GET / HTTP/1.1\nHost: {target}\n\n",
        ),
        Responder(
            "app",
            "Answers one search, JSON behind a JSON header, and closes.",
            "json-header",
            _app,
            f"\0{chr(len(_APP_HEADER))}{_APP_HEADER}{_APP_CONTENT}",
        ),
    )
}
"""Every practice server, in the order in which lists show them."""
