"""What can be inserted into a content: checksums, times, identifiers, random and zero bytes, integers. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final, Literal, NamedTuple

from tcptui.protocol.composing.checksums import CHECKSUMS, Checksum
from tcptui.protocol.composing.content import ContentError, Mode, write_content
from tcptui.protocol.escapes import escape
from tcptui.protocol.integers import INTEGERS, ORDERS, Integer, IntegerError, parse_number

INSERT_LIMIT: Final = 16 << 20
"""How many random or zero bytes are inserted at once, at most."""

_RAW, _HEX = "raw bytes", "hex text"


class InsertError(ValueError):
    """An answer that can't be used; the message is one sentence. asked: the id of its question."""

    def __init__(self, asked: str, sentence: str) -> None:
        super().__init__(sentence)
        self.asked = asked


class Ask(NamedTuple):
    """A question. kind: `choice` (one of `choices`) or `number`; default: the answer that stands there at first."""

    id: str
    label: str
    kind: Literal["choice", "number"]
    default: str
    choices: tuple[str, ...] = ()


class Around(NamedTuple):
    """What comes from outside. of: the bytes that a checksum is about; now: seconds since the epoch, UTC;
    random: so many random bytes."""

    of: bytes
    now: float
    random: Callable[[int], bytes]


Answers = Mapping[str, str]


class Insert(NamedTuple):
    """One thing that can be inserted. asks: in the order in which to ask."""

    id: str
    label: str
    asks: tuple[Ask, ...]
    make: Callable[[Answers, Around], bytes]


def make_insert(id: str, answers: Answers, around: Around) -> bytes:  # noqa: A002 - the insert's own word
    """The bytes to insert; a question without an answer has its default. Raises InsertError."""
    insert = INSERTS[id]
    said = {ask.id: answers.get(ask.id, ask.default) for ask in insert.asks}
    for ask in insert.asks:
        if ask.kind == "choice" and said[ask.id] not in ask.choices:
            raise InsertError(ask.id, f"{said[ask.id]!r} is none of the choices: take {', '.join(ask.choices)}.")
    return insert.make(said, around)


def typed_insert(mode: Mode, data: bytes) -> str:
    """What to put into the editor so that these bytes stand in the content. Raises ContentError.

    In `text`, what is no text becomes escapes; JSON takes printable text only, as part of a string or a number.
    """
    if mode != "json":
        return escape(data) if mode == "text" else write_content(mode, data)
    text = data.decode("utf-8", "replace")
    if not text.isprintable() or "\ufffd" in text or '"' in text or "\\" in text:
        raise ContentError("These bytes can't stand in JSON: insert them as hex text, or write the content as text.")
    return text


def _checksum(checksum: Checksum) -> Insert:
    form = Ask("form", "as", "choice", _RAW if checksum.ordered else _HEX, (_RAW, _HEX))
    words = tuple(ORDERS.values())
    order = (Ask("order", "byte order", "choice", words[0], words),) if checksum.ordered else ()

    def make(answers: Answers, around: Around) -> bytes:
        digest = checksum.digest(around.of)
        if answers.get("order") == ORDERS["little"]:
            digest = digest[::-1]
        return _formed(digest, answers)

    return Insert(checksum.name.lower(), checksum.name, (form, *order), make)


def _formed(data: bytes, answers: Answers) -> bytes:
    return data.hex().encode() if answers["form"] == _HEX else data


_TIMES: Final[dict[str, Callable[[datetime], str]]] = {
    "Unix seconds": lambda now: str(int(now.timestamp())),
    "Unix milliseconds": lambda now: str(int(now.timestamp() * 1000)),
    "ISO 8601": lambda now: now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    "HTTP date": lambda now: format_datetime(now, usegmt=True),
}


def _time(answers: Answers, around: Around) -> bytes:
    return _TIMES[answers["form"]](datetime.fromtimestamp(around.now, UTC)).encode()


def _uuid(answers: Answers, around: Around) -> bytes:
    made = uuid.UUID(bytes=around.random(16), version=4)
    return made.bytes if answers["form"] == _RAW else str(made).encode()


def _random(answers: Answers, around: Around) -> bytes:
    return _formed(around.random(_count(answers)), answers)


def _zeros(answers: Answers, around: Around) -> bytes:  # noqa: ARG001 - as all are called
    return bytes(_count(answers))


def _count(answers: Answers) -> int:
    count = _number(answers, "count")
    if not 0 <= count <= INSERT_LIMIT:
        raise InsertError("count", f"{count:,} bytes can't be inserted: write a number from 0 to {INSERT_LIMIT:,}.")
    return count


def _integer(answers: Answers, around: Around) -> bytes:  # noqa: ARG001 - as all are called
    integer = next(one for one in INTEGERS.values() if told(one) == answers["kind"])
    try:
        return integer.write(_number(answers, "value"))
    except IntegerError as error:
        raise InsertError("value", str(error)) from None


def _number(answers: Answers, asked: str) -> int:
    number = parse_number(answers[asked])
    if number is None:
        raise InsertError(asked, f"{answers[asked]!r} is no number: write it in decimal, or in hex as 0x1f.")
    return number


def told(integer: Integer) -> str:
    """A kind of integer in words: `u16be: 2 bytes, big-endian (network order)`."""
    if not integer.width:
        return f"{integer.name}: 1 to 10 bytes, 7 bits in each, low ones first"
    sign = "signed" if integer.signed else ""
    size = "1 byte" if integer.width == 1 else f"{integer.width} bytes"
    return f"{integer.name}: " + ", ".join(word for word in (size, sign, integer.words) if word)


_KINDS = tuple(told(integer) for integer in INTEGERS.values())
_COUNT = Ask("count", "bytes", "number", "16")

INSERTS: Final[dict[str, Insert]] = {
    insert.id: insert
    for insert in (
        *(_checksum(checksum) for checksum in CHECKSUMS.values()),
        Insert("time", "the time", (Ask("form", "as", "choice", "Unix seconds", tuple(_TIMES)),), _time),
        Insert("uuid", "a random UUID", (Ask("form", "as", "choice", "text", ("text", _RAW)),), _uuid),
        Insert("random", "random bytes", (_COUNT, Ask("form", "as", "choice", _RAW, (_RAW, _HEX))), _random),
        Insert("zeros", "zero bytes", (_COUNT,), _zeros),
        Insert(
            "integer",
            "an integer",
            (
                Ask("value", "value", "number", "1"),
                Ask("kind", "as", "choice", told(INTEGERS["u32be"]), _KINDS),
            ),
            _integer,
        ),
    )
}
"""All inserts by their ids, in the order in which to offer them. A file is read by whoever can read files."""
