"""Where to go while there is no connection: the start page, what is pasted as a target, and practice servers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tcptui.protocol import events as ev
from tcptui.protocol.endpoint import TargetError, parse_listen_address, parse_target
from tcptui.ui.editor import Editor
from tcptui.ui.verdicts import VerdictActions

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.lab.responders import Responder
    from tcptui.protocol.pasted.reader import Pasted
    from tcptui.ui.widgets.start_page import StartPage
    from tcptui.workbench import Workbench


class StartActions(VerdictActions):
    """Shows the start page, and connects to what was typed, pasted or chosen there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choice(-1)", "choice above", show=False, priority=True, id="start.above"),
        Binding("down", "choice(1)", "choice below", show=False, priority=True, id="start.below"),
    ]

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self.start: StartPage | None = None
        self.draft = Editor()
        """What is typed while there is no connection."""
        self._practice: dict[str, str] = {}  # a practice server's name -> where it listens
        self._awaited: dict[int, Responder] = {}  # listeners that don't listen yet

    # The page -------------------------------------------------------------------------------------------------------

    def show_start(self) -> None:
        """The start page in the pane's place while no connection is in view, the pane otherwise."""
        here = self.sessions.current is None
        if here != (self.start is not None and self.start.display):
            self.front.display = not here
            self._page().display = here
            if here:
                self.call_after_refresh(self._page().look)  # the page itself is painted first

    def _page(self) -> StartPage:
        if self.start is None:
            from tcptui.ui.widgets.start_page import StartPage

            self.start = StartPage()
            self.query_one("#session").mount(self.start, before=self.pane)
        return self.start

    def start_keys(self, *, typing: bool) -> str:
        """The keys that are worth a place in the border while there is no connection."""
        return "Enter connects · ↑ ↓ choose" if typing else "↑ ↓ or a number choose · Enter connects · i to type"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """↑ and ↓ go through the start page's choices only from an empty input line below it."""
        if action == "choice":
            typing = self.focused is not None and self.focused.id == "prompt"
            return self.sessions.current is None and typing and not self.draft.text
        return super().check_action(action, parameters)

    def action_choice(self, step: int) -> None:
        """Highlight another choice of the start page."""
        self._page().action_step(step)

    def action_switch(self, key: int) -> None:
        """With no connection, the number is one of the start page's choices."""
        if self.sessions.current is None:
            self._page().action_pick(key)
        else:
            super().action_switch(key)

    def on_start_page_chosen(self, message: StartPage.Chosen) -> None:
        """Go where a choice leads."""
        choice = message.choice
        if choice.name:
            self.action_practice(choice.name)
        else:
            self.open(parse_target(choice.target))
        self.query_one("#prompt").focus()

    def on_start_page_left(self) -> None:
        """Back to the input line."""
        self.query_one("#prompt").focus()

    # Targets --------------------------------------------------------------------------------------------------------

    def connect_to(self, text: str) -> bool:
        """With no connection, Enter takes what is typed for a target; on an empty line, what is highlighted above.

        A digit is the choice of that number, where there is one. False where it is none; then it is said why.
        """
        text = text.strip()
        if self.start is not None:
            if not text and self.start.action_choose():
                return True
            if len(text) == 1 and text.isdecimal() and self.start.action_pick(int(text)):
                return True
        from tcptui.protocol.pasted.reader import read_pasted

        try:
            pasted = read_pasted(text)
        except TargetError as error:
            self.say(str(error))
            return False
        self.connect(pasted)
        return True

    def connect(self, pasted: Pasted, framing: str | None = None) -> None:
        """Connect to what was understood; a request that came with it waits in the input."""
        session = self.open(pasted.endpoint, framing)
        if pasted.request:
            session.editor.set(pasted.request)
            self.show_session()
        if pasted.remark:
            self.say(pasted.remark)

    # Practice servers -----------------------------------------------------------------------------------------------

    def action_practice(self, name: str) -> None:
        """Connect to the practice server of this name, started on a free port of loopback where it does not run yet."""
        from tcptui.lab.responders import parse_responder

        responder = parse_responder(name)
        if name in self._practice:
            self._practise(responder, self._practice[name])
            return
        listener = self.workbench.listen(
            parse_listen_address("0"), respond=responder.script, responder=name, framing=responder.framing
        )
        self.sessions.hide(listener)
        self._awaited[listener] = responder

    def told(self, events: Iterable[ev.Event]) -> None:
        """Connect to a practice server as soon as it listens."""
        super().told(events)
        for event in events if self._awaited else ():
            responder = self._awaited.get(event.conn)
            match event:
                case ev.Listening(address=address) if responder is not None:
                    del self._awaited[event.conn]
                    self._practice[responder.name] = str(address)
                    self._practise(responder, str(address))
                case ev.LocalError(reason=reason) if responder is not None:
                    del self._awaited[event.conn]
                    self.say(f"the practice server could not be started: {reason}")
                case _:
                    pass

    def _practise(self, responder: Responder, target: str) -> None:
        session = self.open(parse_target(target), responder.framing)
        session.name = responder.name
        session.editor.set(responder.typed(target))
        self.show_session()
        self.say(f"{responder.name}, a practice server of your own: Enter sends this")
