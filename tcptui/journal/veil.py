"""Which bytes of a connection are secrets, asked for any place of its streams: what a screen is not to show."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from tcptui.journal.index import Stretches
from tcptui.journal.layout import Record
from tcptui.journal.log import Log
from tcptui.journal.masking import Credentials, Masker, Unmasked
from tcptui.journal.rows import Row
from tcptui.journal.streams import data_at
from tcptui.protocol.credentials import CREDENTIAL, NAME_LIMIT, masked_line, may_hold_credentials
from tcptui.protocol.events import Direction, Message

REACH: Final = 64 << 10
"""Bytes of a line before the place asked for that are read to know whether it is within a credential: no server takes
a longer header."""

_FIRST: Final = 256
"""Bytes that are read first: most lines are shorter."""

_HOPS: Final = 512
"""Records of the connection that are looked at for one line: in character mode each has one byte, as has its echo."""

_KEPT: Final = 2 * REACH
"""Bytes of a direction that stay known, so that the rows of a page are not each walked back from."""

_FOLDS: Final = 512
"""Lines that begin with a blank and are looked at as parts of one header (RFC 9112, section 5.2)."""

_TEXT_REACH: Final = 1 << 10
"""Bytes of a message in which its first line lies, as far as that is told."""

_BLANKS = (b" ", b"\t")
_FIELD: Final = re.compile(CREDENTIAL + rb"[ \t]*:", re.IGNORECASE)


class _Known(NamedTuple):
    """Bytes of a stream that were looked at last, from the beginning of a line or, where `begins` is not, from the
    farthest that was looked back. start: the offset of the first of them."""

    start: int
    data: bytes
    begins: bool


class Veil:
    """The secrets of one connection: values of credential headers, and stretches that the record says are some.

    Stretches are offsets in the stream of a direction; CR and LF within them are no secret. Any thread.
    """

    def __init__(self, log: Log, conn: int) -> None:
        self._log = log
        self._conn = conn
        self._known: dict[Direction, _Known] = {}

    def of_row(self, row: Row, data: bytes) -> Stretches:
        """Those in a DATA row, which has this data."""
        assert row.direction is not None, "only rows of bytes have secrets"
        return self.within(self._log.record(row.pos), row.direction, row.offset, data)

    def hidden(self, direction: Direction, start: int, end: int) -> Stretches:
        """Those in bytes start..end (end excluded) of a stream, all of which are read for it."""
        return self.of_data(direction, start, self._log.read(self._conn, direction, start, end - start))

    def of_data(self, direction: Direction, start: int, data: bytes) -> Stretches:
        """Those in `data`, which stands at offset `start` of a stream."""
        record = data_at(self._log, self._conn, direction, start)
        return [] if record is None else self.within(record, direction, start, data)

    def within(self, record: Record, direction: Direction, start: int, data: bytes) -> Stretches:
        """Those in `data`, which stands at offset `start` of a stream, in `record` or from there on."""
        before, begins = self._line_before(record, direction, start, data[:1])
        whole = before + data
        if len(whole) <= _KEPT:
            self._known[direction] = _Known(start - len(before), whole, begins)
        found = Credentials(within_a_line=not begins).find(whole) if may_hold_credentials(whole) else []
        base = start - len(before)
        hidden = [(max(start, base + a), base + b) for a, b in found if base + b > start]
        return self._and_told(hidden, direction, start, start + len(data))

    def _line_before(self, record: Record, direction: Direction, start: int, then: bytes) -> tuple[bytes, bool]:
        """As `line_before`, from what is known, where it reaches so far."""
        known = self._known.get(direction)
        if known is None or not known.start <= start <= known.start + len(known.data):
            return line_before(record, start, then, self._log.previous, self._log.body)
        data = known.data[: start - known.start]
        begin = _line_start(data, then)
        return (data, known.begins) if begin is None else (data[begin:], True)

    def of_line(self, direction: Direction, start: int, data: bytes) -> Stretches:
        """Those in `data`, which begins a line at offset `start` that is known to fold from none: nothing is read."""
        # A screenful is looked through for every frame of a flood: mostly there is nothing to find.
        plain = _FIELD.match(data, 0, NAME_LIMIT + 1) is None and data.find(b"\n", 0, -1) < 0
        hidden = [] if plain else [(start + a, start + b) for a, b in Credentials().find(data)]
        return self._and_told(hidden, direction, start, start + len(data))

    def _and_told(self, hidden: Stretches, direction: Direction, start: int, end: int) -> Stretches:
        told = self._log.concealed(self._conn, direction, start, end)
        return merged([*hidden, *((max(start, a), min(end, b)) for a, b in told)]) if told else hidden


def masker_of(log: Log, conn: int, direction: Direction, offset: int = 0, *, unmasked: bool = False) -> Masker:
    """A masker for one stream of a record, fed from byte `offset` on. unmasked: it masks nothing."""
    return Unmasked() if unmasked else Masker(offset, partial(log.concealed, conn, direction))


def masked_text(log: Log, message: Message) -> str:
    """A message's first line with `*` for every character of its secrets."""
    text = masked_line(message.text)
    conn, direction, start = message.conn, message.direction, message.start
    for begin, end in log.concealed(conn, direction, start, min(message.end, start + _TEXT_REACH)):
        secret = log.read(conn, direction, begin, min(end, start + _TEXT_REACH) - begin)
        text = _without(text, secret.decode("latin-1"))
    return text


def _without(text: str, secret: str) -> str:
    """The text without the secret, also where it breaks off within it."""
    if secret in text:
        return text.replace(secret, "*" * len(secret))
    cut = next((size for size in range(min(len(secret), len(text)), 0, -1) if text.endswith(secret[:size])), 0)
    return text[: len(text) - cut] + "*" * cut


def told_secrets(log: Log, conn: int) -> frozenset[bytes]:
    """The values that a connection's record says are secrets, those of credential headers not among them."""
    directions: tuple[Direction, ...] = ("in", "out")
    return frozenset(
        log.read(conn, direction, start, end - start)
        for direction in directions
        for start, end in log.concealed(conn, direction, 0, log.streamed(conn, direction))
    )


def merged(stretches: Stretches) -> Stretches:
    """The same bytes in rising order, without overlaps."""
    found: Stretches = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def line_before(
    record: Record,
    offset: int,
    then: bytes,
    previous: Callable[[Record], Record | None],
    body: Callable[[Record, int, int], bytes],
) -> tuple[bytes, bool]:
    """The bytes of a stream before `offset`, which lies in `record`, from where their line begins.

    then: the byte at `offset`; a line that begins with a blank is taken with the one that it may go on with. The
    second is whether that beginning was found: 64 KB and 512 records are looked through for it.
    """
    data, size, hops = b"", _FIRST, 0
    at: Record | None = record
    end = offset
    while at is not None and hops < _HOPS:
        while end > at.offset and at.is_data and at.direction == record.direction:
            begin = max(at.offset, end - size)
            data = body(at, begin - at.offset, end - begin) + data
            end, size = begin, 4 * size
            if (start := _line_start(data, then)) is not None:
                return data[start:], True
            if end and len(data) >= REACH:
                return data, False
        if not end:
            return data, True
        at, hops = previous(at), hops + 1
    return data, False


def _line_start(data: bytes, then: bytes) -> int | None:
    """Where the last line of the data begins, with the lines that it folds from; None where that is not in it."""
    end = len(data)
    for _ in range(_FOLDS):
        end = data.rfind(b"\n", 0, end)
        if end < 0:
            return None
        if (data[end + 1 : end + 2] or then) not in _BLANKS:
            break
    return end + 1
