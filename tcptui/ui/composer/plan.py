"""How a message goes out: whole or in pieces, with pauses, how often, and what follows it. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, Literal, assert_never, get_args

from tcptui.protocol.frozen import frozen
from tcptui.protocol.units import exact, span
from tcptui.protocol.wholenumber import whole_number
from tcptui.requests.delivery import Delivery, Ending, cuts_every

Cutting = Literal["whole", "marks", "every", "byte by byte"]
CUTTINGS: Final[tuple[Cutting, ...]] = get_args(Cutting)
ENDINGS: Final[tuple[Ending, ...]] = get_args(Ending)
Place = Literal["behind the last byte", "at the last mark", "before a byte"]
PLACES: Final[tuple[Place, ...]] = get_args(Place)
"""Where the ending comes."""

MOST_TIMES, MOST_BYTES = 1_000_000, 1 << 30
LONGEST_PAUSE = 3600.0
"""Copies that go out at most, bytes of a piece, and seconds between two pieces."""

_FOLLOWS: Final[dict[Ending, str]] = {
    "none": "the connection stays as it is",
    "half-close": "our side is closed (FIN), and we go on reading",
    "close": "the connection is closed (FIN)",
    "rst": "it is reset (RST)",
}


class PlanError(ValueError):
    """A way out that can't be; the message is one sentence."""


@frozen
class Plan:
    """What a person wants.

    every: bytes of a piece, where it is cut so; pause: seconds between two pieces; byte: before which the ending comes,
    where that is its place, from 0.
    """

    cutting: Cutting = "whole"
    every: int = 10
    pause: float = 0.1
    times: int = 1
    ending: Ending = "none"
    where: Place = "behind the last byte"
    byte: int = 0

    def delivery(self, data: bytes, marks: frozenset[int]) -> Delivery:
        """The message and its way out. marks: bytes before which it is cut. Raises PlanError."""
        cuts = self._cuts(len(data), marks)
        pause = self.pause if len(cuts) or self.times > 1 else 0.0
        return Delivery(data, cuts, pause, self.times, self.ending, self._end_at(len(data), marks))

    def _cuts(self, size: int, marks: frozenset[int]) -> Sequence[int]:
        match self.cutting:
            case "whole":
                return ()
            case "marks":
                return sorted(mark for mark in marks if 0 < mark < size)
            case "every":
                return cuts_every(size, self.every)
            case "byte by byte":
                return cuts_every(size, 1)
            case _:
                assert_never(self.cutting)

    def _end_at(self, size: int, marks: frozenset[int]) -> int | None:
        """The byte before which the ending comes; None for behind it all."""
        if self.ending == "none" or self.where == "behind the last byte":
            return None
        if self.where == "at the last mark":
            inside = [mark for mark in marks if mark < size]
            if not inside:
                raise PlanError("The ending comes at the last mark, and there is none: m in the bytes sets one.")
            return max(inside)
        if self.byte > size:
            raise PlanError(f"The ending can't come before byte {self.byte:,}: the message has {exact(size)}.")
        return self.byte

    def words(self, data: bytes, marks: frozenset[int]) -> str:
        """What will happen, in one line. Raises PlanError."""
        delivery = self.delivery(data, marks)
        last = len(data) if delivery.end_at is None or self.times > 1 else delivery.end_at
        pieces = bisect_left(delivery.cuts, last) + 1  # of a copy: of the last one, where an ending cuts that short
        at_once = "whole, at once" if last == len(data) else f"the first {last:,}, at once" if last else "nothing of it"
        words = [at_once if pieces == 1 else f"in {exact(pieces, 'piece')}"]
        if pieces > 1 and delivery.pause:
            words.append(f"{span(delivery.pause)} apart")
        if self.times > 1:
            pauses = f", {span(delivery.pause)} apart" if pieces == 1 and delivery.pause else ""
            words.append(f"{self.times:,} times{pauses}")
        then = _FOLLOWS[self.ending]
        if delivery.end_at is not None:
            then = f"{then} before byte {delivery.end_at:,} of {len(data):,}: the rest is never sent"
        return f"{', '.join(words)}; then {then}"


def read_count(text: str, what: str, most: int, *, least: int = 1) -> int:
    """A whole number from `least` to `most`. Raises PlanError."""
    count = whole_number(text, least, most)
    if count is None:
        raise PlanError(f"{what}: a whole number from {least} to {most:,}, not {text!r}.")
    return count


def read_pause(text: str) -> float:
    """Seconds: `0.5`, `0.5 s`, `200 ms`. Raises PlanError."""
    number, unit = text.strip().rstrip("ms ").strip(), text.strip().lstrip("0123456789. ")
    try:
        seconds = float(number) * {"ms": 0.001, "s": 1.0, "": 1.0}[unit]
    except (ValueError, KeyError):
        raise PlanError(f"The pause is in seconds, as 0.5, or in milliseconds, as 200 ms; not {text!r}.") from None
    if not 0 <= seconds <= LONGEST_PAUSE:
        raise PlanError(f"The pause is from 0 to {LONGEST_PAUSE:,.0f} seconds.")
    return seconds
