"""What `send` was told to send: text with escapes, hex, files and standard input, in the order given."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from tcptui.cli.usage import UsageError
from tcptui.protocol.escapes import EscapeError, parse_hex, unescape
from tcptui.protocol.framing.auto import Auto

_HEAD = 8192  # bytes that a request line may take

_PIECE = 64 << 10
_MOST = 1 << 30  # bytes that are held in memory: what never ends must not take all of it


def read(options: list[tuple[str, str]]) -> list[bytes | Path]:
    """The payloads: bytes, or the path of a regular file that the engine streams.

    Standard input and what is no regular file are read to their end here, before anyone connects. Raises UsageError.
    """
    return [_one(option, value) for option, value in options]


def framing(payloads: list[bytes | Path]) -> str:
    """What `auto` is for these: `http` if they begin with a request line, whatever of them the kernel will take."""
    auto = Auto()
    left = _HEAD
    for payload in payloads:
        head = payload if isinstance(payload, bytes) else _head(payload)
        auto.sent(head[:left])
        left -= len(head)
        if left <= 0:
            break
    return "http" if auto.response.framing == "http" else "auto"


def _head(path: Path) -> bytes:
    """A file's beginning; empty where it can't be read any more: the engine will say so."""
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except OSError:
        return b""


def _one(option: str, value: str) -> bytes | Path:
    try:
        match option:
            case "--text":
                return unescape(value)
            case "--hex":
                return parse_hex(value)
            case "--stdin":
                return _all(sys.stdin.fileno())
            case _:
                return _file(Path(value))
    except EscapeError as error:
        raise UsageError(f"{option}: {error}") from None
    except OSError as error:
        what = value if option == "--file" else "standard input"
        raise UsageError(f"{option}: can't read {what}: {error.strerror or error}.") from None


def _file(path: Path) -> bytes | Path:
    with path.open("rb") as stream:
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            return path
        return _all(stream.fileno())


def _all(fd: int) -> bytes:
    """To its end; piece by piece, for within one read of everything ctrl+c may go unnoticed."""
    pieces: list[bytes] = []
    size = 0
    while piece := os.read(fd, _PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > _MOST:
            raise OSError(None, "it gives more than 1 GiB; a regular file may be longer, for it is streamed")
    return b"".join(pieces)
