"""URLs that stand for several, as curl's globbing reads them: `{a,b}`, `[1-9]`, `[001-100:10]`, `[a-z]` (curl(1))."""

from __future__ import annotations

import re
from itertools import product
from math import prod

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.pasted.curloptions import MOST

_PART = re.compile(
    r"\\(?P<escaped>[{}\[\]])|\{(?P<words>(?:\\.|[^{}\\])*)\}"
    r"|\[(?P<first>\d+|[a-zA-Z])-(?P<last>\d+|[a-zA-Z])(?::(?P<step>\d+))?\]|(?P<address>\[[0-9a-fA-F:.]*:[^\[\]]*\])"
    r"|(?P<wrong>[{}\[\]])|(?P<plain>[^\\{}\[\]]+|\\)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def expanded(text: str) -> list[str]:
    """All that a text stands for, the last part varying fastest. Raises TargetError where curl would refuse it."""
    parts = [_part(found, text) for found in _PART.finditer(text)]
    if prod(map(len, parts)) > MOST:
        raise TargetError(f"{text!r} stands for more than {MOST:,} requests: write --globoff, or a shorter range.")
    return ["".join(pieces) for pieces in product(*parts)]


def _part(found: re.Match[str], text: str) -> list[str]:
    if found["words"]:
        return [_ESCAPE.sub(r"\1", word) for word in re.split(r"(?<!\\),", found["words"])]
    if found["first"]:
        range_ = _range(found["first"], found["last"], int(found["step"] or 1))
        if range_:
            return range_
    elif not (found["wrong"] or found["words"] == ""):
        return [found["escaped"] or found[0]]
    raise TargetError(
        f"curl takes {found[0]!r} in {text!r} for several URLs, and can't read it: write --globoff where it is meant."
    )


def _range(first: str, last: str, step: int) -> list[str]:
    """The numbers with the zeros that the first one begins with, or the letters; none where it can't be read."""
    if first.isdecimal() != last.isdecimal() or step < 1 or max(len(first), len(last)) > 18:
        return []
    if not first.isdecimal():
        return [chr(code) for code in range(ord(first), ord(last) + 1, step)]
    numbers = range(int(first), int(last) + 1, step)
    width = len(first) if first.startswith("0") else 0
    return [f"{number:0{width}}" for number in numbers[: MOST + 1]]
