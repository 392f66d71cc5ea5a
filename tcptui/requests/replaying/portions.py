"""When bytes that come are looked at: each time they come, or, where there are many, in portions."""

from __future__ import annotations

_MANY = 64 << 10
_LOOK_AGAIN = 0.05
"""Beyond so many bytes they are looked at again after so many seconds, and not with each that comes."""


class Portions:
    """Without it, each byte of a long answer would cost a look at all before it."""

    def __init__(self) -> None:
        self.due: float | None = None
        """When they are to be looked at, monotonic seconds; None: there is nothing that was put off."""
        self._looked_at = 0
        self._newest = 0

    def looked(self) -> None:
        """They are being looked at."""
        self.due = None

    def puts_off(self, size: int, newest: int, now: float) -> bool:
        """Whether a look can wait. size: bytes that it would look at; newest: where the last whole message ends."""
        if newest != self._newest or size < _MANY or size > 2 * self._looked_at:
            self._looked_at, self._newest = size, newest
            self.due = None
            return False
        if self.due is None:
            self.due = now + _LOOK_AGAIN
        return True
