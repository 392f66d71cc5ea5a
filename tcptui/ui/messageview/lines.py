"""The lines of the message view as they are drawn once: of messages, of what is under way, of what is open."""

from __future__ import annotations

from tcptui.protocol.events import Message
from tcptui.ui.messageview.rows import Columns, arriving_line, awaited_line, message_line
from tcptui.ui.messageview.source import MessageSource
from tcptui.ui.messageview.times import begun, moment
from tcptui.ui.messageview.window import Spot
from tcptui.ui.rowtimes import TimeMode
from tcptui.ui.veiled import VEIL
from tcptui.ui.veiledtext import HIDDEN
from tcptui.ui.widgets.board import Pieces


class Lines:
    """Draws a source's lines in these columns. times: how they are told; veiled: whether secrets are hidden."""

    def __init__(self, source: MessageSource, of: Columns, times: TimeMode, *, veiled: bool) -> None:
        self._source = source
        self._columns = of
        self._times: TimeMode = times
        self._veiled = veiled
        self._messages: dict[int, Message] = {}

    def line(self, spot: Spot) -> Pieces:
        """One line."""
        source, of = self._source, self._columns
        if spot.line:
            return source.opened[spot.number].lines[spot.line - 1]
        opened = spot.number in source.opened
        if source.is_message(spot.number):
            message, time = self._message(spot.number), self._moment(spot.number)
            return message_line(message, time, of, opened=opened, refusal=source.refuses(message))
        standing, under_way = source.standing, spot.number - source.index.numbers.stop
        if under_way >= len(standing.arriving):
            return awaited_line(standing, source.answers, of, over=source.ended(source.answers))
        one = standing.arriving[under_way]
        time = moment(one.t, self._times, source.session.started, None)
        return arriving_line(one, time, of, over=source.ended(one.direction), opened=opened)

    def hides(self, spot: Spot) -> bool:
        """Whether something is hidden in a line."""
        if not self._veiled:
            return False
        if spot.line:
            return any(tone == "muted" and VEIL in text for text, tone in self.line(spot))
        return self._source.is_message(spot.number) and HIDDEN in self._message(spot.number).text

    def _message(self, number: int) -> Message:
        """A message, its first line without its secrets while they are hidden."""
        message = self._messages.get(number)
        if message is None:
            message = self._source.index.message(number)
            if self._veiled:
                message = self._source.secrets.without(message)
            self._messages[number] = message
        return message

    def _moment(self, number: int) -> str:
        """When a message began; told since the one before, where times are told so."""
        source, before = self._source, None
        if self._times == "last" and source.is_message(number - 1):
            before = begun(source.index.message(number - 1))
        return moment(begun(source.index.message(number)), self._times, source.session.started, before)
