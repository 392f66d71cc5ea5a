"""Saved requests in the workbench: the collection, and what was composed or said becoming one of it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from tcptui.ui.composing import ComposeActions, peer_at
from tcptui.ui.keymap import key_of
from tcptui.ui.messages import MessageActions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tcptui.config.settings import Settings
    from tcptui.requests.capturing import Captured
    from tcptui.requests.reading import Read
    from tcptui.ui.collection.changing import Chosen, Remembered
    from tcptui.ui.collection.keeping import Keeping
    from tcptui.ui.collection.stretches import Stretch
    from tcptui.ui.composer.pane import ComposerPane
    from tcptui.ui.selection import Selection
    from tcptui.ui.sessions import Session
    from tcptui.workbench import Workbench

_SWAPPED: Final = "It came to us: what the peer sent will be sent, and what we answered is waited for."


class CollectActions(ComposeActions, MessageActions):
    """Opens the collection, and saves into it."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self._remembered: Remembered | None = None

    def replay(self, read: Read, path: Path) -> None:
        """Replay a request."""
        raise NotImplementedError

    def action_saved(self) -> None:
        """Show the saved requests, and replay the one that is chosen."""
        from tcptui.ui.collection.screen import Collection

        def answered(chosen: Chosen | None) -> None:
            if chosen is not None:
                self.replay(chosen.read, chosen.path)

        self.say("")
        session = self.sessions.current
        target = session.story.target if session is not None and session.story.accepted is None else ""
        self.app.push_screen(Collection(target, self._memory()), answered)

    def _memory(self) -> Remembered:
        """What the collection's screen keeps while it is closed."""
        from tcptui.ui.collection.changing import Remembered

        self._remembered = self._remembered or Remembered()
        return self._remembered

    # Saving ---------------------------------------------------------------------------------------------------------

    def _save_forms(self, title: str, name: str, target: str, forms: Mapping[str, Captured]) -> None:
        """Ask how something is to be saved, and save it."""
        self.run_worker(self._look_through(title, name, target, forms), group="capture", exclusive=True)

    async def _look_through(self, title: str, name: str, target: str, forms: Mapping[str, Captured]) -> None:
        """Look for credentials in a thread, then ask."""
        from tcptui.ui.collection.composed import first_content, name_of
        from tcptui.ui.collection.keeping import Keeping

        name = name or name_of(first_content(forms)) or f"to {target}".strip()
        self._ask_to_save(title, await asyncio.to_thread(Keeping, name, target, forms))

    def _ask_to_save(self, title: str, keeping: Keeping, note: str = "") -> None:
        from tcptui.ui.collection.places import told
        from tcptui.ui.collection.saveform import SaveRequest

        def answered(path: Path | None) -> None:
            if path is not None:
                self._memory().at = str(path)
                words = f"saved as {told(path)}; {key_of('saved')} shows it"
                self.say(words)
                if self.composing is not None:
                    self.composing.say(words, "good")

        self.app.push_screen(SaveRequest(title, keeping, note), answered)

    def save_composed(self, pane: ComposerPane) -> None:
        """Save the composed message as a request."""
        from tcptui.ui.collection.composed import forms_of_message, name_of
        from tcptui.ui.composer.plan import PlanError

        work = pane.work
        data = work.made.composed.data
        try:
            delivery = work.plan.delivery(data, work.marks)
        except PlanError as error:
            pane.say(str(error))
            return
        if work.problems:
            pane.say(f"it can't be saved as it is: {work.problems[0]}")
            return
        if not data:
            pane.say("there is nothing to save yet: it has no bytes")
            return
        forms = forms_of_message(work.taken().draft, data, work.target, delivery)
        session = self.sessions.current
        target = session.story.target if session is not None and session.story.accepted is None else ""
        self._save_forms("the composed message", name_of(data), target, forms)

    def save_sent(self, target: str, framing: str, data: bytes, secrets: Sequence[str] = ()) -> None:
        """Save something that was sent once as a request. secrets: values in it that are known to be credentials."""
        from tcptui.ui.collection.composed import forms_of_bytes, name_of

        forms = forms_of_bytes(data, framing or "auto", peer_at(target), secrets)
        self._save_forms("what was sent", name_of(data, secrets), target, forms)

    # What was just done ---------------------------------------------------------------------------------------------

    def action_write_down(self) -> None:
        """Save what was said on the connection in view as a request: what is selected, or else all."""
        self.say("")
        session = self.sessions.current
        if session is None or not (session.story.taken if session.story.accepted is None else session.story.read):
            self.say("nothing was sent yet that could be saved as a request")
        elif self.front is self.pane:
            self._write_down(session, self._selected())
        else:
            self._ask_stretch(session)

    def _selected(self) -> Selection | None:
        """What is selected in the pane; of a text, whole rows."""
        from tcptui.ui.collection.stretches import whole_rows

        selection, rows = self.pane.selection, self.pane.rows
        if selection is None or rows is None or self.pane.view != "text":
            return selection
        return whole_rows(rows, selection)

    def _ask_stretch(self, session: Session) -> None:
        """Which messages."""
        from tcptui.ui.collection.stretches import STRETCHES, stretch_of
        from tcptui.ui.screens.choose import Choice, Choose

        source = self.messages.source if self.messages is not None else None
        here = source.window.here if source is not None else None
        if source is None or here is None:
            self._write_down(session, None)
            return

        def answered(stretch: Stretch | None) -> None:
            if stretch is not None:
                self._write_down(session, stretch_of(source, here.number, stretch))

        choices = [Choice(name[0], name, *words) for name, words in STRETCHES.items()]
        self.app.push_screen(Choose("Save which messages as a request?", choices), answered)

    def _write_down(self, session: Session, selection: Selection | None) -> None:
        self.run_worker(self._capture(session, selection), group="capture", exclusive=True)

    async def _capture(self, session: Session, selection: Selection | None) -> None:
        """Read it in a thread, and ask what of it is to be saved."""
        from tcptui.journal.layout import DamagedLogError
        from tcptui.journal.stretch import StoppedError
        from tcptui.ui.collection.captured import NothingSentError, Said, captured_of
        from tcptui.ui.recordedturns import TooLongError
        from tcptui.ui.screens.progress import Progress

        framing = session.story.framing or "none"
        if self.front is not self.pane and self.sources is not None:
            framing = self.sources.framing_of(session)
        accepted = session.story.accepted
        target = session.story.target if accepted is None else str(accepted.local)
        said = Said(session.log, session.conn, selection, target, accepted is not None)
        progress = Progress("Reading what was said")

        def told(words: str) -> None:
            progress.words = words

        try:
            keeping = await progress.during(self.app, partial(captured_of, said, framing, told, progress.stop))
        except StoppedError:
            self.say("stopped: nothing was saved")
        except (TooLongError, NothingSentError, DamagedLogError) as error:
            self.say(str(error))
        except OSError as error:
            self.say(f"the record can't be read: {error.strerror or error}")
        else:
            what = "what was said" if selection is None else "what was selected"
            title = f"{what} on connection {session.label}: {session.title}"
            self._ask_to_save(title, keeping, _SWAPPED if said.swapped else "")
