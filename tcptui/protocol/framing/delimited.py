r"""`line` and `delimiter:BYTES`: a message is what ends with the delimiter, which belongs to it.

A line ends with LF, and CR before it belongs to the line end.
"""

from __future__ import annotations

from tcptui.protocol.escapes import EscapeError, escape, unescape
from tcptui.protocol.framing.errors import FramingError
from tcptui.protocol.framing.found import FOREVER, LENGTH_LIMIT, PEEK, Data, Found, Kind, beginning, first_line


def read_delimiter(parameters: str) -> bytes:
    """The bytes of `delimiter:BYTES`, with the escapes of `--text`. Raises FramingError."""
    try:
        delimiter = unescape(parameters)
    except EscapeError as error:
        raise FramingError(f"The delimiter can't be read: {error}") from None
    if not delimiter:
        raise FramingError(
            r"The delimiter is empty: write its bytes, as in delimiter:\r\n (with the escapes of --text)."
        )
    return delimiter


def delimiter_name(delimiter: bytes) -> str:
    """The framing's name, as the command line writes it."""
    return f"delimiter:{escape(delimiter)}"


class DelimitedDecoder:
    """A `Decoder`: one direction cut behind every delimiter.

    It keeps no more than a message's first characters and the beginning of a delimiter. A message that is longer than
    `limit` bytes without its delimiter breaks the framing.
    """

    missing = None

    def __init__(self, delimiter: bytes, kind: Kind = "message", limit: int = LENGTH_LIMIT) -> None:
        """delimiter: one byte at least; limit: bytes that a message may have."""
        self._delimiter = delimiter
        self._kind: Kind = kind
        self._limit = limit
        self._start = 0  # where the message in progress began
        self._at = 0  # how far the stream has come
        self._head = bytearray()  # the message's first bytes, where it began in an earlier feed
        self._tail = b""  # its last bytes, in which a delimiter may have begun
        self._rest: Found | None = None  # what is behind a problem

    @property
    def skippable(self) -> int:
        """Every byte must be seen until a problem is met."""
        return 0 if self._rest is None else FOREVER

    def feed(self, data: Data) -> list[Found]:
        """Take the next bytes and tell the messages that ended in them."""
        if self._rest is not None:
            return self.skip(len(data))
        buffer = self._tail + data
        base = self._at - len(self._tail)  # the stream offset of the buffer's first byte
        self._at = base + len(buffer)
        found: list[Found] = []
        begin, size = 0, len(self._delimiter)
        while (end := buffer.find(self._delimiter, begin)) >= 0 and base + end - self._start <= self._limit:
            found.append(Found(self._start, base + end + size, self._kind, text=self._read(buffer, begin, base, end)))
            begin = end + size
            self._start = base + begin
            self._head.clear()
        self._keep(buffer, begin, base)
        return found + self._too_long(size)

    def skip(self, count: int) -> list[Found]:
        """Let bytes behind a problem pass. Raises ValueError for more than `skippable`."""
        if count and self._rest is None:
            raise ValueError(f"a {self._kind}'s bytes can't be skipped")
        self._at += count
        return []

    def end(self) -> list[Found]:
        """A FIN in the middle of a message cuts it."""
        if self._at == self._start:
            return []
        if self._rest is not None:
            return [self._rest._replace(end=self._at)]
        return [Found(self._start, self._at, self._kind, False, text=self._told(self._head), where=self._where)]

    @property
    def _where(self) -> str:
        return f"in a {self._kind}"

    def _read(self, buffer: bytes, begin: int, base: int, end: int) -> str:
        """The text of the message whose delimiter stands at `end` of the buffer."""
        if self._head:
            self._take(buffer, begin, base)
            return self._told(self._head[: base + end - self._start])
        return self._told(buffer[begin : min(end, begin + PEEK)])

    def _told(self, raw: bytes | bytearray) -> str:
        return first_line(raw) if self._kind == "line" else beginning(raw)

    def _take(self, buffer: bytes, begin: int, base: int) -> None:
        """Fill the head up from the buffer, of which it may have the first bytes already."""
        seen = self._start + len(self._head) - base
        self._head += buffer[max(begin, seen) : max(begin, seen) + PEEK - len(self._head)]

    def _keep(self, buffer: bytes, begin: int, base: int) -> None:
        self._take(buffer, begin, base)
        self._tail = buffer[max(begin, len(buffer) - len(self._delimiter) + 1) :]

    def _too_long(self, size: int) -> list[Found]:
        """The problem, where no delimiter can begin within the limit any more."""
        if self._at - size < self._start + self._limit:
            return []
        end = self._start + self._limit
        what = f"it has more than {self._limit:,} bytes, and no end"
        problem = f"The {self._kind} breaks its framing at byte {self._start}: {what}."
        text = self._told(self._head[: self._limit])
        broken = Found(self._start, end, self._kind, False, problem=problem, text=text)
        self._start, self._rest, self._tail = end, Found(end, end, "extra", final=False), b""
        return [broken]
