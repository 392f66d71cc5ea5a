"""A message's content as something to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.protocol.dissecting.dissect import dissect
from tcptui.protocol.frozen import frozen

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction


@frozen
class Readable:
    """text: the content for reading, None where it is no text; media: its type, as `application/json`, or empty.

    data: the content with its codings undone; notes: what was done to it and what failed, a phrase each.
    """

    text: str | None
    media: str = ""
    data: bytes = b""
    notes: tuple[str, ...] = ()


def readable(framing: str, direction: Direction, kind: str, data: bytes) -> Readable:
    """The content of one message, undone for reading."""
    content = b"".join(
        data[part.start : part.end] for part in dissect(framing, direction, kind, data) if part.kind == "content"
    )
    try:
        return Readable(content.decode(), data=content)
    except UnicodeDecodeError:
        return Readable(None, data=content)
