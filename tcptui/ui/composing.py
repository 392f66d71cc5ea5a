"""The composer and the connection in view: it opens under the session, and each connection keeps its own draft."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from textual.message import Message

from tcptui.protocol.endpoint import TargetError, parse_target
from tcptui.ui.keymap import key_of
from tcptui.ui.reading import ReadActions
from tcptui.ui.sending import SendActions
from tcptui.ui.sessions import Session

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.requests.delivery import Delivered
    from tcptui.ui.composer.errands import Errands
    from tcptui.ui.composer.linking import Linking
    from tcptui.ui.composer.outgoing import Outgoing
    from tcptui.ui.composer.pane import ComposerPane
    from tcptui.ui.composer.work import Work
    from tcptui.workbench import Workbench

_NOBODY = "localhost"
"""In HTTP's Host, where no peer has a name."""

_FIRST_FRAMING = "http"
"""What is composed where the connection's framing does not say it."""


class ComposeActions(ReadActions, SendActions):
    """Opens the composer, keeps its drafts, and leads from it to the rest of the screen.

    The class `-composer` says that it is open, `-composing` that its keys are in it: on a small screen it then takes
    the body.
    """

    class Went(Message):
        """A composed message has gone out on one connection, or won't any further. Posted by the loop thread."""

        def __init__(self, outgoing: Outgoing, conn: int, how: Delivered) -> None:
            super().__init__()
            self.outgoing, self.conn, self.how = outgoing, conn, how

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self.composer: ComposerPane | None = None
        """The composer, once it was opened."""
        self._works: dict[int, Work] = {}
        self._errands_of: Errands | None = None

    # Opening and leaving --------------------------------------------------------------------------------------------

    @property
    def composing(self) -> ComposerPane | None:
        """The composer while it is open."""
        return self.composer if self.has_class("-composer") else None

    def action_compose(self) -> None:
        """Open the composer, or go to it; from it, go back to the session."""
        if self.composer is None:
            from tcptui.ui.composer.pane import ComposerPane

            self.composer = ComposerPane(self._work())
            self.mount(self.composer, after="#body")
        if self.composing is not None and self.composer.has_focus_within:
            self.leave_composer()
            return
        self.add_class("-composer", "-composing")
        self.follow_composer()
        self.call_after_refresh(self.composer.take_keys)

    def leave_composer(self) -> None:
        """Back to the session; the composer stays where there is room for both."""
        self.remove_class("-composing")
        self.prompt.focus()

    def _close_composer(self) -> None:
        self.remove_class("-composer")
        self.leave_composer()

    def on_descendant_focus(self) -> None:
        """On a small screen, show the part with the keys."""
        if self.composing is not None:
            self.set_class(self.composing.has_focus_within, "-composing")
            self.composing.show_marked(len(self.sessions.marked_ones()))

    def say(self, remark: str) -> None:
        """Say it where the keys are: on a small screen the composer hides the input line."""
        if self.composing is not None and self.composing.has_focus_within:
            self.composing.say(remark)
        else:
            super().say(remark)

    def _away(self) -> str:
        """While the keys are in the composer, how they come back to the session."""
        away = self.composing is not None and self.composing.has_focus_within
        return f"{key_of('composer')} comes back here" if away else ""

    def pane_keys(self) -> str:
        """The keys of the pane, while they go there."""
        return self._away() or super().pane_keys()

    def start_keys(self, *, typing: bool) -> str:
        """The keys of the start page, while they go there."""
        return self._away() or super().start_keys(typing=typing)

    # Drafts ---------------------------------------------------------------------------------------------------------

    def _work(self) -> Work:
        """The draft of the connection in view; a new one, where it has none yet."""
        from tcptui.ui.composer.work import Work

        session = self.sessions.current
        key = session.key if session is not None else 0
        if key not in self._works:
            encoding = session.encoding if session is not None else self.settings.encoding
            answers = session is not None and session.story.accepted is not None
            work = self._works[key] = Work(self._framing_of(session), peer_of(session), encoding, answers=answers)
            work.read_as = session.story.framing if session is not None else ""
            self._begin_with_typed(session, work)
        return self._works[key]

    def _begin_with_typed(self, session: Session | None, work: Work) -> None:
        """What stands in the input line is what is composed first, where its form is known."""
        from tcptui.ui.composer.taking import take_bytes
        from tcptui.ui.input.wire import TypedError

        if session is None or not session.editor.text:
            return
        with contextlib.suppress(TypedError):
            way = self._way(session, escapes=self.prompt.lines.way.escapes)
            take_bytes(work, work.framing, way.block(session.editor.text))

    def _framing_of(self, session: Session | None) -> str:
        framing = (session.story.framing if session is not None else "") or self.framing
        return _FIRST_FRAMING if framing == "auto" else framing

    def follow_composer(self) -> None:
        """Another connection is in view, or is read in another encoding: show its draft."""
        composer = self.composing
        if composer is None:
            return
        work, session = self._work(), self.sessions.current
        encoding = session.encoding if session is not None else self.settings.encoding
        if composer.work is not work or work.encoding != encoding:
            work.encoding = encoding
            composer.show(work)

    def let_go(self, session: Session) -> None:
        """Its tab is closed: its draft goes with it."""
        super().let_go(session)
        self._works.pop(session.key, None)

    # What goes beyond the composer ----------------------------------------------------------------------------------

    async def on_composer_asked(self, message: Linking.Asked) -> None:
        """Close the composer, leave it, or have done what it asks for."""
        message.stop()
        match message.what:
            case "close":
                self._close_composer()
            case "leave":
                self.leave_composer()
            case _ if self.composer is not None:
                await self._errands().run(message.what, self.composer)

    def _errands(self) -> Errands:
        if self._errands_of is None:
            from tcptui.ui.composer.errands import Errands

            self._errands_of = Errands(self)
        return self._errands_of

    def save_composed(self, pane: ComposerPane) -> None:
        """Save the composed message as a request."""
        raise NotImplementedError

    def on_compose_actions_went(self, message: Went) -> None:
        """A message, or what could be sent of it, has gone out on one connection."""
        self._errands().went(message, self.composer)


def peer_of(session: Session | None) -> str:
    """The other side as `host:port`; a name that means nothing where there is none."""
    return peer_at(session.story.target) if session is not None else _NOBODY


def peer_at(target: str) -> str:
    """A target as `host:port`; a name that means nothing for what is none."""
    try:
        return parse_target(target).host_port
    except TargetError:
        return _NOBODY
