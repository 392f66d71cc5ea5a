"""Messages whose beginning tells their size: a head that is read, then content that is counted and not looked at."""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple

from tcptui.protocol.framing.buffered import MORE
from tcptui.protocol.framing.found import PEEK, TEXT_LIMIT, beginning
from tcptui.protocol.framing.messages import MessageDecoder


class Head(NamedTuple):
    """What a message begins with.

    size: of the head, content: of what follows it, both in bytes; label: what the message's text begins with; told:
    whether the content's beginning belongs to its text; final: whether the message can be an answer.
    """

    size: int
    content: int
    label: str = ""
    told: bool = True
    final: bool = True


class Broken(NamedTuple):
    """A head that breaks the framing. at: where, what: how, a phrase; size: how much of the message belongs to it.

    Offsets count from the message's first byte.
    """

    at: int
    what: str
    size: int


class SizedDecoder(MessageDecoder):
    """A `Decoder`: reads heads, lets contents pass, and looks at the bytes that must end each message."""

    terminator = b""
    """What stands behind every content."""

    def __init__(self) -> None:
        super().__init__()
        self._head: Head | None = None  # of the message in progress
        self._titled = False  # enough of its content has been seen for its text

    def _step(self, buffer: bytes | bytearray, pos: int) -> int:
        if self._head is None:
            return self._begin(buffer, pos)
        if not self._titled:
            return self._look(buffer, pos, self._head)
        return self._terminate(buffer, pos)

    def _begin(self, buffer: bytes | bytearray, pos: int) -> int:
        head = self._read_head(buffer, pos)
        match head:
            case None:
                return MORE
            case Broken():
                self._break(self._start + head.at, head.what, self._start + head.size)
                return pos + head.size
            case Head():
                self._head = head
                self._until = self._start + head.size + head.content + len(self.terminator)
                self._text = head.label
                self._titled = not head.told or not head.content
                if self._titled:
                    self._count(head.content, self._base + pos + head.size)
                return pos + head.size

    def _look(self, buffer: bytes | bytearray, pos: int, head: Head) -> int:
        """Wait until as much of the content is here as its text needs."""
        wanted = min(head.content, PEEK)
        if len(buffer) - pos < wanted:
            return MORE
        self._text, self._titled = _text(head, buffer[pos : pos + wanted]), True
        self._count(head.content, self._base + pos)
        return pos

    def _count(self, content: int, at: int) -> None:
        """Let the content pass that begins at stream offset `at`."""
        self._left = content
        if not content:
            self._passed(at)

    def _passed(self, at: int) -> None:
        if not self.terminator:
            self._finish_sized(at)

    def _terminate(self, buffer: bytes | bytearray, pos: int) -> int:
        size = len(self.terminator)
        if not buffer.startswith(self.terminator, pos):
            at = self._base + pos
            self._break(at, f"{self.terminator.decode()!r} should stand behind the content", at)
            return pos
        self._finish_sized(self._base + pos + size)
        return pos + size

    def _finish_sized(self, at: int) -> None:
        self._finish(at, final=self._head is None or self._head.final)

    def _renew(self, at: int) -> None:
        super()._renew(at)
        self._head, self._titled = None, False

    def _unfinished(self) -> tuple[str, str]:
        if self._head is None:
            return self._where(), ""
        return "in the content", self._text if self._titled else _text(self._head, self._kept)

    @abstractmethod
    def _read_head(self, buffer: bytes | bytearray, pos: int) -> Head | Broken | None:
        """The head of the message that begins at `pos`; None where more of it must come."""

    def _where(self) -> str:
        """Where a FIN would cut the head."""
        return "in the length"


def _text(head: Head, content: bytes | bytearray) -> str:
    """A message's text. content: its first bytes."""
    text = beginning(content)
    return f"{head.label} {text}"[:TEXT_LIMIT] if head.label and text else head.label or text
