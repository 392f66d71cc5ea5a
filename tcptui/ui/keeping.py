"""What is set on the screen is kept for the next start: a moment later, and off the screen's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message
from textual.timer import Timer

if TYPE_CHECKING:
    from tcptui.config.settings import Settings

_SOON = 0.4
"""Seconds: what is turned several times in a row is written once."""


class Keep(Message):
    """Asks the application to keep these settings for the next start."""

    def __init__(self, **settings: str | int | bool) -> None:
        super().__init__()
        self.settings = settings


class Keeper:
    """Writes settings into the user's file. say: tells a sentence where that fails, or where it will not do."""

    def __init__(self, app: App[None], settings: Settings, say: Callable[[str], None]) -> None:
        self._app = app
        self._settings = settings
        self._say = say
        self._pending: dict[str, str | int | bool] = {}
        self._timer: Timer | None = None

    def keep(self, **settings: str | int | bool) -> None:
        """Keep these, soon."""
        self._pending |= settings
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._app.set_timer(_SOON, self.flush)

    async def flush(self) -> None:
        """Write what is still to be written."""
        pending, self._pending = self._pending, {}
        if not pending:
            return
        from tcptui.config.files import project_file
        from tcptui.config.problems import ConfigError
        from tcptui.config.writing import keep

        try:
            await asyncio.to_thread(keep, **pending)
        except ConfigError as error:
            self._say(f"not kept: {error.problems[0]}")
        except OSError as error:
            self._say(f"not kept: {error.filename}: {error.strerror}")
        else:
            overruled = [name for name in pending if name in self._settings.project]
            if overruled:
                self._say(f"kept as yours, but {project_file()} in this folder sets {overruled[0]} again")
