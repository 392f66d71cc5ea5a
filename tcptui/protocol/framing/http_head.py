"""The head of an HTTP/1 message: its start line and the few fields that decide how long the message is.

RFC 9112, sections 2 to 6. Reading is lenient where a sender's meaning is clear, and every leniency is noted.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tcptui.protocol.framing.found import TEXT_LIMIT, first_line
from tcptui.protocol.framing.http_body import NOTHING, Body, Coding, Flaw, Role, body_by_fields

HEAD_LIMIT = 256 * 1024
"""Longest head or trailer section that is read, bytes."""

NOTES_LIMIT = 8
"""How many oddities of one message are told: a peer could send a quarter of a million of them."""

_LENGTH_LIMIT = (1 << 63) - 1
_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]"
_STATUS_LINE = re.compile(rb"HTTP/(\d)\.(\d) +(\d\d\d)(?:[ \t][^\n]*)?")
_REQUEST_LINE = re.compile(rb"(" + _TOKEN + rb"+) +[^\s]+ +HTTP/(\d)\.(\d)[ \t]*")
_FIELD = re.compile(rb"(" + _TOKEN + rb"++)([ \t]*+):([^\r\n\0]*+)")
# A head without any oddity, as nearly all are: matched whole it needs no look at each line.
_FIELDS = rb"(?:" + _TOKEN + rb"++:[^\r\n\0]*+\r\n)*+\r\n"
_PLAIN = {
    "response": re.compile(rb"(HTTP/1\.\d (\d\d\d)(?: [^\r\n\0]*+)?)\r\n" + _FIELDS),
    "request": re.compile(rb"((" + _TOKEN + rb"++) [^\s\0]++ HTTP/1\.\d)\r\n" + _FIELDS),
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
    lower = raw.lower()
    length = None
    at = lower.find(b"\ncontent-length:")
    if at >= 0:
        digits = raw[at + 16 : raw.find(b"\r", at + 16)].strip(b" \t")
        if not digits.isdigit() or len(digits) > 18 or lower.find(b"\ncontent-length:", at + 16) >= 0:
            return _read_lines(raw, role)
        length = int(digits)
    if lower.find(b"\ntransfer-encoding:") >= 0:
        return _read_lines(raw, role)
    body = body_by_fields(role, length, None, None, 0)
    line, word = plain.groups()
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
    fields = _Fields(raw, len(start) + 1, flaws)
    length, bad_length = fields.content_length()
    coding, coding_at = fields.coding()
    status, method, old = 0, None, False
    match = (_STATUS_LINE if role == "response" else _REQUEST_LINE).fullmatch(line)
    if match is not None and role == "response":
        status, old = int(match[3]), (match[1], match[2]) == (b"1", b"0")
    elif match is not None:
        method, old = match[1].decode("ascii"), (match[2], match[3]) == (b"1", b"0")
    if coding is not None and fields.lengths:
        flaws.append(Flaw(coding_at, "a Transfer-Encoding beside a Content-Length, which then counts for nothing"))
    if coding is not None and old:
        flaws.append(Flaw(coding_at, "a Transfer-Encoding in HTTP/1.0"))
    bad_start = start_line_flaw(line, role)
    noted = tuple(sorted(flaws)[:NOTES_LIMIT])
    body = body_by_fields(role, length, bad_length, coding, coding_at)
    return Head(first_line(raw), status, method, body, bad_start, noted)


class _Fields:
    """The field lines that decide a length, gathered in one walk over a head."""

    def __init__(self, raw: bytes, at: int, flaws: list[Flaw]) -> None:
        self.flaws = flaws
        self.lengths: list[tuple[int, bytes]] = []
        self.codings: list[tuple[int, bytes]] = []
        self._last: list[tuple[int, bytes]] | None = None
        end = len(raw)
        while at < end:
            feed = raw.find(b"\n", at)
            feed = end if feed < 0 else feed
            self._line(at, raw[at:feed])
            at = feed + 1

    def _line(self, at: int, line: bytes) -> None:
        content = line.removesuffix(b"\r")
        if not line.endswith(b"\r"):
            self._note(at + len(line), "a line end without CR")
        if content[:1] in (b" ", b"\t"):
            self._fold(at, content)
        elif content:
            self._field(at, content)

    def _fold(self, at: int, content: bytes) -> None:
        """RFC 9112, section 5.2: a line that goes on with the one before it; section 2.2 for the first one."""
        self._note(at, "a folded header line")
        if self._last:
            where, value = self._last[-1]
            self._last[-1] = (where, (value + b" " + content.strip(b" \t")).strip(b" \t"))

    def _field(self, at: int, content: bytes) -> None:
        self._last = None
        match = _FIELD.fullmatch(content)
        if match is None:
            self._note(at, "a malformed header line")
            return
        name, space, value = match.groups()
        if space:
            self._note(at, "a header line with a space before its colon")
        match name.lower():
            case b"content-length":
                self._last = self.lengths
            case b"transfer-encoding":
                self._last = self.codings
            case _:
                return
        self._last.append((at, value.strip(b" \t")))

    def content_length(self) -> tuple[int | None, Flaw | None]:
        """RFC 9112, section 6.3, rule 5: equal repetitions are one; anything else can't be believed."""
        if not self.lengths:
            return None, None
        seen: set[int] = set()
        for at, value in self.lengths:
            for item in value.split(b","):
                digits = item.strip(b" \t")
                if not digits.isdigit():
                    return None, Flaw(at, "its Content-Length is no number")
                digits = digits.lstrip(b"0")
                if len(digits) > 19 or int(digits or b"0") > _LENGTH_LIMIT:
                    return None, Flaw(at, "its Content-Length is beyond 2^63")
                seen.add(int(digits or b"0"))
                if len(seen) > 1:
                    return None, Flaw(at, "its Content-Lengths differ")
        last = self.lengths[-1][0]
        if len(self.lengths) > 1 or b"," in self.lengths[0][1]:
            self._note(last, "a repeated Content-Length")
        return seen.pop(), None

    def coding(self) -> tuple[Coding | None, int]:
        """RFC 9112, section 6.1: chunked counts where it is the last coding. `identity` (RFC 2616) is none at all."""
        if not self.codings:
            return None, 0
        at = self.codings[0][0]
        names = [item.strip(b" \t").lower() for _, value in self.codings for item in value.split(b",")]
        if names == [b"identity"]:
            self._note(at, "the obsolete Transfer-Encoding identity")
            return None, at
        return ("chunked" if names[-1] == b"chunked" else "other"), at

    def _note(self, at: int, what: str) -> None:
        if len(self.flaws) < NOTES_LIMIT:
            self.flaws.append(Flaw(at, what))


def trailer_flaws(raw: bytes) -> tuple[Flaw, ...]:
    """What is odd in a trailer section (RFC 9112, section 7.1.2), its empty line included."""
    return tuple(_Fields(raw, 0, []).flaws)
