"""What a step waits for or expects, and where a captured value is found. Texts are templates until they are filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EventName = Literal["connected", "peer-fin", "peer-rst", "network-error"]
EVENTS: tuple[EventName, ...] = ("connected", "peer-fin", "peer-rst", "network-error")
"""Events that a step can wait for, by the names that `--json` gives them; each comes once, and counts once it has."""


@dataclass(frozen=True, slots=True)
class Messages:
    """So many whole messages of the framing, counted from where the waiting began."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class Amount:
    """So many bytes, counted from where the waiting began."""

    count: int


@dataclass(frozen=True, slots=True)
class End:
    """The end of what comes: a FIN, a RST, or an error of the network."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the connection."""

    event: EventName


@dataclass(frozen=True, slots=True)
class Status:
    """The answer's status is one of these."""

    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """A header field of the answer has this value. value: None for any, as long as it is there; absent: it is not."""

    name: str
    value: str | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Contains:
    """This text is in it, as UTF-8."""

    text: str


@dataclass(frozen=True, slots=True)
class Regex:
    """This regular expression (Python's, of bytes) matches somewhere in it."""

    pattern: str


@dataclass(frozen=True, slots=True)
class HasBytes:
    """These bytes are in it. written: `bytes` with the escapes of `--text`, or `hex`, as the file has it."""

    data: bytes
    written: Literal["bytes", "hex"] = "hex"


@dataclass(frozen=True, slots=True)
class Json:
    """A JSON path (RFC 9535) finds this value in the content. value: as JSON writes it; strings in it are templates."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class Size:
    """The content has so many bytes: at least `low`, at most `high`; None for no limit."""

    low: int | None
    high: int | None


Condition = Messages | Amount | End | Happened | Status | Header | Contains | Regex | HasBytes | Json | Size


@dataclass(frozen=True, slots=True)
class FromStatus:
    """The answer's status."""


@dataclass(frozen=True, slots=True)
class FromHeader:
    """The value of a header field."""

    name: str


@dataclass(frozen=True, slots=True)
class FromRegex:
    """A group of a regular expression's first match; group 0 is all of it."""

    pattern: str
    group: int = 1


@dataclass(frozen=True, slots=True)
class FromJson:
    """What a JSON path finds first: a string as it is, anything else as JSON writes it."""

    path: str


@dataclass(frozen=True, slots=True)
class FromBytes:
    """Bytes start..end of the content, end excluded."""

    start: int
    end: int


Source = FromStatus | FromHeader | FromRegex | FromJson | FromBytes
