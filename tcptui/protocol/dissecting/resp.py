"""`resp`: the protocol of redis, versions 2 and 3 (redis.io, "Redis serialization protocol specification")."""

from __future__ import annotations

from typing import Final

from tcptui.protocol.dissecting.parting import Message, Parting
from tcptui.protocol.framing.found import Flaw
from tcptui.protocol.framing.resp_tokens import CHUNKED, STREAMED, Token, read_token
from tcptui.protocol.units import exact

IN_CHUNKS: Final = "in chunks"
"""The value of a length that is not known yet."""

_PAIRED = ("map", "attribute")
_LINE_END = b"\r\n"


def dissect_resp(parting: Parting, message: Message) -> None:  # noqa: ARG001 - a reader
    """Element by element, without regard to which of them are inside which."""
    while parting.left and not parting.full:
        feed = parting.data.find(b"\n", parting.at)
        line = parting.data[parting.at : feed + 1 if feed >= 0 else len(parting.data)]
        said = line.rstrip(_LINE_END)
        token = read_token(said)
        match token:
            case Flaw() if parting.at == 0:
                parting.take("inline command", "content", len(said))
                _line_end(parting)
            case Flaw(what=what):
                parting.take("line", "length", len(line), wrong=what if feed >= 0 else "")
            case Token(shape="line", name=name):
                parting.take(name, "content", len(said))
                _line_end(parting)
            case Token(shape="end"):
                parting.take("end", "delimiter", len(line))
            case Token(shape="bulk" | "chunk"):
                _sized(parting, token, len(line))
            case Token():
                parting.take(token.name, "length", len(line), told_elements(token.name, token.size))


def _sized(parting: Parting, token: Token, line: int) -> None:
    """A line with a length, and as many bytes with their line end."""
    if token.size < 0:
        name, value = ("length", IN_CHUNKS) if token.size == CHUNKED else ("null", "")
        parting.take(name, "length", line, value)
        return
    have = parting.size - parting.at - line
    wrong = f"says {token.size}, {have} follow" if have < token.size else ""
    parting.take("length", "length", line, told_size(token.name, token.size), wrong)
    if token.shape == "bulk" or token.size:  # the chunk of no bytes is the last one, and all of it is its line
        parting.take(token.name, "content", token.size)
        _line_end(parting)


def told_size(name: str, size: int) -> str:
    """What the length before a content says."""
    return f"{exact(size)}, {name}"


def told_elements(name: str, size: int) -> str:
    """What the line before elements says; of a map, its keys and values are counted."""
    if size == STREAMED:
        return "up to its end"
    if size < 0:
        return "null"
    return exact(size // 2, "pair") if name in _PAIRED else exact(size, "element")


def _line_end(parting: Parting) -> None:
    if parting.data.startswith(b"\r\n", parting.at):
        parting.take("CR LF", "delimiter", 2)
    elif parting.data.startswith(b"\n", parting.at):
        parting.take("LF", "delimiter", 1)
    elif parting.data.startswith(b"\r", parting.at):
        parting.take("CR", "delimiter", 1)
