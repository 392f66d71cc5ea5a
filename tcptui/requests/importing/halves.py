"""JSON with lone halves of surrogate pairs, as browsers write texts that are none, made what readers of JSON take."""

from __future__ import annotations

import re

_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
# Every escape is passed over whole: in `\\ud800` no half is meant.
_UP_TO_HALF = re.compile(
    rb"((?:[^\\]++|\\(?!u[dD][89a-fA-F]).|\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w)*+)\\u[dD][89a-fA-F]\w\w", re.DOTALL
)


def without_halves(data: bytes) -> tuple[bytes, int]:
    """The text with U+FFFD for each half of a surrogate pair, and how many they were."""
    if not _HALF.search(data):
        return data, 0
    pieces: list[bytes] = []
    at = 0
    while found := _UP_TO_HALF.match(data, at):
        pieces.append(found[1])
        at = found.end()
    return rb"\ufffd".join([*pieces, data[at:]]), len(pieces)
