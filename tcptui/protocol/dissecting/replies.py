"""What redis said, or was told, as lines: an element each, those of an array under the number of them."""

from __future__ import annotations

from collections.abc import Sequence

from tcptui.protocol.dissecting.resp import COUNTED
from tcptui.protocol.escapes import escape
from tcptui.protocol.framing.parts import Part

_AGGREGATES = {*COUNTED.values()}
_TWICE = {"map", "attribute"}
_DEEPEST = 20


def told_replies(parts: Sequence[Part], data: bytes) -> str:
    """The elements, those inside others indented."""
    lines: list[str] = []
    owed: list[int] = []  # elements that are still to come of each aggregate that is open
    for part in parts:
        raw = data[part.start : part.end]
        empty = part.name == "length" and part.value.startswith("0 ")  # a string of no bytes has no part of its own
        if part.kind == "delimiter" or (part.name == "length" and not empty):
            continue
        while owed and not owed[-1]:
            owed.pop()
        if owed:
            owed[-1] -= 1
        indent = "  " * min(len(owed), _DEEPEST)
        if part.name in _AGGREGATES:
            lines.append(f"{indent}{part.name}: {part.value or escape(raw)}")
            owed.append(_elements(part))
        else:
            lines.append(indent + ('""' if empty else _element(part.name, raw)))
    return "\n".join(lines)


def _elements(part: Part) -> int:
    digits = part.value.partition(" ")[0]
    return int(digits) * (2 if part.name in _TWICE else 1) if digits.isdigit() else 0


def _element(name: str, raw: bytes) -> str:
    match name:
        case "bulk string" | "verbatim string":
            return f'"{escape(raw)}"'
        case "null":
            return "null"
        case "inline command":
            return escape(raw)
        case _:
            return f"{name} {escape(raw[1:])}"
