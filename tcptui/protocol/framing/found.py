"""What a codec finds in one direction's bytes, and what every codec can do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from tcptui.protocol.verdict import Response

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction

Data = bytes | bytearray | memoryview
"""Bytes as they are fed; valid during the call only."""

Kind = Literal["request", "response", "interim", "line", "message", "stream", "extra"]

FOREVER: Final = 1 << 62
"""More bytes than any connection carries: what is left of a stretch that only the end of the stream ends."""

LENGTH_LIMIT: Final = 64 << 20
"""Bytes that a message may announce, or have without an end, where nothing else is said: 64 MiB."""

TEXT_LIMIT: Final = 200
"""How many characters of a message's first line are kept."""

PEEK: Final = TEXT_LIMIT + 2
"""How many bytes of a message must be seen for that: two more, so that a CR LF behind it is."""

# What text begins with: white space, printable ASCII, or the first byte of a longer character in UTF-8.
_TEXT = bytes([*b"\t\r\n", *range(0x20, 0x7F), *range(0xC2, 0xF5)])
PLAIN: Final = frozenset(_TEXT.decode("latin-1"))
"""The characters that it begins with, as latin-1."""
_WORDS = re.compile(rb"[\x20-\x7e]{4,}")


class Found(NamedTuple):
    """One stretch of a direction's stream: bytes start..end (end excluded, offsets in bytes from 0).

    The stretches of a direction follow each other without a gap, so empty lines before a message belong to it.

    kind: `request`, `response`, `interim` (HTTP 1xx), `line`, `message` (of any other framing); `stream`: bytes without
    messages in them (an answer that lasts until the peer's FIN, a tunnel after 101 or CONNECT); `extra`: bytes that are
    no answer to anything (sent unasked, after the last answer, or after a problem).
    complete: False where a FIN or a problem cut it short.
    final: whether it can be the answer that an exchange waits for: not so `interim`, `extra`, a tunnel, and what a
    protocol lets a server say at any time (a push of redis).
    missing: bytes that never came, where the framing knows exactly; None where it doesn't.
    problem: how the bytes break the framing, one sentence with the offset where that began. A message with a problem
    is never complete, and nothing behind it can be told apart: the next stretch is `extra` and lasts to the end.
    text: its first line, as latin-1, without its end, at most 200 characters; where it is no text, what can be read of
    its beginning.
    where: where a FIN cut it, as in "cut in the header": `in the header`, `in the length`, `in a chunk`, …; else empty.
    notes: what is odd but did not hinder the reading, each a phrase with its offset.

    A named tuple and no dataclass, because hundreds of thousands a second are made: it costs a quarter.
    """

    start: int
    end: int
    kind: Kind
    complete: bool = True
    final: bool = True
    status: int | None = None
    missing: int | None = None
    problem: str | None = None
    text: str = ""
    where: str = ""
    notes: tuple[str, ...] = ()

    def as_response(self, framing: str) -> Response:
        """The stretch as an exchange's answer: of a whole one nothing is missing."""
        missing = 0 if self.complete else self.missing
        return Response(framing, self.complete, self.status, missing, self.problem)


class Seen(NamedTuple):
    """A stretch in its conversation. awaited: answers still owed after it."""

    direction: Direction
    found: Found
    awaited: int


class Flaw(NamedTuple):
    """Something that is not as the framing wants it. at: an offset, bytes; what: a phrase without the offset."""

    at: int
    what: str


class Decoder(Protocol):
    """One direction of a connection, fed in any pieces; what it finds does not depend on how the bytes were cut."""

    @property
    def missing(self) -> int | None:
        """Bytes still to come of the message that has begun; None where that can't be known, or none has begun."""

    @property
    def skippable(self) -> int:
        """How many of the next bytes it need not see; `skip` tells it that they passed."""

    def feed(self, data: Data) -> list[Found]:
        """Take the next bytes and tell what ended in them."""

    def skip(self, count: int) -> list[Found]:
        """Let `count` bytes pass unseen. Raises ValueError for more than `skippable`."""

    def end(self) -> list[Found]:
        """The direction's FIN: tell what it ended and what it cut. Nothing may be fed after it."""


def first_line(raw: bytes | bytearray) -> str:
    """A message's first line for people: latin-1, without its line end, at most `TEXT_LIMIT` characters."""
    line, _, _ = raw[: TEXT_LIMIT + 2].partition(b"\n")
    return line.rstrip(b"\r").decode("latin-1")[:TEXT_LIMIT]


def beginning(raw: bytes | bytearray) -> str:
    """What people can read of a message's beginning, latin-1, at most `TEXT_LIMIT` characters.

    raw: its first `PEEK` bytes, or all where it has fewer. Its first line; where it does not begin as text does, the
    first four or more printable ASCII characters in a row; empty where there are none.
    """
    if raw[:1] in _TEXT:  # an empty one, too
        end = raw.find(b"\n")
        line = raw if end < 0 else raw[:end]
        return line.rstrip(b"\r\0").decode("latin-1")[:TEXT_LIMIT]
    words = _WORDS.search(raw)
    return words[0].decode("latin-1")[:TEXT_LIMIT] if words else ""
