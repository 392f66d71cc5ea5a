"""`fixed:N`: the content, filled up to N bytes."""

from __future__ import annotations

from tcptui.protocol.composing.draft import OFF
from tcptui.protocol.composing.payload import ask_payload
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.escapes import EscapeError, parse_hex
from tcptui.protocol.framing.fixed import read_size

PADDED_LIMIT = 64 << 20
"""The largest message that is filled up, bytes."""


def write_fixed(writing: Writing, parameters: str) -> None:
    """The content, and as many bytes of padding as are missing."""
    size = read_size(parameters)
    if size > PADDED_LIMIT:
        writing.refuse(None, f"A message of {size:,} bytes is too large to be composed: {PADDED_LIMIT:,} is the most.")
        return
    payload = ask_payload(writing)
    payload.put(writing)
    missing = size - payload.size
    filler = _filler(writing)
    if missing < 0:
        writing.malformed.append(f"the content has {payload.size:,} bytes, a message has {size:,}")
    elif missing and not filler:
        writing.malformed.append(f"no padding: {missing:,} bytes are missing")
    else:
        writing.put("padding", "padding", "padding", filler * missing, f"{missing:,} times {filler.hex()}")


def _filler(writing: Writing) -> bytes:
    """The byte that fills up; none where there shall be no padding."""
    typed = writing.ask("padding", "padding (hex)", "00", choices=("00", "20", "ff"), may_be_off=True)
    if typed == OFF:
        return b""
    try:
        data = parse_hex(typed)
    except EscapeError as error:
        writing.refuse("padding", str(error))
        return b"\0"
    if len(data) != 1:
        writing.refuse("padding", f"{typed!r} is not one byte: write two hex digits, such as 00 or 20.")
        return b"\0"
    return data
