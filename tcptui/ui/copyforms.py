r"""Selected bytes and events as something to paste elsewhere: text, or a form of their bytes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Literal

from tcptui.protocol.copyforms import BYTE_FORMS, ByteForm, copied
from tcptui.protocol.encodings import decode
from tcptui.protocol.events import Direction
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import readable

Form = Literal["text"] | ByteForm

FORMS: dict[Form, str] = dict([("text", "what it says, with real line ends; events too"), *BYTE_FORMS.items()])
"""Each form and what it is."""

_WHOSE: dict[Direction, str] = {"out": "sent", "in": "received"}


@frozen
class Part:
    """Bytes of one direction, or an event in words; a stretch may come in several parts."""

    direction: Direction | None
    data: bytes
    words: str = ""


def written(parts: Iterable[Part], form: Form, encoding: str) -> str:
    """The parts in this form; events are left out of all but `text`, where each has a line of its own.

    Where both directions are there, each stretch of one begins on a line of its own, in Python and C under a comment.
    """
    stretches = list(_stretches(parts, events=form == "text"))
    both = len({stretch.direction for stretch in stretches if stretch.direction}) == 2
    if form == "text":
        return "".join(_text(stretch, encoding, alone=len(stretches) == 1) for stretch in stretches)
    names = ["data"] if len(stretches) == 1 else [f"data{number}" for number in range(1, len(stretches) + 1)]
    return "\n".join(
        _comment(stretch, form, told=both) + copied(stretch.data, form, name)
        for stretch, name in zip(stretches, names, strict=True)
    )


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


def _comment(stretch: Part, form: ByteForm, *, told: bool) -> str:
    whose = _WHOSE[stretch.direction] if told and stretch.direction else ""
    return {"python": f"# {whose}\n", "c": f"/* {whose} */\n"}.get(form, "") if whose else ""
