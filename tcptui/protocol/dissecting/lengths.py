"""`length:KIND`: bytes before the length, the length, the content."""

from __future__ import annotations

from tcptui.protocol.dissecting.layouts import read_layout
from tcptui.protocol.dissecting.parting import Message, Parting


def dissect_length(parting: Parting, message: Message) -> None:
    """The length, and whether it fits what follows it."""
    layout = read_layout(message.parameters)
    parting.take("before the length", "header", layout.offset)
    read = layout.length.read(parting.data, parting.at)
    if read is None:
        parting.rest("length", "length")
        return
    said, end = read
    size = len(parting.data) - end
    wrong = layout.mismatch(said, size)
    parting.take("length", "length", end - parting.at, layout.length.told(said), wrong)
    parting.rest()
