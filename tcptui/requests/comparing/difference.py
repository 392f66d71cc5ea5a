"""What a comparison finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tcptui.requests.comparing.secrets import Secrets
from tcptui.requests.comparing.transcript import Utterance

MOST = 1000
"""Differences of one pair that are told: nobody reads on, and two large files may differ in every line."""

ALTOGETHER = 100_000
"""Differences of all pairs that are told; when there are more, of each further pair one."""

Sort = Literal["message", "start", "header", "json", "line", "bytes", "size", "event"]
"""What differs: a whole message that only one side has, its start line, a header field, a JSON value, a line of text,
bytes, the length of what could not be looked at whole, or an event."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same on both sides.

    where: the field's name, the JSON path, the line's number, the bytes' offsets, the event's name; left, right: what
    each side has, as the peer wrote it (whoever shows it sees to it that it can't act on the terminal), None where it
    has nothing there; ignored: the rule that says that it may differ, "" where none does.
    """

    sort: Sort
    where: str
    left: str | None
    right: str | None
    ignored: str = ""

    @property
    def words(self) -> str:
        """`header Date`, `line 3`, `bytes 16..31`."""
        return f"{self.sort} {self.where}" if self.where else self.sort


@dataclass(frozen=True, slots=True)
class Pair:
    """Two messages that answer to each other, one from each side; None where the other side has no such message.

    more: they differ in more than these.
    """

    left: Utterance | None
    right: Utterance | None
    differences: tuple[Difference, ...]
    more: bool = False

    @property
    def same(self) -> bool:
        """Whether nothing differs but what may."""
        return all(one.ignored for one in self.differences)

    @property
    def in_part(self) -> bool:
        """Whether not all bytes of both were there to be compared."""
        return any(one is not None and not one.whole for one in (self.left, self.right))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two transcripts beside each other. pairs: in the order of the conversation; events: what differs in what
    happened to the connection; by_place: there were too many messages to look for each other's counterparts; secrets:
    those of both sides, which are told nowhere in it but in the data of its messages."""

    pairs: tuple[Pair, ...]
    events: tuple[Difference, ...]
    by_place: bool = False
    secrets: Secrets = field(default_factory=Secrets, compare=False)

    @property
    def differences(self) -> int:
        """How many things differ that may not."""
        found = [one for pair in self.pairs for one in pair.differences]
        return sum(1 for one in (*found, *self.events) if not one.ignored)

    @property
    def more(self) -> int:
        """How many pairs differ in more than is told of them."""
        return sum(pair.more for pair in self.pairs)

    @property
    def ignored(self) -> int:
        """How many things differ that may."""
        found = [one for pair in self.pairs for one in pair.differences]
        return sum(1 for one in (*found, *self.events) if one.ignored)
