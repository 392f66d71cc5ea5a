"""A message being taken apart from its front."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcptui.protocol.framing.parts import PARTS_LIMIT, Part, PartKind

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction


NAME_LIMIT = 100
"""How much of a name that a peer gave a field is the part's, characters."""


class Message(NamedTuple):
    """What is known of a message beside its bytes. name, parameters: its framing's, before and behind the colon."""

    name: str
    parameters: str
    direction: Direction
    kind: str


class Parting:
    """The parts so far; `at` is where the next begins. Nothing is taken behind the last byte.

    size: of the whole message, of which `data` may be only the beginning.
    """

    def __init__(self, data: bytes, size: int) -> None:
        self.data = data
        self.size = size
        self.at = 0
        self._parts: list[Part] = []

    @property
    def left(self) -> int:
        """Bytes that belong to no part yet."""
        return len(self.data) - self.at

    @property
    def whole(self) -> bool:
        """All of the message is here."""
        return self.size == len(self.data)

    @property
    def full(self) -> bool:
        """No more parts are told apart: one is left, for the rest."""
        return len(self._parts) >= PARTS_LIMIT - 1

    @property
    def parts(self) -> tuple[Part, ...]:
        """What was taken so far."""
        return tuple(self._parts)

    def take(self, name: str, kind: PartKind, size: int, value: str = "", wrong: str = "") -> bytes:
        """The next bytes as a part, as many of them as there are; none make no part."""
        if self.full:
            return b""
        end = min(self.at + max(size, 0), len(self.data))
        taken = self.data[self.at : end]
        if taken:
            self._parts.append(Part(name, kind, self.at, end, value, wrong))
            self.at = end
        return taken

    def mark(self, name: str, wrong: str) -> None:
        """Say of the last part of this name (in lower case) why it doesn't fit."""
        for index in reversed(range(len(self._parts))):
            part = self._parts[index]
            if part.name.lower() == name:
                self._parts[index] = part._replace(wrong=part.wrong or wrong)
                return

    def note(self, at: int, wrong: str) -> None:
        """Say of the part that byte `at` belongs to what is wrong there."""
        for index, part in enumerate(self._parts):
            if part.start <= at < part.end:
                self._parts[index] = part._replace(wrong=part.wrong or wrong)

    def rest(self, name: str = "content", kind: PartKind = "content", value: str = "") -> None:
        """All that is left, as one part."""
        if self.left:
            self._parts.append(Part("the rest" if self.full else name, kind, self.at, len(self.data), value))
            self.at = len(self.data)
