"""`http`: the lines of a head, each by its field's name, and the body, RFC 9112."""

from __future__ import annotations

import re

from tcptui.protocol.dissecting.parting import NAME_LIMIT, Message, Parting
from tcptui.protocol.framing.http_body import Role
from tcptui.protocol.framing.http_head import read_head
from tcptui.protocol.framing.parts import PartKind
from tcptui.protocol.units import exact

_BEGINS_RESPONSE = re.compile(rb"\s*HTTP/")
_BEGINS_REQUEST = re.compile(rb"\s*[!#$%&'*+\-.^_`|~0-9A-Za-z]+ +\S+ +HTTP/\d")
_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,15})")


def dissect_http(parting: Parting, message: Message) -> None:
    """A request or a response; anything else is left as content."""
    role = role_of(message.kind, parting.data)
    if role is None:
        return
    _empty_lines(parting)
    begin = parting.at
    if not take_head(parting, role):
        return
    head = read_head(parting.data[begin : parting.at], role)
    for flaw in (*head.flaws, *((head.bad_start,) if head.bad_start else ())):
        parting.note(begin + flaw.at, flaw.what)
    if head.body.form == "chunked":
        _chunked(parting)
    elif head.body.form == "length":
        size = parting.size - parting.at
        # A response without any body may answer a HEAD, or be a 304: its length tells of another one.
        if size != head.body.length and (size or role == "request"):
            parting.mark("content-length", f"says {head.body.length}, the content has {size}")


def role_of(kind: str, data: bytes) -> Role | None:
    """Which side of HTTP this is; None where it is none."""
    if kind == "request":
        return "request"
    if kind in ("response", "interim") or _BEGINS_RESPONSE.match(data):
        return "response"
    return "request" if _BEGINS_REQUEST.match(data) else None


def _empty_lines(parting: Parting) -> None:
    while parting.data.startswith((b"\r\n", b"\n"), parting.at) and not parting.full:
        parting.take("empty line", "delimiter", 1 if parting.data[parting.at] == 0x0A else 2)


def take_head(parting: Parting, role: Role) -> bool:
    """The start line and the fields up to the empty line; whether that has come."""
    feed = parting.data.find(b"\n", parting.at)
    size = parting.left if feed < 0 else feed + 1 - parting.at
    parting.take("request line" if role == "request" else "status line", "header", size)
    return _fields(parting)


def _fields(parting: Parting) -> bool:
    """Field lines up to the empty line; whether that has come."""
    while parting.left and not parting.full:
        feed = parting.data.find(b"\n", parting.at)
        line = parting.data[parting.at : feed + 1] if feed >= 0 else parting.data[parting.at :]
        if line in (b"\r\n", b"\n"):
            parting.take("empty line", "delimiter", len(line))
            return True
        name, kind = _field(line)
        parting.take(name, kind, len(line))
    return False


def _field(line: bytes) -> tuple[str, PartKind]:
    name, colon, _ = line.partition(b":")
    if not colon or line[:1] in b" \t":
        return "header", "header"
    said = name.decode("utf-8", "replace").strip()[:NAME_LIMIT]
    return said or "header", "length" if said.lower() == "content-length" else "header"


def _chunked(parting: Parting) -> None:
    while parting.left and not parting.full:
        feed = parting.data.find(b"\n", parting.at)
        size = _SIZE.match(parting.data, parting.at)
        if size is None or feed < 0:
            parting.rest("chunk size", "length")
            return
        count = int(size[1], 16)
        if not count:
            parting.take("last chunk", "length", feed + 1 - parting.at)
            _fields(parting)
            return
        parting.take("chunk size", "length", feed + 1 - parting.at, exact(count))
        parting.take("chunk", "content", count)
        end = 1 if parting.data.startswith(b"\n", parting.at) else 2
        parting.take("CR LF" if end == 2 else "LF", "delimiter", end)
