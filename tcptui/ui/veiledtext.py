"""Secrets in texts that are read: marked where they stand, so that what is drawn has dots there. Pure.

A text that is hidden in part goes on as a text, through whatever cuts and folds it; `HIDDEN` is the character that it
has in the place of each that is not to be seen. A peer's own, which only UTF-7 can give, is made U+FFFD.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from tcptui.journal.index import Stretches
from tcptui.journal.masking import Credentials
from tcptui.protocol.encodings import UTF8, decode
from tcptui.protocol.finder import Finder
from tcptui.protocol.glyphs import Piece, pieces
from tcptui.ui.veiled import VEIL

HIDDEN: Final = "\ud800"
"""Half a surrogate pair, which is no character of any text (Unicode, section 3.9, D76)."""

_NO_CHARACTER: Final = "\ufffd"

_SEEN: Final = re.compile(r"[^\r\n]")
_RUN: Final = re.compile(f"({HIDDEN}+)")
_BOTH: Final = "surrogatepass"
_INSIDE: Final = range(0x80, 0xC0)
_LONGEST: Final = 4
"""Bytes of the longest character of UTF-8 (RFC 3629), of which all but the first are in `_INSIDE`."""


def marked_text(data: bytes, encoding: str, hidden: Stretches) -> str:
    """The bytes decoded, every character of which some are hidden marked, but for CR and LF. hidden: places in data."""
    text, sizes = decode(data, encoding)
    text = text.replace(HIDDEN, _NO_CHARACTER)
    if not hidden:
        return text
    ends = None if sizes is None else list(itertools.accumulate(sizes))
    found, at = [], 0
    for start, stop in hidden:
        begin, end = _characters(data, ends, start, upward=False), _characters(data, ends, stop, upward=True)
        found += [text[at:begin], _marked(text[max(at, begin) : end])]
        at = max(at, end)
    return "".join([*found, text[at:]])


def _characters(data: bytes, ends: Sequence[int] | None, place: int, *, upward: bool) -> int:
    """How many characters end at a place in the data; with one that it splits, or without. ends: None for UTF-8."""
    place = max(0, min(place, len(data)))
    if ends is None:
        step = 1 if upward else -1
        for _ in range(_LONGEST - 1):
            if 0 < place < len(data) and data[place] in _INSIDE:
                place += step
        return len(data[:place].decode(UTF8, "surrogateescape"))
    return bisect_left(ends, place) + 1 if upward and place else bisect_right(ends, place)


def _marked(text: str) -> str:
    return _SEEN.sub(HIDDEN, text)


def without(text: str, values: Collection[bytes]) -> str:
    """A text for reading, the credentials in its lines and these values marked."""
    text = text.replace(HIDDEN, _NO_CHARACTER)
    data = text.encode(UTF8, _BOTH)
    found, at = [], 0
    for start, stop in Credentials().find(data):
        found += [data[at:start].decode(UTF8, _BOTH), _marked(data[start:stop].decode(UTF8, _BOTH))]
        at = stop
    shown = "".join([*found, data[at:].decode(UTF8, _BOTH)]) if found else text
    more = Finder({value.decode(UTF8, "surrogateescape") for value in values if value}, "|")
    found, at = [], 0
    for start, stop in more.spans(shown):
        found += [shown[at:start], _marked(shown[start:stop])]
        at = stop
    return "".join([*found, shown[at:]])


def places(data: bytes, values: Collection[bytes]) -> Stretches:
    """Where in bytes for reading there are credentials or these values."""
    from tcptui.journal.veil import merged

    told = Finder([value for value in values if value], b"|").spans(data)
    return merged([*Credentials().find(data), *told])


def marked_as(masked: str, text: str) -> str:
    """The text, marked where it is masked by `*` in another of its length."""
    for stars in re.finditer(r"\*+", masked):
        begin, end = stars.span()
        if text[begin:end] != stars[0]:
            text = text[:begin] + HIDDEN * (end - begin) + text[end:]
    return text


def runs(text: str) -> list[str]:
    """A marked text cut where its marks begin and end."""
    return [run for run in _RUN.split(text) if run]


def marked_pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text, dots for what is marked in it."""
    for run in runs(text):
        if run.startswith(HIDDEN):
            yield Piece(VEIL * len(run), True, len(run), False)
        else:
            yield from pieces(run)
