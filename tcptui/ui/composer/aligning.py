"""From a place in what is typed to the bytes of it in the message, and back. Pure."""

from __future__ import annotations

from bisect import bisect_left

from tcptui.protocol.composing import Composed, ContentError
from tcptui.ui.composer.work import Work

_LONGEST_ESCAPE = 4
_MOST = 32 * 1024
"""Characters of a content in which places are looked for: in a longer one that would hold the keys up."""


def span_of(work: Work, index: int, until: int | None = None) -> tuple[tuple[int, int], ...]:
    """The bytes of the message that typed characters became: that of an index, or those up to another, end excluded.

    All of the content where no one knows.
    """
    composed, content = work.made.composed, work.made.content
    whole = tuple(_contents(composed))
    if work.kind == "file" or work.made.error or len(work.typed) > _MOST or not _is_contained(composed, content):
        return whole
    begin, end = _size(work, index), _size(work, index + 1 if until is None else until)
    return _stretches(composed, begin, max(end, begin + 1)) or whole[-1:]


def index_of(work: Work, offset: int) -> int | None:
    """The typed character that a byte of the message is from; None where no one knows."""
    composed = work.made.composed
    if work.kind == "file" or work.made.error or len(work.typed) > _MOST:
        return None
    if not _is_contained(composed, work.made.content):
        return None
    before = sum(min(end, offset) - begin for begin, end in _contents(composed) if begin < offset)
    # The first character of which the bytes go beyond: the one before that end is where the byte is from.
    return max(0, bisect_left(range(len(work.typed) + 1), before + 1, key=lambda index: _size(work, index)) - 1)


def _contents(composed: Composed) -> list[tuple[int, int]]:
    return [(part.start, part.end) for part in composed.parts if part.kind == "content"]


def _is_contained(composed: Composed, content: bytes) -> bool:
    """Whether the parts of the message that are content are the content as it is, whole or in chunks."""
    return sum(end - begin for begin, end in _contents(composed)) == len(content)


def _stretches(composed: Composed, begin: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where bytes begin..end of the content are in the message: in several stretches, where it goes in chunks."""
    found, at = [], 0
    for start, stop in _contents(composed):
        first, last = max(begin, at), min(end, at + stop - start)
        if first < last:
            found.append((start + first - at, start + last - at))
        at += stop - start
    return tuple(found)


def _size(work: Work, index: int) -> int:
    """How many bytes the first so many typed characters are; an escape, or a pair of digits, counts from its end on."""
    for fewer in range(_LONGEST_ESCAPE):
        try:
            return len(work.read(work.typed[: max(0, index - fewer)]))
        except ContentError:
            continue
    return 0
