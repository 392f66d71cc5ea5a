"""The search over the whole record of a connection: a thread that counts, and finds what is next from a place.

It goes on with what is recorded later, so its count stays exact while the connection lives.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Final, NamedTuple

from tcptui.journal.layout import DamagedLogError
from tcptui.journal.log import Log
from tcptui.journal.search.blocks import BLOCK, Blocks
from tcptui.journal.search.hunt import Hunt, Match, Place
from tcptui.journal.search.matching import Matcher, Span, StoppedError
from tcptui.journal.search.query import LONGEST, QueryError
from tcptui.journal.streams import offset_at
from tcptui.protocol.events import Direction
from tcptui.protocol.frozen import frozen

BOTH: Final[tuple[Direction, ...]] = ("in", "out")

_POLL: Final = 0.1
"""Seconds between two looks at a record that has been looked through, and between two pieces of news."""

_FRAME: Final = 1 / 30
"""Seconds between two pieces of news for whoever draws matches."""

_REST: Final = 4
"""What arrives once all was looked through is looked through with pauses so many times as long: the wire, the screen
and the keys need the processor too."""

_begin_of, _end_of = itemgetter(0), itemgetter(1)

_SHOWN: Final = 8
"""Blocks whose matches are kept for whoever draws them."""


@frozen
class State:
    """What the search knows by now.

    looked, total: bytes; matches: so far; done: all that there is has been looked through; problem: the sentence with
    which the search ended, or None; hunting: a match was asked for and is not found yet; asked: how many were asked
    for by now; found: the last answer, None where there is no match at all; wrapped: it lies beyond the record's end
    or beginning; number: how-manieth match it is, from 1, None as long as that isn't known.
    """

    looked: int = 0
    total: int = 0
    matches: int = 0
    done: bool = False
    problem: str | None = None
    hunting: bool = False
    asked: int = 0
    found: Match | None = None
    wrapped: bool = False
    number: int | None = None


class _Answer(NamedTuple):
    asked: int
    match: Match | None
    wrapped: bool


class Search:
    """One search, from `start` to `stop`. `state` may be read by any thread.

    directions: which streams of the connection are looked through; news: called by the search's thread when `state`
    or `spans` changed, not too often but for an answer.
    """

    def __init__(
        self, log: Log, conn: int, matcher: Matcher, directions: Sequence[Direction], news: Callable[[], None]
    ) -> None:
        self.state = State()
        self._log = log
        self._conn = conn
        self._matcher = matcher
        self._streams = [Blocks(log, conn, direction, matcher) for direction in directions]
        self._news = news
        self._told = 0.0
        self._stopping = False
        self._wake = threading.Event()
        # What is asked for: replaced whole, so the newest counts.
        self._asked: tuple[int, Place | None, bool] | None = None
        self._shown: dict[tuple[Direction, int], tuple[int, list[Span]]] = {}
        self._wanted: dict[tuple[Direction, int], int] = {}
        # The thread's own.
        self._answer = _Answer(0, None, False)
        self._hunt: Hunt | None = None
        self._hunting: tuple[int, Place | None, bool] | None = None
        self._wrapped = self._listed = self._followed = False
        self._counted_at: dict[Direction, int] = {}  # the position of the newest record when all was counted
        self._numbered: tuple[Match | None, int] = (None, 0)
        self._thread = threading.Thread(target=self._run, name="tcptui-search", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End it, whatever it is doing: at once for a pattern, after at most a block of 1 MB for bytes."""
        self._stopping = True
        self._wake.set()
        self._matcher.stop()
        if self._thread.is_alive():
            self._thread.join()

    def find(self, place: Place | None, *, backward: bool = False) -> int:
        """Ask for the next match from a place (None: the record's beginning or end), around its ends.

        Gives the number by which `state.asked` tells the answer; what was asked before and isn't found is forgotten.
        """
        number = (self._asked[0] if self._asked else self.state.asked) + 1
        self._asked = number, place, backward
        self._wake.set()
        return number

    def spans(self, direction: Direction, begin: int, end: int) -> list[Span]:
        """The matches that touch begin..end of a stream, as far as they are known; `news` tells when there are more."""
        found: list[Span] = []
        for number in range(max(0, begin - LONGEST) // BLOCK, (end - 1) // BLOCK + 1):
            upto = min(end, (number + 1) * BLOCK)
            known, spans = self._shown.get((direction, number), (-1, []))
            if known < upto:
                self._wanted[direction, number] = upto
                self._wake.set()
            found += spans[bisect_right(spans, begin, key=_end_of) : bisect_left(spans, end, key=_begin_of)]
        return found

    # The thread -----------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._stopping:
                busy = self._list_wanted() or self._hunt_on() or self._count_on()
                self._tell()
                if not busy:
                    self._wait(_FRAME if self._listed else _POLL)
        except StoppedError:
            pass
        except (QueryError, DamagedLogError) as error:
            self._tell(str(error))
        except OSError as error:
            self._tell(f"The record can't be read: {error.strerror}.")
        finally:
            self._matcher.close()

    def _wait(self, seconds: float) -> None:
        self._wake.wait(seconds)
        self._wake.clear()

    def _list_wanted(self) -> bool:
        """List the matches of a block that someone draws."""
        if not self._wanted:
            return False
        (direction, number), _ = self._wanted.popitem()
        blocks = next((one for one in self._streams if one.direction == direction), None)
        if blocks is None:
            self._shown[direction, number] = 1 << 62, []
        else:
            size = blocks.count(number).size
            self._shown[direction, number] = number * BLOCK + size, blocks.spans(number)
        if len(self._shown) > _SHOWN:
            del self._shown[next(iter(self._shown))]
        self._listed = True
        return True

    def _hunt_on(self) -> bool:
        """Look at one more block for what was asked."""
        asked = self._asked
        if asked is None or asked[0] == self._answer.asked:
            return False
        if self._hunt is None or self._hunting != asked:
            self._hunting, self._wrapped = asked, False
            self._hunt = self._begin(asked[1])
        if not self._hunt.step():
            return True
        if self._hunt.found is None and not self._wrapped and asked[1] is not None:
            self._wrapped = True
            self._hunt = self._begin(None)
            return True
        self._answer = _Answer(asked[0], self._hunt.found, self._wrapped)
        self._hunt = None
        return True

    def _begin(self, place: Place | None) -> Hunt:
        assert self._hunting is not None
        return Hunt(self._log, self._conn, self._streams, place, backward=self._hunting[2])

    def _count_on(self) -> bool:
        """Count one more block, of whichever stream has more."""
        newest = self._log.last_row(self._conn)
        if newest is None:
            return False
        for blocks in self._streams:
            if self._counted_at.get(blocks.direction) != newest.pos:
                began = time.monotonic()
                if not blocks.advance():
                    self._counted_at[blocks.direction] = newest.pos
                if self._followed:
                    self._wait(_REST * (time.monotonic() - began))
                return True
        self._followed = True
        return False

    # What is told ---------------------------------------------------------------------------------------------------

    def _tell(self, problem: str | None = None) -> None:
        """Publish what is known by now, not too often but for an answer or the end."""
        now = time.monotonic()
        urgent = problem is not None or self._answer.asked != self.state.asked
        if not urgent and now < self._told + (_FRAME if self._listed else _POLL):
            return
        state = self._state() if problem is None else replace(self.state, problem=problem, hunting=False)
        if state != self.state or self._listed:
            self.state, self._told, self._listed = state, now, False
            self._news()

    def _state(self) -> State:
        newest = self._log.last_row(self._conn)
        looked = sum(blocks.looked for blocks in self._streams)
        answer = self._answer
        return State(
            looked=looked,
            total=max(looked, sum(self._log.streamed(self._conn, blocks.direction) for blocks in self._streams)),
            matches=sum(blocks.matches for blocks in self._streams),
            done=newest is None or all(self._counted_at.get(one.direction) == newest.pos for one in self._streams),
            hunting=self._asked is not None and self._asked[0] != answer.asked,
            asked=answer.asked,
            found=answer.match,
            wrapped=answer.wrapped,
            number=self._number(answer.match),
        )

    def _number(self, match: Match | None) -> int | None:
        """How-manieth in the record's order it is."""
        if match is None or match == self._numbered[0]:
            return self._numbered[1] if match is not None else None
        number = 1
        for blocks in self._streams:
            own = blocks.direction == match.direction
            begin = match.offset if own else offset_at(self._log, self._conn, blocks.direction, match.pos)
            before = blocks.before(begin)
            if before is None:
                return None
            number += before
        self._numbered = match, number
        return number
