"""Which lines of the messages fill a window. Pure: each message has a line, and those below it while it is open.

It follows the end, or holds on to the line at its top; its cost depends on its height, never on how many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Spot(NamedTuple):
    """A line: a message's number, and the how-manieth of its lines, from 0."""

    number: int
    line: int = 0


class Window:
    """numbers: those of all that can be shown, which may grow at both ends; lines: how many lines one has, at least 1.

    The cursor is None while it follows the newest.
    """

    def __init__(self, numbers: Callable[[], range], lines: Callable[[int], int]) -> None:
        self._numbers = numbers
        self._lines = lines
        self.cursor: Spot | None = None
        self._top: Spot | None = None
        self._height = 1

    @property
    def follows(self) -> bool:
        """Whether the cursor stays on the newest."""
        return self.cursor is None

    @property
    def here(self) -> Spot | None:
        """The line under the cursor; None where there is none at all."""
        numbers = self._numbers()
        if not numbers:
            return None
        return self._there(self.cursor) if self.cursor is not None else Spot(numbers[-1])

    def shown(self, height: int) -> list[Spot]:
        """The window's lines now."""
        here = self.here
        if here is None or height < 1:
            return []
        self._height = height
        top = self._above(self._last(), height - 1)
        if not self.follows:
            top = min(top, max(self._above(here, height - 1), min(self._there(self._top or here), here)))
        self._top = top
        return self._onward(top, height)

    def move(self, count: int) -> None:
        """Move the cursor by lines; negative is up. Down from the last one it follows what comes."""
        here = self.here
        if here is None:
            return
        if count < 0:
            self.cursor = self._above(here, -count)
        else:
            self.put(self._onward(here, count + 1)[-1])

    def put(self, spot: Spot | None) -> None:
        """Put the cursor on a line; None: on the newest message, to follow what comes."""
        numbers = self._numbers()
        newest = bool(numbers) and spot is not None and spot == Spot(numbers[-1]) and self._lines(numbers[-1]) == 1
        self.cursor = None if newest else spot

    def first(self) -> None:
        """Go to the first."""
        numbers = self._numbers()
        if numbers:
            self.put(Spot(numbers[0]))

    def hold(self) -> None:
        """Follow no more, and stay at the message under the cursor."""
        self.cursor = self.here

    def follow_to(self, number: int, now: int) -> None:
        """What had a number has another one now: so has the cursor, where it was on it."""
        if self.cursor is not None and self.cursor.number == number:
            self.cursor = Spot(now, self.cursor.line)

    def bring(self, number: int, above: int) -> None:
        """Put the cursor on a message, with so many lines above it."""
        self.cursor = Spot(number)
        self._top = self._above(self.cursor, above)

    def reveal(self, number: int) -> None:
        """Have all lines of a message in view, or as many as there is room for, its first one above all."""
        needed = self._above(Spot(number, self._lines(number) - 1), self._height - 1)
        self._top = max(self._top or needed, min(needed, Spot(number)))

    # Lines ----------------------------------------------------------------------------------------------------------

    def _there(self, spot: Spot) -> Spot:
        """The line itself, or the nearest there is by now."""
        numbers = self._numbers()
        number = min(max(spot.number, numbers[0]), numbers[-1])
        return Spot(number, min(spot.line, self._lines(number) - 1) if number == spot.number else 0)

    def _last(self) -> Spot:
        number = self._numbers()[-1]
        return Spot(number, self._lines(number) - 1)

    def _above(self, spot: Spot, count: int) -> Spot:
        """The line so many lines above, or the first."""
        first = self._numbers()[0]
        number, line = spot
        while count > line and number > first:
            count -= line + 1
            number -= 1
            line = self._lines(number) - 1
        return Spot(number, max(0, line - count))

    def _onward(self, spot: Spot, count: int) -> list[Spot]:
        """So many lines from this one on, or fewer."""
        found: list[Spot] = []
        number, line = spot
        newest = self._numbers()[-1]
        while number <= newest and len(found) < count:
            lines = self._lines(number)
            found += [Spot(number, at) for at in range(line, min(lines, line + count - len(found)))]
            number, line = number + 1, 0
        return found
