"""The session pane alone, over a record that a test writes: no engine, no sockets, no other widgets."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from tcptui.journal.cuts import HEX, TEXT
from tcptui.journal.rows import Rows
from tcptui.ui.widgets.session_pane import SessionPane
from tests.journal.recording import STARTED, Recording, record


class PaneScreen(Screen[None]):
    """Nothing but the pane."""

    def __init__(self) -> None:
        super().__init__()
        self.pane = SessionPane()
        self.asked_to_copy = False

    def compose(self) -> ComposeResult:
        yield self.pane

    def action_select(self) -> None:
        self.pane.action_select()

    def on_session_pane_copy_asked(self) -> None:
        self.asked_to_copy = True


class PaneApp(App[None]):
    """Shows it."""

    def __init__(self, recording: Recording) -> None:
        super().__init__()
        self.recording = recording
        self.alone = PaneScreen()
        self.pane = self.alone.pane

    def get_default_screen(self) -> Screen[object]:
        return self.alone  # type: ignore[return-value]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {
            f"tone-{name}": "#808080" for name in ("out", "in", "event", "good", "warning", "failure", "muted", "line")
        }

    def on_mount(self) -> None:
        self.pane.styles.width = self.pane.styles.height = "1fr"
        rows = {"text": Rows(self.recording.log, 1, TEXT), "hex": Rows(self.recording.log, 1, HEX)}
        self.pane.show(1, rows, STARTED)  # type: ignore[arg-type]
        self.pane.focus()


class AlonePane:
    """What a test does with it."""

    def __init__(self, app: PaneApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.pane = app.pane

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def more(self, *steps: tuple[int, str, bytes]) -> None:
        """More is recorded."""
        for step in steps:
            self.app.recording.step(*step)
        self.app.recording.writer.flush()
        self.pane.record_changed()
        await self.pilot.pause()

    def lines(self) -> list[str]:
        return [strip.text[:-1].rstrip() for strip in self.pane.render_lines(self.pane.size.region)]

    def texts(self) -> list[str]:
        """The lines without their margin."""
        return [line[12:] for line in self.lines()]

    def lit(self) -> list[str]:
        """What is drawn in reverse, line by line."""
        found = []
        for strip in self.pane.render_lines(self.pane.size.region):
            lit = [segment.text for segment in strip if segment.style and segment.style.reverse]
            found.append("".join(text for text in lit if "▼" not in text))
        return [text for text in found if text]


@contextlib.asynccontextmanager
async def alone(*steps: tuple[int, str, bytes], size: tuple[int, int] = (80, 10)) -> AsyncIterator[AlonePane]:
    """A pane over what these steps write: connection, `in`, `out` or `event`, bytes."""
    with record(*steps) as recording:
        app = PaneApp(recording)
        async with app.run_test(size=size) as pilot:
            yield AlonePane(app, pilot)
