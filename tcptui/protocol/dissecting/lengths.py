"""`length:KIND` and the protocols that are a length with a few fields around it."""

from __future__ import annotations

from tcptui.protocol.dissecting.parting import Message, Parting
from tcptui.protocol.dissecting.presets import ANSWER_FIELDS, FIELDS, Field, mismatch
from tcptui.protocol.framing.layouts import PRESETS, Layout, read_layout


def dissect_length(parting: Parting, message: Message) -> None:
    """Bytes before the length, the length, the content."""
    layout = read_layout(message.parameters)
    parting.take("before the length", "header", layout.offset)
    _length(parting, layout)


def dissect_preset(parting: Parting, message: Message) -> None:
    """The fields before the length, the length, the fields behind it, the content."""
    fields = ANSWER_FIELDS.get(message.name) if message.direction == "in" else None
    fields = fields or FIELDS[message.name]
    for field in fields.before:
        _field(parting, field)
    if _length(parting, PRESETS[message.name]):
        for field in fields.after:
            _field(parting, field)


def _length(parting: Parting, layout: Layout) -> bool:
    """The length, and whether it fits what follows it; False where it has not come whole."""
    read = layout.length.read(parting.data, parting.at)
    if read is None:
        parting.rest("length", "length")
        return False
    said, end = read
    wrong = mismatch(layout, said, parting.size - end)
    parting.take("length", "length", end - parting.at, layout.length.told(said), wrong)
    return True


def _field(parting: Parting, field: Field) -> None:
    read = field.integer.read(parting.data, parting.at)
    value = "" if read is None else field.told(read[0])
    parting.take(field.name, "header", field.integer.width, value)
