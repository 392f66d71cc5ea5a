"""What the composer asks of the screen: each by the name that its binding's action has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.ui.composer.copying import copy_composed, put_into_input
from tcptui.ui.composer.dispatch import Dispatch
from tcptui.ui.composer.inserting import ask_insert
from tcptui.ui.composer.way import ask_way
from tcptui.ui.framingchoice import EXAMPLES, TOLD, choose_framing

if TYPE_CHECKING:
    from tcptui.ui.composer.pane import ComposerPane
    from tcptui.ui.composing import ComposeActions


class Errands:
    """Runs them for one screen, and remembers what is on its way out."""

    def __init__(self, screen: ComposeActions) -> None:
        self._screen = screen
        self._dispatch = Dispatch(screen)

    async def run(self, what: str, pane: ComposerPane) -> None:
        """Do what was asked for."""
        match what:
            case "send":
                self._dispatch.send(pane)
            case "send_marked":
                self._dispatch.send_marked(pane)
            case "stop":
                self._dispatch.stop(pane)
            case "copy":
                copy_composed(self._screen, pane)
            case "put":
                put_into_input(self._screen, pane)
            case "framing":
                self._choose_framing(pane)
            case "way":
                ask_way(self._screen, pane)
            case "save":
                self._screen.save_composed(pane)
            case "insert":
                ask_insert(self._screen, pane)
            case _:
                raise AssertionError(what)

    def _choose_framing(self, pane: ComposerPane) -> None:
        told = {name: text for name, text in {**TOLD, **EXAMPLES}.items() if name != "auto"}
        choose_framing(self._screen.app, "Messages of which framing?", pane.work.framing, pane.set_framing, told)

    def went(self, message: ComposeActions.Went, pane: ComposerPane | None) -> None:
        """One delivery is over."""
        self._dispatch.went(message, pane)
