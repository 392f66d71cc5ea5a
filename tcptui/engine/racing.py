"""RFC 8305 (Happy Eyeballs): in which order and with which delay the addresses of one name are tried. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, zip_longest

from tcptui.protocol.events import Address

ATTEMPT_DELAY = 0.25
"""Seconds between the starts of two attempts, the default of RFC 8305, section 5."""


def interleave(addresses: Iterable[Address]) -> list[Address]:
    """The addresses with their families in turn, the system's first choice first (RFC 8305, section 4)."""
    families: dict[str, list[Address]] = {}
    for address in addresses:
        families.setdefault(address.family, []).append(address)
    return [address for address in chain.from_iterable(zip_longest(*families.values())) if address is not None]


class Race:
    """Whose turn it is. Times are monotonic seconds.

    An attempt starts at once when the one before it has failed, and otherwise ATTEMPT_DELAY after it began.
    """

    def __init__(self, addresses: Iterable[Address]) -> None:
        self._left = interleave(addresses)[::-1]
        self._not_before = 0.0
        self.started = 0

    @property
    def next_at(self) -> float | None:
        """The moment at which the next attempt is due; None when there is no address left."""
        return self._not_before if self._left else None

    def start(self, now: float) -> tuple[int, Address]:
        """Take the next address; gives its number, from 1. Raises IndexError when none is left."""
        address = self._left.pop()
        self.started += 1
        self._not_before = now + ATTEMPT_DELAY
        return self.started, address

    def failed(self) -> None:
        """An attempt failed: the next one need not wait."""
        self._not_before = 0.0
