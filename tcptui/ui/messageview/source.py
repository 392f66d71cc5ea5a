"""What the view shows of one connection: its messages as they were recorded, or as another framing finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.journal.messages import Decoding, MessageIndex
from tcptui.protocol.events import Message
from tcptui.protocol.framing.table import Framing
from tcptui.protocol.framing.telling import Standing
from tcptui.ui.keymap import key_of
from tcptui.ui.messageview.details import READ_AT_MOST
from tcptui.ui.messageview.secrets import ConnectionSecrets
from tcptui.ui.messageview.window import Window

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction
    from tcptui.ui.messageview.opened import Opened
    from tcptui.ui.sessions import Session


class MessageSource:
    """One connection's messages, and which of them are open in its view.

    framing: under which they were found; again: whether its bytes were read once more for that, and the record says
    otherwise.
    """

    def __init__(self, session: Session, framing: Framing, *, again: bool) -> None:
        """Raises OSError where nothing can be kept of what is read once more."""
        self.session = session
        self.framing = framing
        self.again = again
        asks: Direction = "in" if session.story.accepted is not None else "out"
        self.answers: Direction = "out" if asks == "in" else "in"
        """The direction of the answers."""
        keep = session.started if again else None
        # Read in either case: only the bytes tell what is under way behind the last message.
        self._decoding = Decoding(session.log, session.conn, framing, asks, keep)
        self.index = MessageIndex(self._decoding.found or session.log, session.conn)
        self.opened: dict[int, Opened] = {}
        self._read_once = False
        self._seen_to: int | None = None
        self.window = Window(lambda: self.numbers, lambda number: self.lines(number))
        self.secrets = ConnectionSecrets(session.log, session.conn)
        self.index.start()
        self._decoding.start()

    def stop(self) -> None:
        """Read no more: some milliseconds."""
        self.index.stop()
        self._decoding.stop()

    def rest(self, *, resting: bool) -> None:
        """Read no more until it is looked at again."""
        self.index.rest(resting=resting)
        self._decoding.rest(resting=resting)

    @property
    def version(self) -> tuple[object, ...]:
        """Changes when there may be something else to show."""
        story = self.session.story
        flowed = bool(story.read or story.taken)
        return self.index.version, self.standing, self.ended("in"), self.ended("out"), flowed

    @property
    def standing(self) -> Standing:
        """What is under way; nothing as long as that is not known."""
        return self._decoding.standing if self._decoding.caught_up else Standing()

    @property
    def became(self) -> str:
        """The framing, and of `auto` what it found."""
        return self._decoding.became

    @property
    def reading(self) -> str:
        """How far the reading is, in words; empty once all has been read."""
        share = self._decoding.share if self.again else self.index.share
        return self._decoding.problem or (f"reading {share:.0%}" if share < 1 else "")

    @property
    def settled(self) -> bool:
        """Whether all that there is by now has been read, so that what is not found is not there."""
        return self.index.caught_up and (self._decoding.caught_up or not self.again)

    @property
    def numbers(self) -> range:
        """The messages, and behind them what is under way: a line for each, and one for what is awaited."""
        known, standing = self.index.numbers, self.standing
        begun = len(standing.arriving)
        return range(known.start, known.stop + begun + self.waits)

    @property
    def waits(self) -> bool:
        """Whether an answer is owed of which no byte has come."""
        standing = self.standing
        return standing.awaited > any(one.direction == self.answers for one in standing.arriving)

    @property
    def unframed(self) -> bool:
        """Whether there are bytes, on a connection that can have messages: another framing may find some in them."""
        story = self.session.story
        return not story.is_listener and bool(story.read or story.taken)

    @property
    def nothing(self) -> str:
        """What stands where there are no messages, and for a listener what to do."""
        story = self.session.story
        if story.is_listener:
            return f"A listener has no messages; {key_of('connection.next')} goes to what came."
        if not self.unframed:
            return "No message yet: nothing has come or gone."
        return f"The framing {self.framing} finds no messages in these bytes."

    def ended(self, direction: Direction) -> bool:
        """Whether nothing more goes this way."""
        story = self.session.story
        fin = story.fin if direction == "in" else story.half_closed
        return self.session.over or fin is not None

    def is_message(self, number: int) -> bool:
        """Whether this number is a message's, rather than of something under way."""
        return number in self.index.numbers

    def at(self, number: int) -> Message | None:
        """The message of this number; of one under way, numbered 0, what is there so far; None for what is awaited."""
        if self.is_message(number):
            return self.index.message(number)
        arriving = self.standing.arriving
        under_way = number - self.index.numbers.stop
        if not 0 <= under_way < len(arriving):
            return None
        way, start, come, missing, t, lost = arriving[under_way]
        kind = "extra" if lost else "message"
        awaited = self.standing.awaited
        return Message(self.session.conn, t, way, 0, start, start + come, kind, False, False, awaited, missing=missing)

    def refuses(self, message: Message) -> bool:
        """Whether an answer says in its framing's own way that what was asked failed: an error of redis."""
        resp = self.framing.name == "resp" and message.direction == self.answers
        return resp and message.text.startswith(("-", "!"))

    def holding(self, direction: Direction, offset: int) -> int | None:
        """The number of what has this byte of a stream: a message, or one under way; None where nothing (known) has."""
        for number, one in enumerate(self.standing.arriving, self.index.numbers.stop):
            if one.direction == direction and one.start <= offset < one.start + one.come:
                return number
        return self.index.holding(direction, offset)

    def lines(self, number: int) -> int:
        """How many lines a message has in the view."""
        opened = self.opened.get(number)
        return 1 + len(opened.lines) if opened is not None else 1

    def new_below(self, last: int) -> int:
        """How many came since and were not in view yet. last: the number that is the last in view now.

        What was there when it was first looked at is not new, nor what is under way there and becomes a message.
        """
        stop = self.numbers.stop
        if not self._read_once or self._seen_to is None:
            self._read_once, self._seen_to = self.settled, stop
        self._seen_to = max(self._seen_to, last + 1)
        return max(0, stop - self._seen_to)

    def read(self, message: Message) -> bytes:
        """A message's first bytes."""
        size = min(message.end - message.start, READ_AT_MOST)
        return self.session.log.read(self.session.conn, message.direction, message.start, size)
