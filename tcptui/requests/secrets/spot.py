"""A place in a text where a credential stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Spot(NamedTuple):
    """Characters start..end (end excluded) are a credential. what: people's word for it, as its field's name.

    is_length: they are how many bytes the credential behind them has, in digits.
    """

    start: int
    end: int
    what: str
    is_length: bool = False


def apart(spots: Iterable[Spot]) -> list[Spot]:
    """These in rising order, none in another: what overlaps is one."""
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda one: (one.start, -one.end)):
        if not kept or spot.start >= kept[-1].end:
            kept.append(spot)
        elif spot.end > kept[-1].end:
            kept[-1] = kept[-1]._replace(end=spot.end)
    return kept
