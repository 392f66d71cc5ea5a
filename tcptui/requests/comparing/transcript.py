"""One run of a conversation as it is compared: its messages with their bytes, and what happened to the connection."""

from __future__ import annotations

from dataclasses import dataclass

from tcptui.protocol.events import Direction


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message. data: its bytes, or their beginning where `size` is more; t: nanoseconds since the connection began,
    when its last byte was there; kind: as in events.Message; text: its first line."""

    direction: Direction
    kind: str
    data: bytes
    size: int
    t: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened beside the messages: an event's name, and what it says about how it went, for people.

    t: nanoseconds since the connection began.
    """

    name: str
    detail: str
    t: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation, each sort in the order in which it happened. framing: the name under which it was read."""

    framing: str
    utterances: tuple[Utterance, ...]
    incidents: tuple[Incident, ...] = ()
