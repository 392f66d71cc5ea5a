"""The workbench as a person sits before it: a real run on real sockets, keys pressed, the screen read."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.pilot import Pilot

from tcptui.config.settings import Settings
from tcptui.protocol.endpoint import parse_target
from tcptui.ui.app import TcptuiApp
from tcptui.ui.screens.workbench import WorkbenchScreen
from tcptui.ui.sessions import Session
from tcptui.workbench import Workbench

_PATIENCE = 10.0


@dataclass
class Desk:
    """Keys go in with `press` and `type`; `until` waits for what should come of them."""

    pilot: Pilot[None]
    app: TcptuiApp
    workbench: Workbench

    @property
    def bench(self) -> WorkbenchScreen:
        """The workbench's screen, under whatever question stands before it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, WorkbenchScreen)
        return screen

    @property
    def session(self) -> Session:
        """The connection in view."""
        session = self.bench.sessions.current
        assert session is not None
        return session

    @property
    def lines(self) -> list[str]:
        """What is drawn, line by line."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def drawn(self) -> str:
        """What is drawn."""
        return "\n".join(self.lines)

    def pane(self) -> list[str]:
        """What the session pane shows, without its scrollbar."""
        pane = self.bench.pane
        return [strip.text[:-1].rstrip() for strip in pane.render_lines(pane.size.region)]

    async def press(self, *keys: str) -> None:
        """Press keys by their names."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Have text arrive all at once, lines by ctrl+j: through the pilot, each key would take 40 ms."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.app.post_message(events.Key("ctrl+j", "\n"))
            if line:
                self.app.post_message(events.Paste(line))
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Have text arrive as a terminal's paste."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait for a condition while the application runs."""
        deadline = time.monotonic() + _PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"{what or 'it'} never came; on the screen:\n{self.drawn}"
            await self.pilot.pause(0.005)

    async def until_drawn(self, text: str) -> None:
        """Wait for a text on the screen."""
        await self.until(lambda: text in self.drawn, repr(text))


@contextlib.asynccontextmanager
async def desk(target: str | None = None, *, size: tuple[int, int] = (120, 36), **settings: Any) -> AsyncIterator[Desk]:
    """Sit down; with a target its connection is already being opened, as by the command line. settings: of Settings."""
    with Workbench(record=False) as workbench:
        first = workbench.open(parse_target(target), settings.get("framing", "auto")) if target else None
        app = TcptuiApp(workbench, first, Settings(**settings))
        async with app.run_test(size=size) as pilot:
            sat_down = Desk(pilot, app, workbench)
            if target:
                await sat_down.until(lambda: sat_down.session.story.target, "the connection's first event")
            yield sat_down
