"""What redis said, or was told, as lines: an element each, those of an array under the number of them."""

from __future__ import annotations

from collections.abc import Sequence

from tcptui.protocol.dissecting.resp import IN_CHUNKS
from tcptui.protocol.escapes import escape
from tcptui.protocol.framing.parts import Part

_AROUND = frozenset({"array", "set", "push", "map", "attribute"})
_UNKNOWN = 1 << 62  # elements of what goes on until its end is told
_DEEPEST = 20


def told_replies(parts: Sequence[Part], data: bytes) -> str:
    """The elements, those inside others indented."""
    lines: list[str] = []
    lacking: list[int] = []  # elements that are still to come of each aggregate that is open
    for part in parts:
        while lacking and not lacking[-1]:
            lacking.pop()
        words = _words(part, data[part.start : part.end])
        if part.name == "end" and lacking:
            lacking.pop()
        if not words:
            continue
        chunk = part.name == "chunk"  # a piece of the element before it
        lines.append("  " * min(len(lacking) + chunk, _DEEPEST) + words)
        if lacking and not chunk and part.name != "attribute":
            lacking[-1] -= 1
        if part.name in _AROUND:
            lacking.append(_elements(part))
    return "\n".join(lines)


def _elements(part: Part) -> int:
    digits, _, noun = part.value.replace(",", "").partition(" ")
    if not digits.isdigit():
        return 0 if part.value == "null" else _UNKNOWN
    return int(digits) * (2 if noun.startswith("pair") else 1)


def _words(part: Part, raw: bytes) -> str:
    """An element in a line; empty for what is none."""
    if part.name in _AROUND:
        return f"{part.name}: {part.value}"
    match part.name:
        case "length" if part.value.startswith("0 ") and "chunk" not in part.value:
            return '""'  # a string of no bytes has no part of its own
        case "length" if part.value == IN_CHUNKS:
            return f"bulk string, {IN_CHUNKS}"
        case "bulk string" | "verbatim string" | "chunk":
            return f'"{escape(raw)}"'
        case "null":
            return "null"
        case "inline command" | "line":
            return escape(raw)
        case _:
            return f"{part.name} {escape(raw[1:])}" if part.kind == "content" else ""
