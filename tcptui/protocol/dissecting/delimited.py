"""`line` and `delimiter:BYTES`: what stands before the delimiter, and the delimiter."""

from __future__ import annotations

from tcptui.protocol.dissecting.parting import Message, Parting
from tcptui.protocol.escapes import escape
from tcptui.protocol.framing.delimited import read_delimiter


def dissect_line(parting: Parting, message: Message) -> None:  # noqa: ARG001 - a reader
    """The content, then CR LF or LF; of a line that was cut, the content alone."""
    data = parting.data
    name = "CR LF" if data.endswith(b"\r\n") else "LF" if data.endswith(b"\n") else ""
    end = {"CR LF": 2, "LF": 1, "": 0}[name] if parting.whole else 0
    parting.take("content", "content", len(data) - end)
    parting.take(name, "delimiter", end)


def dissect_delimited(parting: Parting, message: Message) -> None:
    """The content, then the delimiter; of a message that was cut, the content alone."""
    delimiter = read_delimiter(message.parameters)
    end = len(delimiter) if parting.whole and parting.data.endswith(delimiter) else 0
    parting.take("content", "content", len(parting.data) - end)
    parting.take("delimiter", "delimiter", end, escape(delimiter))


def dissect_fixed(parting: Parting, message: Message) -> None:  # noqa: ARG001 - a reader
    """The content, and the NULs at its end, which are padding as far as one can see."""
    size = len(parting.data.rstrip(b"\0")) if parting.whole else len(parting.data)
    parting.take("content", "content", size)
    missing = len(parting.data) - size
    parting.take("padding", "padding", missing, f"{missing:,} times 00")
