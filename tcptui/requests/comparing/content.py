"""Two messages of a pair: their start lines, header fields and contents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from tcptui.protocol.credentials import is_credential
from tcptui.protocol.dissecting import Readable, dissect, readable
from tcptui.protocol.units import exact
from tcptui.requests.comparing.difference import Difference, Sort
from tcptui.requests.comparing.secrets import NOTHING, Hiding
from tcptui.requests.comparing.text import byte_differences, line_differences
from tcptui.requests.comparing.values import json_differences

if TYPE_CHECKING:
    from tcptui.protocol.framing.parts import Part
    from tcptui.requests.comparing.transcript import Utterance

_START_LINES = ("request line", "status line")
_LENGTHS = ("length", "checksum", "content-length")
"""What is worked out from the content: where contents differ, so do these, and a rule for the one is one for both."""
_OF_CHUNKS = ("chunk size", "last chunk")
"""How a body was cut into chunks is the sender's whim; what is in them is compared."""


def message_differences(
    left_framing: str, right_framing: str, left: Utterance, right: Utterance, hiding: Hiding = NOTHING
) -> Iterator[Difference]:
    """What differs between two messages, each read under its own framing; nothing where their bytes are the same.

    hiding: hides the secrets in them; that they differ is told.
    """
    if left.data == right.data and left.size == right.size:
        return
    content = _content(_read(left_framing, left), _read(right_framing, right), hiding)
    first = list(islice(content, 1))  # the others are looked for when they are asked for
    follows = _LENGTHS if first else ()
    yield from _head(_fields(left_framing, left), _fields(right_framing, right), follows, hiding)
    yield from first
    yield from content
    if left.size != right.size and not (left.whole and right.whole):
        yield Difference("size", "", exact(left.size), exact(right.size))


def _read(framing: str, one: Utterance) -> Readable:
    return readable(framing, one.direction, one.kind, one.data, one.size)


def _head(ours: _Fields, theirs: _Fields, follows: tuple[str, ...], hiding: Hiding) -> Iterator[Difference]:
    """follows: kinds and names of fields that tell nothing of their own, for they follow from what differs anyway."""
    for name in dict.fromkeys((*ours, *theirs)):
        _, shown, _, kind = ours.get(name, theirs.get(name, []))[0]
        if (name in follows or kind in follows) and name in ours and name in theirs:
            continue
        for one, other in zip_longest(ours.get(name, []), theirs.get(name, [])):
            before, after = one and one[2], other and other[2]
            if before != after:
                sort: Sort = "start" if shown in _START_LINES else "header"
                hide = hiding.credential if is_credential(shown) else hiding.text
                yield Difference(sort, shown, before and hide(before), after and hide(after))


_Field = tuple[str, str, str, str]
"""A field's name in lower case, as it was written, its value, and its part's kind."""
_Fields = dict[str, list[_Field]]


def _fields(framing: str, one: Utterance) -> _Fields:
    """What stands before and behind the content, by name: a name that comes again keeps its order."""
    found: _Fields = {}
    for part in dissect(framing, one.direction, one.kind, one.data, one.size):
        if part.kind in ("header", "length", "checksum") and part.name not in _OF_CHUNKS:
            field = (part.name.lower(), part.name, field_value(part, one.data), part.kind)
            found.setdefault(field[0], []).append(field)
    return found


def field_value(part: Part, data: bytes) -> str:
    """What a field says: of a line `Name: value` the value."""
    if part.value:
        return part.value
    line = data[part.start : part.end].rstrip(b"\r\n")
    name, colon, value = line.partition(b":")
    if colon and name.strip().lower() == part.name.lower().encode():
        line = value.strip(b" \t")
    return line.decode("utf-8", "surrogateescape")


def _content(left: Readable, right: Readable, hiding: Hiding) -> Iterator[Difference]:
    found = _content_differences(left, right, hiding)
    yield from (one if one.sort == "bytes" else _without(one, hiding) for one in found)


def _without(one: Difference, hiding: Hiding) -> Difference:
    left, right = (side and hiding.text(side) for side in (one.left, one.right))
    return replace(one, left=left, right=right)


def _content_differences(left: Readable, right: Readable, hiding: Hiding) -> Iterator[Difference]:
    if left.data == right.data:
        return
    if left.text is None or right.text is None:
        yield from byte_differences(left.data, right.data, hiding)
        return
    try:
        values = json.loads(left.data), json.loads(right.data)
    except (ValueError, RecursionError):
        lines = list(line_differences(_text(left), _text(right)))
        # Where only line ends differ, the bytes have to say it.
        yield from lines or byte_differences(left.data, right.data, hiding)
    else:
        yield from json_differences(*values)


def _text(content: Readable) -> str:
    assert content.text is not None
    return content.text
