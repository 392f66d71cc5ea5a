"""The matches in one direction of a connection, counted by blocks of 1 MB: exact, and in as much memory as blocks.

Matches do not overlap, from the stream's first on, so where a block's matches begin depends on the block before it. A
block that is reached without that is begun where the last match of the block before, looked at alone, ends.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator
from itertools import count, islice
from operator import itemgetter
from typing import Final, NamedTuple

from tcptui.journal.log import Log
from tcptui.journal.search.gather import Gatherer
from tcptui.journal.search.matching import Matcher, Span, Window
from tcptui.protocol.events import Direction

BLOCK: Final = 1 << 20
"""Bytes of the stream a block: enough for the disk's pace, and no more than keys may wait for the interpreter."""

_LISTED: Final = 4
"""Blocks whose matches are remembered one by one."""

_begin_of = itemgetter(0)


class Counted(NamedTuple):
    """What is known of a block. begin: where its matches are looked for from; end: where the last one ends, or begin.

    size: bytes of it that were there; whole: no byte that comes can change its matches.
    """

    begin: int
    matches: int
    end: int
    size: int
    whole: bool


class Blocks:
    """Counts and lists. Offsets are those of the stream; for one thread. Whatever looks may raise what `matcher` does.

    counted: how many blocks from the first on are counted for good; matches: those known so far, anywhere.
    """

    def __init__(self, log: Log, conn: int, direction: Direction, matcher: Matcher) -> None:
        self.direction: Direction = direction
        self.counted = self.matches = 0
        self._matcher = matcher
        self._size = matcher.behind + BLOCK + matcher.reach
        self._gatherer = Gatherer(log, conn, direction, matcher.behind + matcher.reach)
        self._known: dict[int, Counted] = {}
        self._before = [0]  # how many matches lie before each of the counted blocks, and before the first that isn't
        self._listed: OrderedDict[int, tuple[Counted, list[Span]]] = OrderedDict()

    @property
    def looked(self) -> int:
        """Bytes of the stream that were looked through from its beginning on."""
        return self.counted * BLOCK + sum(block.size for block in self._tail())

    def advance(self) -> bool:
        """Count what comes next; whether there may be more at once."""
        number = self.counted
        block = self.count(number)
        if block.whole:
            self.counted += 1
            self._before.append(self._before[-1] + block.matches)
            return True
        while block.size == BLOCK:  # a match that begins in it may end in the next one
            number += 1
            block = self.count(number)
        return False

    def count(self, number: int) -> Counted:
        """A block's matches: looked for anew where more bytes may have come, or where they begin elsewhere now."""
        begin = self._begin(number)
        known = self._known.get(number)
        return known if known is not None and known.whole and known.begin == begin else self._look(number, begin)

    def spans(self, number: int) -> list[Span]:
        """Where a block's matches begin and end, in order."""
        block = self.count(number)
        known, spans = self._listed.pop(number, (None, []))
        if known != block:
            spans = self._list(number, block) if block.matches else []
        self._listed[number] = block, spans
        if len(self._listed) > _LISTED:
            self._listed.popitem(last=False)
        return spans

    def before(self, offset: int) -> int | None:
        """How many matches begin before an offset; None as long as that isn't counted."""
        number = offset // BLOCK
        tail = list(islice(self._tail(), max(0, number - self.counted)))
        if number > self.counted + len(tail):
            return None
        before = self._before[min(number, self.counted)] + sum(block.matches for block in tail)
        return before + bisect_left(self.spans(number), offset, key=_begin_of)

    def _tail(self) -> Iterator[Counted]:
        """What is known of the blocks that are not counted for good, in order: one, or two."""
        for number in count(self.counted):
            block = self._known.get(number)
            if block is None or block.whole:
                return
            yield block

    def _begin(self, number: int) -> int:
        if not number:
            return 0
        before = self._known.get(number - 1)
        if before is None:
            before = self._look(number - 1, (number - 1) * BLOCK)
        elif not before.whole:
            before = self.count(number - 1)
        return max(number * BLOCK, before.end)

    def _look(self, number: int, begin: int) -> Counted:
        window, base = self._read(number)
        size = max(0, min(BLOCK, base + len(window) - number * BLOCK))
        stop = number * BLOCK + size
        matches, end = self._matcher.count(window, begin - base, stop - base) if begin < stop else (0, begin - base)
        whole = base + len(window) >= (number + 1) * BLOCK + self._matcher.reach
        known = self._known.get(number)
        self.matches += matches - (known.matches if known is not None else 0)
        block = self._known[number] = Counted(begin, matches, base + end, size, whole)
        return block

    def _list(self, number: int, block: Counted) -> list[Span]:
        window, base = self._read(number)
        stop = number * BLOCK + block.size - base
        return [(base + at, base + end) for at, end in self._matcher.spans(window, block.begin - base, stop)]

    def _read(self, number: int) -> tuple[Window, int]:
        """The block's bytes and what has to be seen around them, and the stream offset of the first of them."""
        base = max(0, number * BLOCK - self._matcher.behind)
        return self._gatherer.read(base, self._size), base
