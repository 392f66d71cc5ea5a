"""One run of a conversation as it is compared: its messages with their bytes, and what happened to the connection."""

from __future__ import annotations

from dataclasses import dataclass

from tcptui.protocol.events import Direction


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message, or bytes that are in none.

    direction: `out` of who asks, `in` of who answers, on connections that came to us, too; kind: as in events.Message,
    `bytes` for those in no message; data: its bytes, or their beginning where `size` is more; t: nanoseconds since the
    conversation began, when its last byte was there; text: its first line, its bytes as latin-1; after: of an answer,
    seconds from the last byte of its request to its own first, None where that is not known; secrets: places in the
    data, each a first byte and the one behind the last, that are not to be told.
    """

    direction: Direction
    kind: str
    data: bytes
    size: int
    t: int
    text: str = ""
    after: float | None = None
    secrets: tuple[tuple[int, int], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of its bytes are here."""
        return len(self.data) == self.size


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened beside the messages: an event's name, and what it says about how it went, for people.

    t: nanoseconds since the conversation began; ours: it was our doing, and nothing that the peer did led to it.
    """

    name: str
    detail: str
    t: int
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation, each sort in the order in which it happened.

    framing: the name under which it was read; left_out: there are more utterances than these, which are the first.
    """

    framing: str
    utterances: tuple[Utterance, ...]
    incidents: tuple[Incident, ...] = ()
    left_out: bool = False

    @property
    def over(self) -> bool:
        """Whether there is a verdict on how the connection ended."""
        return any(one.name == "outcome" for one in self.incidents)

    @property
    def closed(self) -> bool:
        """Whether the connection had ended, with or without a verdict on it yet."""
        return self.over or any(one.name == "closed" for one in self.incidents)

    @property
    def size(self) -> int:
        """Bytes of the utterances that are here."""
        return sum(len(one.data) for one in self.utterances)
