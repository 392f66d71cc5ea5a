"""RESP, the protocol of redis: what its lines begin with, and what they may say.

Versions 2 and 3 (redis.io, "Redis serialization protocol specification").
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from tcptui.protocol.framing.found import LENGTH_LIMIT, Flaw

Shape = Literal["line", "bulk", "many", "chunk", "end", "attribute"]
"""What follows a line: nothing, content and CR LF, elements, content of a stream, nothing any more, a value."""

LINE_LIMIT: Final = 1 << 20
"""The longest line that is read, bytes; redis itself takes inline commands of 64 KB."""

_TYPES: Final[dict[int, tuple[str, Shape, int]]] = {
    ord("+"): ("simple string", "line", 0),
    ord("-"): ("error", "line", 0),
    ord(":"): ("integer", "line", 0),
    ord("_"): ("null", "line", 0),
    ord(","): ("double", "line", 0),
    ord("#"): ("boolean", "line", 0),
    ord("("): ("big number", "line", 0),
    ord("$"): ("bulk string", "bulk", 1),
    ord("!"): ("bulk error", "bulk", 1),
    ord("="): ("verbatim string", "bulk", 1),
    ord("*"): ("array", "many", 1),
    ord("~"): ("set", "many", 1),
    ord(">"): ("push", "many", 1),
    ord("%"): ("map", "many", 2),
    ord("|"): ("attribute", "attribute", 2),
    ord(";"): ("chunk", "chunk", 1),
    ord("."): ("end", "end", 0),
}
FIRST_BYTES: Final = frozenset(_TYPES)
"""What a line can begin with."""

_COUNT: Final = re.compile(rb"-?[0-9]{1,20}")
_VALUES: Final = {
    ord(":"): re.compile(rb"[+-]?[0-9]{1,20}"),
    ord("_"): re.compile(rb""),
    ord("#"): re.compile(rb"[tf]"),
    ord("("): re.compile(rb"[+-]?[0-9]+"),
    ord(","): re.compile(rb"[+-]?(?:inf|nan|[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?)", re.IGNORECASE),
}

STREAMED: Final = -2
"""The size of an aggregate that goes on until its end is told (`*?`, version 3)."""
CHUNKED: Final = -3
"""The size of a bulk string that comes in chunks, the last one empty (`$?`, version 3)."""


class Token(NamedTuple):
    """One line.

    name: its type's; size: a bulk string's bytes, or an aggregate's elements (a map's keys and values both counted);
    -1 for a null, `STREAMED` or `CHUNKED` where it is not known yet, 0 for lines that need none.
    """

    name: str
    shape: Shape
    size: int = 0


def read_token(line: bytes, limit: int = LENGTH_LIMIT) -> Token | Flaw:
    """What a line says, without its CR LF; a flaw's offset counts from the line's first byte.

    limit: the greatest length that is believed.
    """
    known = _TYPES.get(line[0]) if line else None
    if known is None:
        return Flaw(0, "no type of RESP begins there")
    name, shape, each = known
    said = line[1:]
    if not each:
        pattern = _VALUES.get(line[0])
        if pattern is not None and not pattern.fullmatch(said):
            return Flaw(1, f"that is no {name}")
        return Token(name, shape)
    if said == b"?" and line[0] in b"$*~%":
        return Token(name, shape, CHUNKED if shape == "bulk" else STREAMED)
    if not _COUNT.fullmatch(said):
        return Flaw(1, f"the length of the {name} is no number")
    count = int(said)
    if count < -1 or (count == -1 and line[0] not in b"$*"):
        return Flaw(1, f"the length of the {name} is negative")
    if count > limit:
        return Flaw(1, f"the length of the {name} says {count:,}, which is over the limit of {limit:,}")
    return Token(name, shape, count * each if count > 0 else count)
