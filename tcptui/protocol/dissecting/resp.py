"""`resp`: the protocol of redis, RESP2 and RESP3 (redis.io, "Redis serialization protocol specification")."""

from __future__ import annotations

import re
from typing import Final

from tcptui.protocol.dissecting.parting import Message, Parting

COUNTED: Final = {b"*": "array", b"%": "map", b"~": "set", b">": "push", b"|": "attribute"}
"""What is followed by as many elements as it says (a map and an attribute by twice as many), by its first byte."""

SIZED: Final = {b"$": "bulk string", b"!": "bulk error", b"=": "verbatim string"}
"""What is followed by as many bytes as it says, and CR LF."""

PLAIN: Final = {
    b"+": "simple string",
    b"-": "error",
    b":": "integer",
    b"_": "null",
    b",": "double",
    b"#": "boolean",
    b"(": "big number",
}
"""What stands in its line."""

_NUMBER = re.compile(rb"[*%~>|$!=](-?\d{1,19})\r?\n")


def dissect_resp(parting: Parting, message: Message) -> None:  # noqa: ARG001 - a reader
    """Element by element, without regard to which of them are inside which."""
    while parting.left and not parting.full:
        kind = parting.data[parting.at : parting.at + 1]
        feed = parting.data.find(b"\n", parting.at)
        line = (feed + 1 if feed >= 0 else len(parting.data)) - parting.at
        if kind in COUNTED or kind in SIZED:
            _announced(parting, kind, line)
        else:
            end = 2 if parting.data.startswith(b"\r\n", feed - 1) else int(feed >= 0)
            parting.take(PLAIN.get(kind, "inline command"), "content", line - end)
            _line_end(parting)


def _announced(parting: Parting, kind: bytes, line: int) -> None:
    """A line with a number, and the bytes that it announces."""
    number = _NUMBER.match(parting.data, parting.at)
    said = None if number is None else int(number[1])
    if kind in COUNTED:
        told = "null" if said is not None and said < 0 else f"{said} elements"
        parting.take(COUNTED[kind], "length", line, "" if said is None else told)
        return
    name = SIZED[kind]
    if said is None or said < 0:
        parting.take("length" if said is None else "null", "length", line)
        return
    have = parting.size - parting.at - line
    wrong = f"says {said}, {have} follow" if have < said else ""
    parting.take("length", "length", line, f"{said} bytes, {name}", wrong)
    parting.take(name, "content", said)
    _line_end(parting)


def _line_end(parting: Parting) -> None:
    if parting.data.startswith(b"\r\n", parting.at):
        parting.take("CR LF", "delimiter", 2)
    elif parting.data.startswith(b"\n", parting.at):
        parting.take("LF", "delimiter", 1)
    elif parting.data.startswith(b"\r", parting.at):
        parting.take("CR", "delimiter", 1)
