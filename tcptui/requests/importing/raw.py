"""A file of bytes as a saved request that sends them as they are."""

from __future__ import annotations

import re

from tcptui.protocol.endpoint import TargetError, parse_target
from tcptui.requests.exact import http_steps, step_for
from tcptui.requests.importing.httprequests import http_request
from tcptui.requests.importing.imported import CantImportError, Imported
from tcptui.requests.model import SavedRequest

_REQUEST = re.compile(rb"(\S+ \S+) HTTP/1\.[01]\r?\n")
_HOST = re.compile(rb"^host:[ \t]*([\x21-\x7e]+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


def import_raw(data: bytes, name: str, target: str = "") -> Imported:
    """The request of these bytes, none of them changed. target: where it goes; "" for an HTTP request's own Host.

    Raises CantImportError where nobody says where it goes, or there are no bytes.
    """
    if not data:
        raise CantImportError(f"{name}: it is empty: there is nothing to send.")
    first = _REQUEST.match(data)
    where = target or (_host(data) if first else "")
    if not where:
        raise CantImportError(f"{name}: these bytes don't say where they go: give --target HOST:PORT.")
    try:
        place = str(parse_target(where))
    except TargetError as error:
        raise CantImportError(f"{name}: {error}") from None
    title = first[1].decode("ascii", "replace") if first else name
    if first:
        return Imported((http_request(title, place, *http_steps(data)),), _remarks(data, name))
    remark = f"{name}: nobody knows where the answer ends: add a step that waits for it, or name its framing."
    return Imported((SavedRequest(title, place, (step_for(data),), (), "none"),), (remark,))


def _host(data: bytes) -> str:
    """What the Host header says, with http's own port where it names none (RFC 9110, section 7.2)."""
    end = re.search(rb"\r?\n\r?\n", data)
    found = _HOST.search(data, 0, end.end() if end else len(data))
    if found is None:
        return ""
    host = found[1].decode("ascii")
    return host if ":" in host.rpartition("]")[2] else f"{host}:80"


def _remarks(data: bytes, name: str) -> tuple[str, ...]:
    head = re.split(rb"\r?\n\r?\n", data, maxsplit=1)[0]
    if b"\n" in data and b"\r\n" not in data[: len(head) + 4]:
        return (f"{name}: its lines end with LF only, and go out so: HTTP wants CR LF, and some servers insist.",)
    return ()
