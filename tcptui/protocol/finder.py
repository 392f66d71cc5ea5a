"""Many values looked for at once in a text or in bytes, be they long or many."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import AnyStr, Final, Generic

_SHORT: Final = 1 << 10
"""Characters of a value that is looked for by an expression: one of a megabyte would take seconds to be made."""

_TINY: Final = 3
"""A value of fewer characters counts only where it stands alone: one of a letter is in every other word."""


class Finder(Generic[AnyStr]):
    """Looks for many values at once: the short ones by one expression, the few long ones each by itself.

    A value of one or two characters is found only where no letter, digit or underscore is beside it.
    """

    def __init__(self, values: Collection[AnyStr], bar: AnyStr) -> None:
        """values: none of them empty; bar: `|`, which stands between the alternatives of an expression."""
        self._long: list[AnyStr] = [value for value in values if len(value) > _SHORT]
        longest_first = sorted((value for value in values if len(value) <= _SHORT), key=len, reverse=True)
        short = [_expression(value) for value in longest_first]
        self._short: re.Pattern[AnyStr] | None = re.compile(bar.join(short)) if short else None

    def spans(self, data: AnyStr) -> Iterator[tuple[int, int]]:
        """Where they are, each its first character and the one behind its last, in order; none in another."""
        at = 0
        for start, end in self._long_ones(data) if self._long else ():
            yield from self._short_ones(data, at, start)
            yield start, end
            at = end
        yield from self._short_ones(data, at, len(data))

    def _short_ones(self, data: AnyStr, begin: int, end: int) -> Iterator[tuple[int, int]]:
        return (found.span() for found in self._short.finditer(data, begin, end)) if self._short else iter(())

    def _long_ones(self, data: AnyStr) -> Iterator[tuple[int, int]]:
        """The first that begins behind the one before, and of those the longest."""
        starts = {value: data.find(value) for value in self._long}
        while there := [(start, -len(value)) for value, start in starts.items() if start >= 0]:
            begin, size = min(there)
            at = begin - size
            yield begin, at
            starts = {
                value: start if start >= at else data.find(value, at) for value, start in starts.items() if start >= 0
            }


def _expression(value: AnyStr) -> AnyStr:
    """What finds a short value."""
    if len(value) >= _TINY:
        return re.escape(value)
    if isinstance(value, str):
        return rf"(?<!\w){re.escape(value)}(?!\w)"
    return rb"(?<!\w)%b(?!\w)" % re.escape(value)
