"""The command palette: every action by its name, and every connection."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tcptui.protocol.encodings import KNOWN
from tcptui.ui.input.wire import EOLS
from tcptui.ui.keys import ACTIONS, PANE_ACTIONS, spoken

if TYPE_CHECKING:
    from tcptui.ui.screens.workbench import WorkbenchScreen


class WorkbenchCommands(Provider):
    """What the workbench's screen can do."""

    def _commands(self) -> Iterator[tuple[str, str, str]]:
        """Name, action on the screen, and what is said below."""
        screen: WorkbenchScreen = self.screen  # type: ignore[assignment]
        for each in (*ACTIONS, *PANE_ACTIONS):
            if each.id != "palette":
                yield each.text, each.action, spoken(each.keys.split(",")[0])
        for eol in EOLS:
            yield f"End of line: {eol.upper()}", f"set_eol('{eol}')", "what Enter sends at the end of a line"
        from tcptui.ui.copyforms import FORMS

        for form in FORMS:
            yield f"Copy as {form}", f"copy('{form}')", "what is selected in the pane"
        for name, whose in KNOWN:
            yield f"Encoding: {name}", f"encoding('{name}')", whose
        for session in screen.sessions:
            yield f"Go to {session.label}: {session.story.target}", f"switch({session.key})", session.shape[0]

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for name, action, told in self._commands():
            yield DiscoveryHit(name, partial(self.screen.run_action, action), help=told)

    async def search(self, query: str) -> Hits:
        """What matches."""
        matcher = self.matcher(query)
        for name, action, told in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), partial(self.screen.run_action, action), help=told)
