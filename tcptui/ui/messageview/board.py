"""The messages of a connection on a board: only those that are on the screen are read, and large ones in a thread."""

from __future__ import annotations

import asyncio

from textual.message import Message as TextualMessage
from textual.reactive import reactive

from tcptui.journal.layout import DamagedLogError
from tcptui.protocol.events import Direction, Message
from tcptui.ui.fitting import cut, filled
from tcptui.ui.keymap import key_of
from tcptui.ui.messageview.details import Seen, details
from tcptui.ui.messageview.lines import Lines
from tcptui.ui.messageview.opened import Opened
from tcptui.ui.messageview.rows import columns, heading
from tcptui.ui.messageview.secrets import NO_SECRETS
from tcptui.ui.messageview.source import MessageSource
from tcptui.ui.messageview.window import Spot
from tcptui.ui.rowtimes import TIME_WIDTHS, TimeMode
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.pane_keys import PaneKeys

_EVERY = 0.1
"""Seconds between two looks at what has been found or is under way."""
_AT_ONCE = 16_384
"""Bytes of a message that are laid out at once; larger ones in a thread."""
_HEADED = 6
"""Lines from which one is the columns' names."""


class MessageBoard(PaneKeys, Board):
    """Follows the newest message until the cursor leaves it."""

    class Missing(TextualMessage):
        """No message has the byte that was to be gone to."""

    time_mode: reactive[TimeMode] = reactive[TimeMode]("start")
    """Which times stand beside the messages."""

    secrets: reactive[int | None] = reactive[int | None](0)
    """How many stretches of what came were told to be secrets by now, hidden with others; None to show all."""

    class HidesTurned(TextualMessage):
        """Something in view is hidden now, or nothing any more."""

    def __init__(self) -> None:
        super().__init__(id="messages")
        self.source: MessageSource | None = None
        """Of the connection in view."""
        self.spots: list[Spot] = []
        """What its lines show, those of the heading left out."""
        self.head = 0
        """How many lines the heading takes."""
        self.homing = False
        """Whether the first message is to be gone to, as soon as that is known."""
        self._wanted: tuple[Direction, int] | None = None
        """The byte whose message is to be gone to, as soon as that is known."""
        self.hides = False
        """Whether secrets are in view that are not shown."""
        self._problem = ""
        self._drawn: object = None

    def on_mount(self) -> None:
        """Look now and then for what is new."""
        self.set_interval(_EVERY, self._look)

    def show(self, source: MessageSource | None, problem: str) -> None:
        """Show this connection's messages, at the place at which they were left. problem: why there are none."""
        if source is not self.source:
            self.hides = False
        self.source, self._problem = source, problem
        self.stay()
        self._lay_out_all()
        self.redraw()

    def _look(self) -> None:
        if self.source is not None and self.display:
            self._seek()
            if self.homing:
                self.source.window.first()
                self.homing = self.source.index.share < 1
            now = (self.source.version, self.source.reading)
            if now != self._drawn:
                self._drawn = now
                self._lay_out_changed(self.source)
                self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Where nothing is shown, the way to another framing is told for who has the keys."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def watch_time_mode(self) -> None:
        """Tell other times."""
        self.redraw()

    def watch_secrets(self) -> None:
        """Hide other bytes, or none."""
        self._lay_out_all(anew=True)
        self.redraw()

    def on_resize(self) -> None:
        """What is open was laid out for another width."""
        self._lay_out_all()
        super().on_resize()

    # What it stands on ----------------------------------------------------------------------------------------------

    @property
    def follows(self) -> bool:
        """Whether the newest message stays in view."""
        return self.source is None or self.source.window.follows

    @property
    def message(self) -> Message | None:
        """The message under the cursor, or what is there so far of one under way; None where there is none."""
        source = self.source
        here = source.window.here if source is not None else None
        return source.at(here.number) if source is not None and here is not None else None

    @property
    def place(self) -> tuple[Direction, int] | None:
        """The stream and offset of the first byte of what is under the cursor."""
        message = self.message
        return (message.direction, message.start) if message is not None else None

    def go_to(self, direction: Direction, offset: int) -> None:
        """Put the cursor on the message with this byte, as soon as it is known which one that is."""
        self._wanted = (direction, offset)
        self._seek()

    def stay(self) -> None:
        """Go nowhere any more by itself."""
        self._wanted, self.homing = None, False

    def _seek(self) -> None:
        source = self.source
        if source is None or self._wanted is None:
            return
        settled = source.settled  # asked first: what is found until then counts
        number = source.holding(*self._wanted)
        if number is not None:
            self._wanted = None
            source.window.bring(number, self.size.height // 3)
            self.redraw()
        elif settled:
            self._wanted = None
            self.post_message(self.Missing())

    # Drawing --------------------------------------------------------------------------------------------------------

    def board(self) -> list[Pieces]:
        """The window's lines."""
        source, size = self.source, self.content_size
        if not size.width:
            return []
        if source is None:
            return self._hint(self._problem)
        self.head = int(size.height >= _HEADED)
        self.spots = source.window.shown(size.height - self.head)
        if not self.spots:
            return self._hint(source.nothing + (self._other_framing() if source.unframed else ""))
        numbers = source.index.numbers
        newest = source.index.message(numbers[-1]).number if numbers else 1
        of = columns(size.width, newest + 1, TIME_WIDTHS[self.time_mode])
        here = source.window.here
        drawn = Lines(source, of, self.time_mode, veiled=self.secrets is not None)
        lines = [drawn.line(spot) for spot in self.spots]
        self._tell_hidden(any(map(drawn.hides, self.spots)))
        if here in self.spots:
            at = self.spots.index(here)
            lines[at] = _under_cursor(lines[at], size.width)
        return [heading(of, self._words(source)), *lines] if self.head else lines

    def _tell_hidden(self, hides: bool) -> None:
        """Say it when the first secret comes into view, or the last one is left behind."""
        hides |= self.hides and self.secrets is not None and self.follows  # what flows by must not make it blink
        if hides != self.hides:
            self.hides = hides
            self.call_next(self.post_message, self.HidesTurned())

    def _hint(self, text: str) -> list[Pieces]:
        width, lines = self.content_size.width, text.split("\n")
        blank: list[Pieces] = [()] * max(0, (self.content_size.height - len(lines)) // 2)
        return [*blank, *(((cut(line, width).center(width), "muted"),) for line in lines)]

    def _other_framing(self) -> str:
        """How another framing is asked for, from where the keys go now."""
        before = "" if self.has_focus else "Esc brings the keys here: "
        return f"\n{before}{key_of('pane.framing')} looks at them under another one; or click."

    def _words(self, source: MessageSource) -> str:
        """Which of how many the cursor is on, what is under way among them, and whether newer ones came below."""
        numbers, here = source.numbers, source.window.here
        new = source.new_below(self.spots[-1].number)
        place = f"{len(numbers):,}"
        if not source.window.follows and here is not None:
            place = f"{here.number - numbers.start + 1:,} of {place}" + (f" ▼ {new:,} new" if new else "")
        return f"{source.reading} · {place}" if source.reading else place

    # What is open ---------------------------------------------------------------------------------------------------

    def _lay_out_all(self, *, anew: bool = False) -> None:
        if self.source is not None and self.content_size.width:
            for number, opened in list(self.source.opened.items()):
                if anew or opened.width != self.content_size.width:
                    self.lay_out(self.source, number, opened)

    def _lay_out_changed(self, source: MessageSource) -> None:
        """What was open while it was under way has more bytes now, or is whole."""
        for number, opened in list(source.opened.items()):
            of = opened.of
            if of is None or of.number or opened.busy:
                continue
            now = source.holding(of.direction, of.start)
            if now is not None and now != number:
                # Another message ended before it, and has its number now.
                source.opened[now] = source.opened.pop(number)
                source.window.follow_to(number, now)
            if now is not None and of != source.at(now):
                self.lay_out(source, now, opened)

    def lay_out(self, source: MessageSource, number: int, opened: Opened) -> None:
        """Lay a message's lines out, a large one's in a thread."""
        message = source.at(number)
        if message is None:
            del source.opened[number]
            return
        opened.of, opened.width, opened.veiled = message, self.content_size.width, self.secrets is not None
        opened.asked += 1
        if message.end - message.start <= _AT_ONCE:
            opened.lines = _details(source, message, opened)
        else:
            opened.lines = opened.lines or [(("    reading …", "muted"),)]
            self.run_worker(self._read(source, message, opened), group="details", exclusive=False)

    async def _read(self, source: MessageSource, message: Message, opened: Opened) -> None:
        asked, opened.busy = opened.asked, True
        lines = await asyncio.to_thread(_details, source, message, opened)
        opened.busy = False
        if opened.asked == asked:
            opened.lines = lines
            here = source.window.here
            if here is not None and source.opened.get(here.number) is opened:
                source.window.reveal(here.number)
            self.redraw()


def _under_cursor(pieces: Pieces, width: int) -> Pieces:
    """The line under the cursor: brightness says so, whatever its colours were."""
    return ((filled("".join(text for text, _ in pieces), width), "reverse "),)


def _details(source: MessageSource, message: Message, opened: Opened) -> list[Pieces]:
    """A message's lines, or why it can't be read."""
    try:
        data = source.read(message)
        secrets = source.secrets.of(message, data) if opened.veiled else NO_SECRETS
    except (OSError, DamagedLogError) as error:
        return [((f"    its bytes can't be read: {error}", "failure"),)]
    seen = Seen(
        message, data, source.framing.name, source.session.encoding, key_of("pane.save"), source.answers, secrets
    )
    return details(seen, opened.form, opened.width)
