"""`length:KIND`: a length before the content."""

from __future__ import annotations

from tcptui.protocol.composing.draft import OFF
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.dissecting.layouts import Layout, read_layout
from tcptui.protocol.escapes import EscapeError, parse_hex
from tcptui.protocol.integers import IntegerError


def write_length(writing: Writing, parameters: str) -> None:
    """Bytes before the length (`offset`), the length, the content."""
    layout = read_layout(parameters)
    before = _before(writing, layout)
    content = writing.draft.content
    length, value, wrong = _length(writing, layout, len(content))
    if before and len(before) != layout.offset:
        wrong_before = f"has {len(before)} bytes, offset={layout.offset} wants {layout.offset}"
    else:
        wrong_before = ""
    writing.put("before the length", "header", before, wrong=wrong_before)
    writing.put("length", "length", length, value, wrong)
    writing.put("content", "content", content)


def _before(writing: Writing, layout: Layout) -> bytes:
    if not layout.offset:
        return b""
    typed = writing.ask("before", "bytes before the length (hex)", bytes(layout.offset).hex(" "))
    try:
        return parse_hex(typed)
    except EscapeError as error:
        writing.refuse("before", str(error))
        return b""


def _length(writing: Writing, layout: Layout, size: int) -> tuple[bytes, str, str]:
    """The length's bytes, what they say, and why that is wrong. size: how many bytes follow it."""
    right = size - layout.adjust
    typed = writing.ask("length", "length", str(right), computed=True, may_be_off=True)
    if typed == OFF:
        writing.malformed.append("no length")
        return b"", "", ""
    said = writing.number("length", typed)
    if said is None:
        return b"", "", ""
    try:
        data = layout.length.write(said)
    except IntegerError as error:
        writing.refuse("length", f"The length {error}")
        return b"", "", ""
    return data, layout.length.told(said), layout.mismatch(said, size)
