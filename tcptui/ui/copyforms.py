r"""Selected bytes and events as something to paste elsewhere: text, escapes, hex, or literals of Python. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Literal

from tcptui.protocol.encodings import decode
from tcptui.protocol.escapes import escape
from tcptui.protocol.events import Direction
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import readable

Form = Literal["text", "escaped", "hex", "python"]

FORMS: dict[Form, str] = {
    "text": "what it says, with real line ends; events too",
    "escaped": r"GET / HTTP/1.1\r\n, as --text reads it",
    "hex": "47 45 54 20 2f, as --hex reads it",
    "python": r"b'GET / HTTP/1.1\r\n', a literal a stretch",
}
"""Each form and what it is."""

_HEX_LINE = 16
_WHOSE: dict[Direction, str] = {"out": "sent", "in": "received"}


@frozen
class Part:
    """Bytes of one direction, or an event in words; a stretch may come in several parts."""

    direction: Direction | None
    data: bytes
    words: str = ""


def written(parts: Iterable[Part], form: Form, encoding: str) -> str:
    """The parts in this form; events are left out of all but `text`, where each has a line of its own.

    Where both directions are there, each stretch of one begins on a line of its own, in Python under a comment.
    """
    stretches = list(_stretches(parts, events=form == "text"))
    both = len({stretch.direction for stretch in stretches if stretch.direction}) == 2
    if form == "text":
        return "".join(_text(stretch, encoding, alone=len(stretches) == 1) for stretch in stretches)
    return "\n".join(_lines(stretch, form, told=both) for stretch in stretches)


def _stretches(parts: Iterable[Part], *, events: bool) -> Iterator[Part]:
    """Neighbours of one direction joined."""
    kept = (part for part in parts if events or part.direction is not None)
    for direction, group in groupby(kept, attrgetter("direction")):
        if direction is None:
            yield from group
        else:
            yield Part(direction, b"".join(part.data for part in group))


def _text(stretch: Part, encoding: str, *, alone: bool) -> str:
    if stretch.direction is None:
        return f"── {stretch.words}\n"
    text = readable(decode(stretch.data, encoding)[0])
    return text if alone or text.endswith("\n") else f"{text}\n"


def _lines(stretch: Part, form: Form, *, told: bool) -> str:
    data = stretch.data
    if form == "escaped":
        return escape(data)
    if form == "hex":
        return "\n".join(data[at : at + _HEX_LINE].hex(" ") for at in range(0, len(data), _HEX_LINE))
    comment = f"# {_WHOSE[stretch.direction]}\n" if told and stretch.direction else ""
    return comment + _python(data)


def _python(data: bytes) -> str:
    """One literal, or one a line in parentheses, which Python reads as one."""
    lines = data.splitlines(keepends=True) if b"\r" not in data.replace(b"\r\n", b"") else [data]
    if len(lines) < 2:
        return repr(data)
    return "\n".join(["(", *(f"    {line!r}" for line in lines), ")"])
