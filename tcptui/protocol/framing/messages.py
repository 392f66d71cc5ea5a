"""What the decoders of whole messages share: how one is told that is complete, cut, or breaks its framing."""

from __future__ import annotations

from abc import abstractmethod

from tcptui.protocol.framing.buffered import Buffered
from tcptui.protocol.framing.found import FOREVER, Found


class MessageDecoder(Buffered):
    """A `Decoder` of messages that follow each other, until one breaks the framing or the stream becomes another.

    A codec reads the bytes in `_step`, calls `_finish` at a message's end, and `_break` or `_leave` where messages end
    for good; what comes behind that is one stretch up to the FIN.
    """

    def __init__(self) -> None:
        super().__init__()
        self._start = 0  # where the message in progress began
        self._until: int | None = None  # where it will end, as soon as it has said so
        self._text = ""  # its text, as soon as enough of it has been seen
        self._rest: Found | None = None  # what is beyond the messages, once they have ended for good

    @property
    def missing(self) -> int | None:
        """Bytes still to come of the message in progress, where it has said how long it is."""
        return None if self._until is None else self._until - self._at

    @property
    def _at(self) -> int:
        """How far the stream has come."""
        return self._base + len(self._kept)

    def end(self) -> list[Found]:
        """The FIN: the message in progress is cut."""
        at = self._at
        if at == self._start:
            return []
        if self._rest is not None:
            return [self._rest._replace(end=at)]
        where, text = self._unfinished()
        return [Found(self._start, at, "message", False, missing=self.missing, text=text, where=where)]

    def _finish(self, at: int, *, final: bool = True) -> None:
        """The message in progress ends, complete, at stream offset `at`."""
        self._found.append(Found(self._start, at, "message", final=final, text=self._text))
        self._renew(at)

    def _break(self, at: int, what: str, end: int) -> None:
        """The message in progress breaks its framing at stream offset `at`: it ends at `end`, the rest is `extra`."""
        problem = f"The message breaks its framing at byte {at}: {what}."
        self._found.append(Found(self._start, end, "message", False, problem=problem, text=self._text))
        self._leave(Found(end, end, "extra", final=False))

    def _leave(self, rest: Found) -> None:
        """From where `rest` begins there are no messages any more."""
        self._renew(rest.start)
        self._rest, self._left = rest, FOREVER

    def _renew(self, at: int) -> None:
        """Expect a message that begins at stream offset `at`."""
        self._start, self._until, self._text = at, None, ""

    @abstractmethod
    def _unfinished(self) -> tuple[str, str]:
        """Where a FIN would cut the message in progress (`in the length`), and what can be told of its text."""
