"""Which message of one run answers to which of the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain
from operator import attrgetter

from tcptui.requests.comparing.text import common_ends
from tcptui.requests.comparing.transcript import Transcript, Utterance

_MOST = 2000
"""Messages that are aligned by what they say, between those that are alike at the beginning and at the end; with more,
the n-th of one side is paired with the other's n-th."""

_DIGITS = re.compile(r"\d+")

Paired = tuple[Utterance | None, Utterance | None]


def paired(left: Transcript, right: Transcript) -> tuple[Iterator[Paired], bool]:
    """The messages of both sides in the order of the conversation; a message that has no counterpart stands alone.

    The second value: whether there are too many to look for counterparts, so that they are paired by their places.
    """
    ours, theirs = left.utterances, right.utterances
    begin, end = common_ends([_gist(one) for one in ours], [_gist(one) for one in theirs])
    a_end, b_end = len(ours) - end, len(theirs) - end
    inner, outer = ours[begin:a_end], theirs[begin:b_end]
    by_place = bool(inner and outer) and max(len(inner), len(outer)) > _MOST
    # Where the first lines differ (a 500 for a 200), messages of the same direction still belong together.
    alike = (_gist, attrgetter("direction"))
    middle = _by_place(inner, outer) if by_place else _aligned(inner, outer, alike)
    head, tail = zip(ours[:begin], theirs[:begin], strict=True), zip(ours[a_end:], theirs[b_end:], strict=True)
    return chain(head, middle, tail), by_place


def _gist(one: Utterance) -> tuple[str, str, str]:
    """What makes two messages the same one: numbers in the first line (a time, an identifier) may differ."""
    return one.direction, one.kind, _DIGITS.sub("0", one.text)


def _aligned(
    ours: Sequence[Utterance], theirs: Sequence[Utterance], alike: Sequence[Callable[[Utterance], object]]
) -> Iterator[Paired]:
    """Pairs of what is alike, in order. alike: what is looked at first, then for what lies between such pairs, …"""
    if not alike:
        yield from ((one, None) for one in ours)
        yield from ((None, other) for other in theirs)
        return
    matcher = SequenceMatcher(None, list(map(alike[0], ours)), list(map(alike[0], theirs)), autojunk=False)
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(ours[a:a_end], theirs[b:b_end], strict=True)
        else:
            yield from _aligned(ours[a:a_end], theirs[b:b_end], alike[1:])


def _by_place(ours: tuple[Utterance, ...], theirs: tuple[Utterance, ...]) -> Iterator[Paired]:
    for at in range(max(len(ours), len(theirs))):
        left = ours[at] if at < len(ours) else None
        right = theirs[at] if at < len(theirs) else None
        if left is not None and right is not None and left.direction != right.direction:
            yield left, None
            yield None, right
        else:
            yield left, right
