"""The history of what was sent: opening it, and doing again what was chosen there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from tcptui.protocol.commands import Send
from tcptui.protocol.endpoint import Endpoint, TargetError, parse_target
from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact, size
from tcptui.ui.composing import ComposeActions
from tcptui.ui.recordings import RecordingActions
from tcptui.ui.screens.ask import Ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcptui.journal.sententry import SentEntry
    from tcptui.ui.senthistory.line import SentLine
    from tcptui.ui.senthistory.screen import Chosen

_MOST: Final[dict[str, int]] = {"input": 16_000, "compose": 64 << 10, "save": 64 << 20, "again": 64 << 20}
"""Bytes of one thing that can be taken up again, by what is done with it."""

_PLACES: Final = {"input": "an input line", "compose": "the composer", "save": "a request", "again": "one message"}


class RememberActions(RecordingActions, ComposeActions):
    """Opens the history, and takes things up again from it."""

    def action_history(self) -> None:
        """Show everything that was sent, in all runs."""
        from tcptui.ui.senthistory.screen import SentHistory

        self.say("")
        self.app.push_screen(SentHistory(), self._taken_up)

    def _taken_up(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        entry = chosen.line.entry
        if chosen.what == "open":
            self._open_at(entry)
        elif entry.size > _MOST[chosen.what]:
            self.say(
                f"{size(entry.size)} are too much: {_PLACES[chosen.what]} holds {size(_MOST[chosen.what])} at most"
            )
        else:
            self.run_worker(self._take_up(chosen), group="history", exclusive=True)

    async def _take_up(self, chosen: Chosen) -> None:
        """Read its bytes, and do with them what was chosen."""
        entry = chosen.line.entry
        data = await asyncio.to_thread(_read, entry)
        if len(data) < entry.size:
            self.say("its bytes are not there any more: its run was deleted or is damaged")
            return
        match chosen.what:
            case "input":
                self._into_input(data)
            case "compose":
                self._into_composer(entry.framing or "auto", data)
            case "again":
                self._ask_to_send(chosen.line, data)
            case "save":
                places = [(start - entry.offset, end - entry.offset) for start, end in entry.secrets()]
                values = [data[start:end].decode("utf-8", "surrogateescape") for start, end in places]
                self.save_sent(entry.target, entry.framing, data, values)

    def save_sent(self, target: str, framing: str, data: bytes, secrets: Sequence[str]) -> None:
        """Save it as a request, to be sent to this target. secrets: values in it that are known to be credentials."""
        raise NotImplementedError

    # Where it goes --------------------------------------------------------------------------------------------------

    def _into_input(self, data: bytes) -> None:
        """Put it into the input line as it is typed, or with escapes where only they give the same bytes."""
        from tcptui.ui.input.exactly import exactly

        if self.sessions.current is None:
            self.say("no connection is in view that could get it: open one, or send it again from the history")
            return
        entry, remark = exactly(data, self.prompt.lines.way)
        self.prompt.focus()
        self.prompt.end()
        typed = self.prompt.lines.entry
        if typed.text:
            self.prompt.sent(typed)  # ↑ brings back whatever stands in the history of the line
        self.prompt.lines.recall(entry)
        self.prompt.changed()
        self.say(remark or ("↑ brings back what was typed" if typed.text else ""))

    def _into_composer(self, framing: str, data: bytes) -> None:
        """Put it into the composer as it was sent; asked first where a message is being written there."""

        def answered(yes: bool | None) -> None:
            if yes:
                self._compose_bytes(framing, data)

        work = self._work()
        if work.kind == "file" or work.typed:
            what = "It takes the place of what you were writing for this connection."
            self.app.push_screen(Ask("Put it into the composer?", what), answered)
        else:
            self._compose_bytes(framing, data)

    def _compose_bytes(self, framing: str, data: bytes) -> None:
        from tcptui.ui.composer.taking import take_bytes

        work = self._work()
        take_bytes(work, framing, data)
        if self.composing is not None and self.composing.has_focus_within:
            self.composing.show(work)
            return
        shown = self.composer
        self.action_compose()
        if shown is not None:
            shown.show(work)

    def _ask_to_send(self, line: SentLine, data: bytes) -> None:
        """Send it to the same target over a new connection, asked first: it may do something there."""
        target = visible_text(line.entry.target)
        try:
            endpoint = parse_target(line.entry.target)
        except TargetError:
            self.say(f"it was sent on a connection that came to us ({target}): there is no target to connect to")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._send_again(endpoint, line.entry, data)

        first = visible_text(line.text)
        what = f"{exact(len(data))} over a new connection to {target}: {first}"
        self.app.push_screen(Ask("Send it again?", what), answered)

    def _send_again(self, endpoint: Endpoint, entry: SentEntry, data: bytes) -> None:
        session = self.open(endpoint, entry.framing or None)
        secrets = tuple((start - entry.offset, end - entry.offset) for start, end in entry.secrets())
        self.workbench.submit(Send(session.conn, data, secrets))
        self.follow()

    # Its recording --------------------------------------------------------------------------------------------------

    def _open_at(self, entry: SentEntry) -> None:
        """Show it where it was sent: in this run's connection, or in the recording."""
        path = self.workbench.log.path
        session = self.sessions.find(entry.conn)
        if path is None or path.parent.name != entry.run or session is None:
            from tcptui.ui.screens.past_runs import Picked

            self.open_run(Picked(entry.run, entry.conn, (entry.pos, entry.offset)))
            return
        self.bring(session)
        self.show_place(entry.pos, entry.offset)

    def show_place(self, pos: int, offset: int) -> None:
        """Show a place of the connection in view, as bytes."""
        self.show_bytes()
        self.pane.focus()
        self.call_after_refresh(self.pane.go_to, pos, offset, None)  # it may only come to the front now


def _read(entry: SentEntry) -> bytes:
    """Its bytes, or those that are there still; it reads the disk."""
    from tcptui.journal.sentlog import SentLog

    try:
        with SentLog(entry.run) as log:
            return b"".join(log.pieces(entry.stretch))
    except OSError:
        return b""
