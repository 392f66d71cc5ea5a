"""The colour of each kind of part of a message, the same in the composer and wherever messages are taken apart."""

from __future__ import annotations

from tcptui.protocol.framing.parts import PartKind

PART_TONES: dict[PartKind, str] = {
    "length": "event",
    "header": "out",
    "delimiter": "muted",
    "content": "",
    "padding": "muted",
    "checksum": "good",
}
"""A tone's name; "" for plain text. The part's name, which always stands beside it, says it without colour."""
