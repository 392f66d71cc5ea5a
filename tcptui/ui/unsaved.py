"""What is lost where the application is left."""

from __future__ import annotations

from textual.screen import Screen, ScreenResultType


class Unsaved(Screen[ScreenResultType]):
    """A screen on which something is written that is nowhere else yet."""

    @property
    def unsaved(self) -> str:
        """What that is, in words that are safe to be drawn; "" for nothing."""
        raise NotImplementedError
