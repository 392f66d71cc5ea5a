"""The field lines of an HTTP/1 message, RFC 9112, section 5, as far as they decide where the message ends."""

from __future__ import annotations

import re
from typing import NamedTuple

from tcptui.protocol.framing.found import Flaw
from tcptui.protocol.framing.http_body import Coding

NOTES_LIMIT = 8
"""How many oddities of one message are told: a peer could send a quarter of a million of them."""

TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]"
"""One character of a method or a field's name (RFC 9110, section 5.6.2), as a regular expression."""

_LENGTH_LIMIT = (1 << 63) - 1
_FIELD = re.compile(rb"(" + TOKEN + rb"++)([ \t]*+):([^\r\n\0]*+)")


class _Field(NamedTuple):
    """One field. at: the offset of its line; parts: its value, a part for each line that it is folded over."""

    at: int
    parts: list[bytes]

    def items(self) -> list[bytes]:
        """The members of its list (RFC 9110, section 5.6.1)."""
        return [item.strip(b" \t") for item in b" ".join(self.parts).split(b",")]


class Fields:
    """The field lines that decide a length, gathered in one walk over the lines of a head.

    flaws: what is odd, offsets counted from the start of the head; at most `NOTES_LIMIT`.
    """

    def __init__(self, raw: bytes, at: int, flaws: list[Flaw]) -> None:
        """raw: a head; at: where its first field line begins; flaws: what is known to be odd before that."""
        self.flaws = flaws
        self._lengths: list[_Field] = []
        self._codings: list[_Field] = []
        self._last: _Field | None = None  # where a folded line would belong
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
        if self._last is not None:
            self._last.parts.append(content.strip(b" \t"))

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
                fields = self._lengths
            case b"transfer-encoding":
                fields = self._codings
            case _:
                return
        self._last = _Field(at, [value.strip(b" \t")])
        fields.append(self._last)

    @property
    def has_length(self) -> bool:
        """Whether there is a Content-Length, be it good or bad."""
        return bool(self._lengths)

    def content_length(self) -> tuple[int | None, Flaw | None]:
        """RFC 9112, section 6.3, rule 5: equal repetitions are one; anything else can't be believed."""
        if not self._lengths:
            return None, None
        seen: set[int] = set()
        items = [(field.at, item) for field in self._lengths for item in field.items()]
        for at, digits in items:
            if not digits.isdigit():
                return None, Flaw(at, "its Content-Length is no number")
            # Python refuses to convert thousands of digits, and no length needs them.
            digits = digits.lstrip(b"0") or b"0"
            if len(digits) > 19 or int(digits) > _LENGTH_LIMIT:
                return None, Flaw(at, "its Content-Length is beyond 2^63")
            seen.add(int(digits))
            if len(seen) > 1:
                return None, Flaw(at, "its Content-Lengths differ")
        if len(items) > 1:
            self._note(self._lengths[-1].at, "a repeated Content-Length")
        return seen.pop(), None

    def coding(self) -> tuple[Coding | None, int]:
        """RFC 9112, section 6.1: chunked counts where it is the last coding. `identity` (RFC 2616) is none at all."""
        if not self._codings:
            return None, 0
        at = self._codings[0].at
        names = [item.lower() for field in self._codings for item in field.items()]
        if names == [b"identity"]:
            self._note(at, "the obsolete Transfer-Encoding identity")
            return None, at
        return ("chunked" if names[-1] == b"chunked" else "other"), at

    def _note(self, at: int, what: str) -> None:
        if len(self.flaws) < NOTES_LIMIT:
            self.flaws.append(Flaw(at, what))


def trailer_flaws(raw: bytes) -> tuple[Flaw, ...]:
    """What is odd in a trailer section (RFC 9112, section 7.1.2), its empty line included."""
    return tuple(Fields(raw, 0, []).flaws)
