"""`tcptui demo` on the screen: a request stands ready, and three lines say what to do next until it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tcptui.protocol.endpoint import parse_target
from tcptui.ui.keymap import key_of
from tcptui.ui.starting import StartActions

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.ui.sessions import Session
    from tcptui.ui.widgets.guide import Guide, Step
    from tcptui.workbench import Workbench


class GuideActions(StartActions):
    """Leads through the first connection, to the practice server `http`; nothing is shown without `begin_guide`."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self._guided: Session | None = None
        self._guide: Guide | None = None
        self._hex_seen = False

    def begin_guide(self, practice: Mapping[str, str]) -> None:
        """Put the request into the input of the connection in view, and open one to each other practice server.

        practice: where each listens, by its name; the connection in view goes to the first of them.
        """
        from tcptui.lab.responders import parse_responder
        from tcptui.ui.widgets.guide import Guide

        first = self.sessions.current
        assert first is not None, "the demo begins with a connection"
        self._practice.update(practice)
        for name, target in practice.items():
            responder = parse_responder(name)
            opened = next(iter(practice)) == name
            session = first if opened else self.open(parse_target(target), responder.framing)
            session.name = name
            session.editor.set(responder.typed(target))
        self._guided, self._guide = first, Guide()
        self.query_one("#session").mount(self._guide, before="#prompt")
        self.watch(self.pane, "view", self._viewed, init=False)
        self.bring(first)

    def _viewed(self, view: str) -> None:
        self._hex_seen = self._hex_seen or view == "hex"
        self.show_guide()

    def show_guide(self) -> None:
        """The steps while their connection is in view; they go when all are done, or when its tab is closed."""
        if self._guide is None or self._guided is None:
            return
        steps = self._steps(self._guided)
        if all(step.done for step in steps) or self.sessions.find(self._guided.key) is None:
            self._guide.remove()
            self._guide = self._guided = None
            return
        self._guide.steps = steps
        self._guide.display = self.sessions.current is self._guided

    def _steps(self, session: Session) -> tuple[Step, ...]:
        from tcptui.ui.widgets.guide import Step

        view, close, following = map(key_of, ("view", "connection.close", "connection.next"))
        return (
            Step("Enter sends the request below; its answer comes above.", session.story.read > 0),
            Step(f"{view} shows the bytes in hex. ↑ brings the request back.", self._hex_seen),
            Step(f"{close} closes, and tells how. {following}: echo, then app.", session.over),
        )
