"""Bytes that hold HTTP/1 requests (RFC 9112), taken apart for those who write them anew."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tcptui.protocol.framing.table import parse_framing
from tcptui.requests.exporting.outline import CantExportError

_LINE = re.compile(rb"\r?\n")
_REQUEST_LINE = re.compile(r"([!-~]+) ([!-~]+) (HTTP/1\.[01])")
_CHUNK = re.compile(rb"([0-9A-Fa-f]+)[^\r\n]*\r?\n")


@dataclass(frozen=True, slots=True)
class HttpPart:
    """One request. fields: as (name, what stands behind the colon, blanks and all); body: without its chunks.

    chunked: whether it has chunks; odd: what another program can't be made to send, a phrase each.
    """

    method: str
    target: str
    version: str
    fields: tuple[tuple[str, str], ...]
    body: bytes
    chunked: bool
    odd: tuple[str, ...]

    def value(self, name: str) -> str | None:
        """The first field of this name, in lower case; None where there is none."""
        return next((value.strip() for one, value in self.fields if one.lower() == name), None)


def http_parts(data: bytes) -> list[HttpPart]:
    """The requests, one after the other. Raises CantExportError where the bytes are anything else."""
    parts = []
    end = 0
    for seen in parse_framing("http").dialogue().sent(data):
        found = seen.found
        if not found.complete or found.kind != "request":
            why = found.problem or f"from byte {found.start:,} on they are no HTTP request."
            raise CantExportError(f"The bytes can't be read as HTTP requests: {why}")
        parts.append(_part(data[found.start : found.end]))
        end = found.end
    if end < len(data) or not parts:
        raise CantExportError(f"The bytes hold no whole HTTP request from byte {end:,} on.")
    return parts


def _part(raw: bytes) -> HttpPart:
    stripped = raw.lstrip(b"\r\n")
    end = re.search(rb"\n\r?\n", stripped)
    assert end is not None, "a whole request has an end of its head"
    head, body = stripped[: end.start() + 1], stripped[end.end() :]
    odd = ["empty lines before the request line"] if len(stripped) < len(raw) else []
    if head.count(b"\n") != head.count(b"\r\n"):
        odd.append("lines that end with LF alone")
    lines = [line.decode("utf-8", "surrogateescape") for line in _LINE.split(head)[:-1]]
    asked = _REQUEST_LINE.fullmatch(lines[0])
    if asked is None:
        raise CantExportError(f"The bytes can't be read as HTTP requests: {lines[0]!r} is no request line.")
    fields: list[tuple[str, str]] = []
    for line in lines[1:]:
        name, _, value = line.partition(":")
        if line[:1] in (" ", "\t") and fields:
            odd.append(f"the folded line of {fields[-1][0]}")
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        else:
            fields.append((name, value))
    chunked = any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in fields)
    if chunked:
        odd.append("how the body is cut into chunks")
        body = _without_chunks(body)
    return HttpPart(asked[1], asked[2], asked[3], tuple(fields), body, chunked, tuple(odd))


def _without_chunks(body: bytes) -> bytes:
    """A chunked body's content (RFC 9112, section 7.1), without its trailers."""
    pieces, at = [], 0
    while (size := _CHUNK.match(body, at)) and int(size[1], 16):
        pieces.append(body[size.end() : size.end() + int(size[1], 16)])
        at = size.end() + len(pieces[-1])
        at += 2 if body.startswith(b"\r\n", at) else 1
    return b"".join(pieces)
