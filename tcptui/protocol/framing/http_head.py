"""The head of an HTTP/1 message: its start line and the few fields that decide how long the message is.

RFC 9112, sections 2 to 6. Reading is lenient where a sender's meaning is clear, and every leniency is noted.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tcptui.protocol.framing.found import TEXT_LIMIT, Flaw, first_line
from tcptui.protocol.framing.http_body import NOTHING, Body, Role, body_by_fields
from tcptui.protocol.framing.http_fields import NOTES_LIMIT, TOKEN, Fields

HEAD_LIMIT = 256 * 1024
"""Longest head or trailer section that is read, bytes."""

_STATUS_LINE = re.compile(rb"HTTP/(\d)\.(\d) +(\d\d\d)(?:[ \t][^\n]*)?")
_REQUEST_LINE = re.compile(rb"(" + TOKEN + rb"+) +[^\s]+ +HTTP/(\d)\.(\d)[ \t]*")
# A head without any oddity, as nearly all are, with one Content-Length or none: matched whole it needs no look at each
# of its lines.
_OTHER = rb"(?:(?!(?i:content-length|transfer-encoding):)" + TOKEN + rb"++:[^\r\n\0]*+\r\n)*+"
_LENGTH = rb"(?i:content-length):[ \t]*+(\d{1,18})[ \t]*+\r\n"
_FIELDS = _OTHER + rb"(?:" + _LENGTH + _OTHER + rb")?\r\n"
_PLAIN = {
    "response": re.compile(rb"(HTTP/1\.\d (\d\d\d)(?: [^\r\n\0]*+)?)\r\n" + _FIELDS),
    "request": re.compile(rb"((" + TOKEN + rb"++) [^\s\0]++ HTTP/1\.\d)\r\n" + _FIELDS),
}


class Head(NamedTuple):
    """What a head says.

    text: its start line, for people; status: of a response, 0 where the start line can't be read; method: of a
    request, None where it can't; body: what its fields say about what follows; bad_start: why the start line can't be
    read; flaws: what else is odd, in the order of the offsets, which count from the start of the head.
    """

    text: str
    status: int = 0
    method: str | None = None
    body: Body = NOTHING
    bad_start: Flaw | None = None
    flaws: tuple[Flaw, ...] = ()


def read_head(raw: bytes, role: Role) -> Head:
    """Read a head: from the first byte of its start line to the end of its empty line."""
    return _read_short(raw, role) if len(raw) <= _SHORT else _read(raw, role)


def _read(raw: bytes, role: Role) -> Head:
    plain = _PLAIN[role].fullmatch(raw)
    if plain is None:
        return _read_lines(raw, role)
    line, word, digits = plain.groups()
    body = body_by_fields(role, None if digits is None else int(digits), None, None, 0)
    text = line.decode("latin-1")[:TEXT_LIMIT]
    return Head(text, int(word), None, body) if role == "response" else Head(text, 0, word.decode("ascii"), body)


# Requests and answers that follow each other on a connection often have the same head, byte for byte. What is kept for
# them is bounded: 64 heads of at most 4 KB.
_SHORT = 4096
_read_short = lru_cache(maxsize=64)(_read)


def start_line_flaw(line: bytes, role: Role) -> Flaw | None:
    """Why this line (without its end) can't begin a message; None where it can."""
    match role:
        case "response":
            if _STATUS_LINE.fullmatch(line):
                return None
            begins = line.startswith(b"HTTP/")
            return Flaw(0, "its status line can't be read" if begins else "it does not begin with a status line")
        case "request":
            return None if _REQUEST_LINE.fullmatch(line) else Flaw(0, "it does not begin with a request line")


def _read_lines(raw: bytes, role: Role) -> Head:
    """The same line by line, with every oddity noted."""
    start, _, _ = raw.partition(b"\n")
    line = start.removesuffix(b"\r")
    flaws = [] if start.endswith(b"\r") else [Flaw(len(start), "a line end without CR")]
    fields = Fields(raw, len(start) + 1, flaws)
    length, bad_length = fields.content_length()
    coding, coding_at = fields.coding()
    status, method, old = 0, None, False
    match = (_STATUS_LINE if role == "response" else _REQUEST_LINE).fullmatch(line)
    if match is not None and role == "response":
        status, old = int(match[3]), (match[1], match[2]) == (b"1", b"0")
    elif match is not None:
        method, old = match[1].decode("ascii"), (match[2], match[3]) == (b"1", b"0")
    if coding is not None and fields.has_length:
        flaws.append(Flaw(coding_at, "a Transfer-Encoding beside a Content-Length, which then counts for nothing"))
    if coding is not None and old:
        flaws.append(Flaw(coding_at, "a Transfer-Encoding in HTTP/1.0"))
    bad_start = start_line_flaw(line, role)
    noted = tuple(sorted(flaws)[:NOTES_LIMIT])
    body = body_by_fields(role, length, bad_length, coding, coding_at)
    return Head(first_line(raw), status, method, body, bad_start, noted)
