"""Two texts by line, and two stretches of bytes in hex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from tcptui.requests.comparing.difference import Difference
from tcptui.requests.comparing.secrets import NOTHING, Hiding

_MOST_LINES = 2000
"""Above so many lines that differ, lines are compared place by place: aligning them costs with their square."""

_ROW = 16


def line_differences(left: str, right: str) -> Iterator[Difference]:
    """The lines that differ, aligned; `where` is the line's number in the left text, or `+N` in the right one."""
    ours, theirs = left.splitlines(), right.splitlines()
    begin, end = common_ends(ours, theirs)
    inner, outer = ours[begin : len(ours) - end], theirs[begin : len(theirs) - end]
    if max(len(inner), len(outer)) > _MOST_LINES:
        blocks = [("replace", 0, len(inner), 0, len(outer))]
    else:
        blocks = list(SequenceMatcher(None, inner, outer, autojunk=False).get_opcodes())
    for tag, a, a_end, b, b_end in blocks:
        if tag != "equal":
            yield from _block(inner[a:a_end], outer[b:b_end], begin + a, begin + b)


def common_ends(ours: Sequence[object], theirs: Sequence[object]) -> tuple[int, int]:
    """How many lines, or whatever they are, are the same at the beginning, and behind those at the end."""
    shorter = min(len(ours), len(theirs))
    begin = next((at for at in range(shorter) if ours[at] != theirs[at]), shorter)
    most = shorter - begin
    return begin, next((at for at in range(most) if ours[-1 - at] != theirs[-1 - at]), most)


def _block(ours: list[str], theirs: list[str], ours_at: int, theirs_at: int) -> Iterator[Difference]:
    for at in range(max(len(ours), len(theirs))):
        left = ours[at] if at < len(ours) else None
        right = theirs[at] if at < len(theirs) else None
        if left != right:
            where = f"{ours_at + at + 1}" if left is not None else f"+{theirs_at + at + 1}"
            yield Difference("line", where, left, right)


def byte_differences(left: bytes, right: bytes, hiding: Hiding = NOTHING) -> Iterator[Difference]:
    """The rows of 16 bytes that differ, in hex; `where` is the row's first and last offset."""
    for at in range(0, max(len(left), len(right)), _ROW):
        end = at + _ROW
        if left[at:end] != right[at:end]:
            last = min(end, max(len(left), len(right))) - 1
            ours, theirs = (hiding.hex(side, at, min(end, len(side))) or None for side in (left, right))
            yield Difference("bytes", f"{at}..{last}", ours, theirs)
