"""HTTP requests as saved requests: one request, and the wait for its answer."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from tcptui.protocol.endpoint import TargetError, parse_target
from tcptui.protocol.escapes import EscapeError, encode
from tcptui.requests.conditions import Messages
from tcptui.requests.importing.imported import CantImportError
from tcptui.requests.model import Frame, SavedRequest, SendHex, SendText, Variable, Wait

Headers = Iterable[tuple[str, str]]


def head(method: str, path: str, version: str, headers: Headers) -> str:
    """A request's head, lines ending with CR LF, the empty line included."""
    lines = [f"{method} {path} {version}", *(f"{name}: {value}".rstrip(" ") for name, value in headers)]
    return "".join(f"{line}\r\n" for line in (*lines, ""))


def as_bytes(text: str, place: str) -> bytes:
    """A text's bytes in UTF-8. place: where it stands, for the sentence. Raises CantImportError."""
    try:
        return encode(text)
    except EscapeError as error:
        raise CantImportError(f"{place}: {error}") from None


def target_of(url: str, place: str) -> str:
    """Where a URL goes, as the command line writes it. Raises CantImportError."""
    try:
        return str(parse_target(url))
    except TargetError as error:
        raise CantImportError(f"{place}: {error}") from None


def request_target(url: str) -> str:
    """What of a URL stands in the request line: its path and query (RFC 9112, section 3.2.1). Raises ValueError."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def http_request(
    name: str, target: str, *send: SendText | SendHex | Frame, variables: tuple[Variable, ...] = ()
) -> SavedRequest:
    """The request that sends this, and waits for its answer."""
    return SavedRequest(name, target, (*send, Wait(Messages())), variables, "http")
