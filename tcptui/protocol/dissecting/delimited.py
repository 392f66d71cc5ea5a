"""`line`: what stands before the line end, and the line end."""

from __future__ import annotations

from tcptui.protocol.dissecting.parting import Message, Parting


def dissect_line(parting: Parting, message: Message) -> None:  # noqa: ARG001 - a reader
    """The content, then CR LF or LF; of a line that was cut, the content alone."""
    data = parting.data
    name = "CR LF" if data.endswith(b"\r\n") else "LF" if data.endswith(b"\n") else ""
    end = {"CR LF": 2, "LF": 1, "": 0}[name]
    parting.take("content", "content", len(data) - end)
    parting.take(name, "delimiter", end)
