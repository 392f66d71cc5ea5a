"""The TCP connections in a capture, numbered as Wireshark numbers its streams, and one of them as what was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tcptui.protocol.capture.reading import CaptureError, Timed
from tcptui.protocol.capture.tcpip import Flag, Segment
from tcptui.protocol.events import Address, Direction
from tcptui.requests.importing.imported import CantImportError
from tcptui.requests.importing.reassembly import Reassembly
from tcptui.requests.turns import Ended, Talk, Turn

_MOST: Final[dict[Direction, int]] = {"out": 64 << 20, "in": 256 << 20}
"""Bytes of one connection that are taken into a request, and that are looked through for ends of answers."""
_MOST_CONNECTIONS: Final = 500_000  # a scan has as many as it has packets


@dataclass(slots=True)
class Conversation:
    """One connection. number: Wireshark's tcp.stream; syn: the SYN's sequence number, None where it was not seen;
    sent, received: bytes by the client and by the server, repeated ones counted again."""

    number: int
    client: Address
    server: Address
    syn: int | None
    sent: int = 0
    received: int = 0

    def __str__(self) -> str:
        return f"{self.number}: {self.client} → {self.server}, {self.sent:,} B out, {self.received:,} B in"


@dataclass(frozen=True, slots=True)
class Dialog:
    """What was said on one connection, in the order in which it was seen. missing: bytes that the capture lacks."""

    conversation: Conversation
    turns: tuple[Turn | Ended, ...]
    missing: dict[Direction, int]


def conversations(segments: Iterable[Timed]) -> list[Conversation]:
    """All connections, in the order of their first packets. Raises CaptureError where they are too many."""
    found: dict[int, Conversation] = {}
    for conversation, direction, timed in _told_apart(segments):
        found[conversation.number] = conversation
        if direction == "out":
            conversation.sent += len(timed.segment.data)
        else:
            conversation.received += len(timed.segment.data)
    return list(found.values())


def dialog(segments: Iterable[Timed], number: int) -> Dialog:
    """What was said on the connection of this number, which there is. Raises CantImportError where that is too much."""
    listener: _Listener | None = None
    for conversation, direction, timed in _told_apart(segments):
        if conversation.number == number:
            listener = listener or _Listener(conversation)
            listener.hear(direction, timed)
    if listener is None:
        raise CantImportError(f"There is no connection {number} in it.")
    return listener.heard()


def _told_apart(segments: Iterable[Timed]) -> Iterator[tuple[Conversation, Direction, Timed]]:
    # By plain tuples, whichever end is the greater first: a frozen dataclass's hash costs as much as all the rest.
    current: dict[tuple[tuple[str, int], tuple[str, int]], Conversation] = {}
    count = 0
    for timed in segments:
        segment = timed.segment
        source, target = (segment.source.host, segment.source.port), (segment.target.host, segment.target.port)
        ends = (source, target) if source > target else (target, source)
        conversation = current.get(ends)
        begins = segment.begins
        if conversation is None or (begins and _is_used_again(conversation, segment)):
            if count == _MOST_CONNECTIONS:
                raise CaptureError(f"It holds more than {count:,} connections: cut it to those that are wanted.")
            conversation = current[ends] = _conversation(count, segment)
            count += 1
        if begins and conversation.syn is None:
            conversation.syn = segment.seq
        client = conversation.client
        yield conversation, "out" if source == (client.host, client.port) else "in", timed


def _is_used_again(conversation: Conversation, syn: Segment) -> bool:
    """Whether the same two ports are used once more: a SYN that is repeated has the same number."""
    return conversation.syn is not None and conversation.syn != syn.seq


def _conversation(number: int, segment: Segment) -> Conversation:
    """Who opened it: the SYN says it; without one the higher port is taken for the client's."""
    source, target = segment.source, segment.target
    syn, ack = Flag.SYN in segment.flags, Flag.ACK in segment.flags
    from_client = not ack if syn else source.port >= target.port
    client, server = (source, target) if from_client else (target, source)
    return Conversation(number, client, server, segment.seq if syn and from_client else None)


class _Listener:
    """Puts one connection's segments together."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._streams: dict[Direction, Reassembly] = {"out": Reassembly(), "in": Reassembly()}
        self._talk = Talk()
        self._held: dict[Direction, int] = {"out": 0, "in": 0}

    def hear(self, direction: Direction, timed: Timed) -> None:
        """The next segment. Raises CantImportError where they hold too much."""
        t, segment = timed
        stream = self._streams[direction]
        seq = segment.seq
        if Flag.SYN in segment.flags:
            stream.begin(seq)
            seq += 1
        self._held[direction] += len(segment.data)
        if self._held[direction] > _MOST[direction]:
            who = "client" if direction == "out" else "server"
            most = f"{_MOST[direction] >> 20} MiB, which is too much for a request"
            raise CantImportError(f"The {who} of connection {self._conversation.number} sent more than {most}.")
        self._talk.say(t, direction, stream.feed(seq, segment.data))
        if Flag.FIN in segment.flags:
            self._talk.end(Ended(t, direction, "fin"))
        if Flag.RST in segment.flags:
            self._talk.end(Ended(t, direction, "rst"))

    def heard(self) -> Dialog:
        """All of it, when no segment is left."""
        for direction, stream in self._streams.items():
            self._talk.say(self._talk.last, direction, stream.finish())
        missing = {way: sum(size for _, size in stream.missing) for way, stream in self._streams.items()}
        return Dialog(self._conversation, self._talk.turns(), missing)
