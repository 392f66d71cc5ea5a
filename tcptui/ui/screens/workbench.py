"""The workbench: pane, input, sidebar, and where the keys go."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer

from tcptui.journal.cuts import HEX, TEXT, Cut
from tcptui.journal.rows import Rows
from tcptui.protocol import events as ev
from tcptui.ui.bridge import Bridge
from tcptui.ui.choosing import ChoiceActions
from tcptui.ui.collecting import CollectActions
from tcptui.ui.comparing import CompareActions
from tcptui.ui.framings import FramingActions
from tcptui.ui.guiding import GuideActions
from tcptui.ui.keys import ACTIONS, SWITCHES
from tcptui.ui.listening import ListenActions
from tcptui.ui.messagebytes import MessageByteActions
from tcptui.ui.moving import FocusActions
from tcptui.ui.reading import ReadActions
from tcptui.ui.remembering import RememberActions
from tcptui.ui.replays import ReplayActions
from tcptui.ui.resizing import ResizeActions
from tcptui.ui.rowlayout import View
from tcptui.ui.sending import SendActions
from tcptui.ui.telling import EMPTY, session_words
from tcptui.ui.telnetting import TelnetActions
from tcptui.ui.widgets.key_bar import KeyBar
from tcptui.ui.widgets.session_box import SessionBox
from tcptui.ui.widgets.session_pane import SessionPane
from tcptui.ui.widgets.tab_strip import TabStrip

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.ui.groups import GroupWanted
    from tcptui.workbench import Workbench

_FIGURES_EVERY = 0.1
"""Seconds between two looks at the figures while bytes flow: faster can't be read, and drawing takes from the wire."""

_CUTS: dict[View, Cut] = {"text": TEXT, "hex": HEX}

_FLOW = (ev.Sent, ev.Received, ev.Acked, ev.KernelSample, ev.Concealed)


def _commands() -> type[Provider]:
    """What the palette offers; imported when it is first opened."""
    from tcptui.ui.palette import WorkbenchCommands

    return WorkbenchCommands


class WorkbenchScreen(
    CompareActions,
    ReplayActions,
    CollectActions,
    TelnetActions,
    RememberActions,
    FramingActions,
    MessageByteActions,
    ReadActions,
    GuideActions,
    ListenActions,
    ResizeActions,
    ChoiceActions,
    FocusActions,
):
    """Hands events to the widgets and keys to the actions."""

    COMMANDS = {_commands}  # noqa: RUF012 - Textual reads it so
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-broad")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#prompt"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(each.binding() for each in ACTIONS if not each.action.startswith("app.")),
        *SWITCHES,
        Binding("escape", "back", "back", show=False),
    ]

    def __init__(
        self, workbench: Workbench, first: int | None, settings: Settings, many: GroupWanted | None = None
    ) -> None:
        super().__init__(workbench, settings)
        self._first = first
        self._many = many
        self._figures_due: Timer | None = None
        self._figures_shown = 0.0
        self._bridge = Bridge(workbench, self.deliver)
        self._box = SessionBox(self.pane, self.card, self.status, self.prompt)
        self.set_reactive(SendActions.eol, settings.eol)
        self.pane.set_reactive(SessionPane.view, settings.view)
        self.pane.set_reactive(SessionPane.time_mode, settings.time)

    def compose(self) -> ComposeResult:
        """Top to bottom: connections, pane and input beside the sidebar, keys."""
        yield self._bridge
        yield TabStrip(self.sessions)
        with Horizontal(id="body"):
            yield self._box
            yield self.sidebar
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the connection that was opened before there was a screen, and listen to what comes."""
        if self._first is not None:
            self.bring(self.sessions.get(self._first))
        elif self._many is not None:
            self.open_group(self._many)
        else:
            self.show_session()
        self._bridge.listen()

    # Events ---------------------------------------------------------------------------------------------------------

    def deliver(self, events: list[ev.Event]) -> None:
        """Fold a batch of events in and have drawn what they changed."""
        touched = self.sessions.on(events)
        told = [event for event in events if not isinstance(event, _FLOW)]
        self._show_rows(touched)
        if told:
            self._tell()
            self.told(told)
        elif self._figures_due is None:
            wait = self._figures_shown + _FIGURES_EVERY - time.monotonic()
            if wait > 0:
                self._figures_due = self.set_timer(wait, self._show_figures)
            else:
                self._show_figures()

    def show_changes(self, touched: set[int]) -> None:
        """Draw what events changed that were folded in elsewhere."""
        self._show_rows(touched)
        self._tell()

    def _show_rows(self, touched: set[int]) -> None:
        current = self.sessions.current
        if current is not None and current.key in touched:
            self.show_veil()
            self.pane.record_changed()

    def show_session(self) -> None:
        """Bring the connection in view into every widget."""
        session = self.sessions.current
        self.show_veil()
        if session is not None:
            rows: dict[View, Rows] = {view: session.rows(cut) for view, cut in _CUTS.items()}
            self.pane.encoding = session.encoding
            self.pane.show(session.key, rows, session.started)
        else:
            self.pane.show(0, {}, None)
        self.show_messages()
        self.show_input()
        self.follow_search()
        self.follow_composer()
        self._tell()

    def _tell(self) -> None:
        """What only changes with events that are not mere flow, and then the figures."""
        session = self.sessions.current
        self.show_start()
        self.show_guide()
        self.pane.empty = EMPTY
        self.tell_input()
        self.show_card(session)
        self.show_title()
        self._show_figures()

    def _show_figures(self) -> None:
        if self._figures_due is not None:
            self._figures_due.stop()
            self._figures_due = None
        # The timer may go off while the application ends, and its widgets with it.
        if not self.is_attached or not self.app.is_running:
            return
        self._figures_shown = time.monotonic()
        self.query_one(TabStrip).changed()
        self.show_sidebar()

    def show_title(self) -> None:
        """The pane's border: what is shown, what Enter sends, and the keys that work where the focus is."""
        self._box.border_title = Content(self.title_words())
        typing = self.focused is None or self.focused is self.prompt
        if self.sessions.current is None:
            self._box.border_subtitle = self.start_keys(typing=typing)
        else:
            self._box.border_subtitle = self.input_keys() if typing else self.pane_keys()
        self.query_one(KeyBar).standing = self.standing

    def title_words(self) -> str:
        """What is shown, and what Enter does with it."""
        session = self.sessions.current
        if session is None:
            return "start"
        words = (session_words(session), self.pane_words(), self.veil_words(), self.input_words())
        return " · ".join(filter(None, words))

    # Actions --------------------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """In the pane, end the search before anything else."""
        if self.front.has_focus and self.searching:
            self.end_search()
            self.show_title()
        else:
            super().action_back()
