"""One direction of HTTP/1 cut into messages: an incremental splitter after RFC 9112.

Offsets into one buffer, a remembered scan position, and bodies that are counted, not looked at. What the two directions
do differently (what may begin a message, how long its body is) is in `http_sides.py`.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import ClassVar, Literal

from tcptui.protocol.framing.buffered import MORE, Buffered
from tcptui.protocol.framing.found import FOREVER, Flaw, Found, Kind, first_line
from tcptui.protocol.framing.http_body import Body, Role
from tcptui.protocol.framing.http_chunked import EMPTY_LINE, Chunks
from tcptui.protocol.framing.http_fields import NOTES_LIMIT
from tcptui.protocol.framing.http_head import HEAD_LIMIT, Head, read_head, start_line_flaw

_EMPTY_LINES = re.compile(rb"(?:\r?\n)++")

_Part = Literal["head", "length", "chunked", "close", "tunnel", "extra"]


class HttpDecoder(Buffered):
    """A `Decoder`: what both directions have in common."""

    role: ClassVar[Role]
    strict: ClassVar[bool]  # whether only a start line may begin a message
    prefix: ClassVar[bytes]  # what every message begins with

    def __init__(self, start: int = 0) -> None:
        """start: the stream offset of the first byte that will be fed."""
        super().__init__(start)
        self._scanned = start  # up to this stream offset there is no end of a head
        self.broken = False  # a problem was met: what follows can't be told apart
        self._renew(start)

    def _renew(self, at: int) -> None:
        """Expect a message that begins at stream offset `at`."""
        self._start = at
        self._part: _Part = "head"
        self._begun = False  # a byte has come that is no empty line
        self._start_line_read = False
        self._head: Head | None = None
        self._chunks: Chunks | None = None
        self._notes: list[str] = []

    @property
    def tunnel(self) -> bool:
        """The connection speaks something else by now: 101, or a 2xx to CONNECT."""
        return self._part == "tunnel"

    @property
    def missing(self) -> int | None:
        """What is left of a body whose length is known, bytes."""
        return self._left if self._part == "length" else None

    def _step(self, buffer: bytes | bytearray, pos: int) -> int:
        return self._read_head(buffer, pos) if self._part == "head" else self._read_chunk(buffer, pos)

    def _passed(self, at: int) -> None:
        if self._part == "length":
            self._finish(at)

    def _read_head(self, buffer: bytes | bytearray, pos: int) -> int:
        base = self._base
        if buffer[pos] in b"\r\n":
            empty = _EMPTY_LINES.match(buffer, pos)
            if empty is not None:
                return empty.end()
            if len(buffer) - pos == 1:
                return MORE
        if not self._begun:
            self._begun = True
            self._begin()
        # Looked at here first, because a call for each message costs more than the look.
        if not buffer.startswith(self.prefix, pos) and not self._may_begin(bytes(buffer[pos : pos + 5]), base + pos):
            return pos
        scan = max(pos, self._scanned - base)
        end_line = EMPTY_LINE.search(buffer, scan)
        end = len(buffer) if end_line is None else end_line.end()
        if end_line is not None and end - pos <= HEAD_LIMIT:
            head = read_head(bytes(buffer[pos:end]), self.role)
            return end if self._take_head(head, base + pos, base + end) else pos
        flaw = self._start_line_flaw(buffer, pos, scan)
        if flaw is None and end - pos > HEAD_LIMIT:
            flaw = Flaw(0, "its head is longer than 256 KB")
        if flaw is not None:
            self._break(base + pos, flaw.what, base + pos)
            return pos
        self._scanned = base + len(buffer) - 2
        return MORE

    def _start_line_flaw(self, buffer: bytes | bytearray, pos: int, scan: int) -> Flaw | None:
        """Look at the start line once it is whole: what is no HTTP should not wait for an empty line to be told."""
        if self._start_line_read or not self.strict:
            return None
        feed = buffer.find(b"\n", scan, pos + HEAD_LIMIT)
        if feed < 0:
            return None
        self._start_line_read = True
        return start_line_flaw(bytes(buffer[pos:feed]).removesuffix(b"\r"), self.role)

    def _take_head(self, head: Head, at: int, end: int) -> bool:
        """Go on behind a head that lies at stream offsets at..end; False where it is none and nothing was taken."""
        if head.bad_start is not None:
            if self.strict:
                self._break(at, head.bad_start.what, at)
                return False
            self._note(at, head.bad_start.what)
        self._head = head
        if self._start < at:
            self._note(self._start, "empty lines before the message")
        for flaw in head.flaws:
            self._note(at + flaw.at, flaw.what)
        body = self._body(head)
        match body.form:
            case "length" if body.length:
                self._part, self._left = "length", body.length
            case "length":
                self._finish(end)
            case "unknown":
                assert body.problem is not None
                self._break(at + body.problem.at, body.problem.what, end)
            case "tunnel":
                self._finish(end)
                self._stretch("tunnel", end)
            case "close":
                self._part, self._left = "close", FOREVER
            case "chunked":
                self._part, self._chunks = "chunked", Chunks()
        return True

    def _read_chunk(self, buffer: bytes | bytearray, pos: int) -> int:
        chunks = self._chunks
        assert chunks is not None
        after = chunks.step(buffer, pos, self._base)
        for flaw in chunks.notes:
            self._note(flaw.at, flaw.what)
        chunks.notes.clear()
        if chunks.problem is not None:
            self._break(chunks.problem.at, chunks.problem.what, self._base + pos)
        elif chunks.done:
            self._finish(self._base + after)
        elif after != MORE:
            self._left = chunks.left
        return after

    def end(self) -> list[Found]:
        """The FIN: a body without a length ends with it, any other message is cut."""
        self._found = []
        at = self._base + len(self._kept)
        if at == self._start:
            return []
        match self._part:
            case "close":
                self._finish(at)
            case "tunnel":
                self._found.append(Found(self._start, at, "stream", final=False))
            case "extra":
                self._found.append(Found(self._start, at, "extra", final=False))
            case "head" if not self._begun:
                self._found.append(Found(self._start, at, "extra", final=False))
            case "head":
                self._cut(at, "in the header" if b"\n" in self._kept else "in the first line")
            case "length":
                self._cut(at, "in the body", self._left)
            case "chunked":
                self._cut(at, self._chunks.where if self._chunks else "")
        return self._found

    def _cut(self, at: int, where: str = "", missing: int | None = None, problem: str | None = None) -> None:
        """The message in progress ends at stream offset `at` and is not complete."""
        head = self._head or Head(first_line(self._kept) if problem is None else "")
        kind = self._kind(head.status)
        final, status, notes = self._is_final(kind), head.status or None, tuple(self._notes)
        found = Found(self._start, at, kind, False, final, status, missing, problem, head.text, where, notes)
        self._found.append(found)

    def _finish(self, at: int) -> None:
        """The message in progress ends, complete, at stream offset `at`."""
        head = self._head
        assert head is not None
        kind = self._kind(head.status)
        final, status, notes = self._is_final(kind), head.status or None, tuple(self._notes)
        self._found.append(Found(self._start, at, kind, True, final, status, None, None, head.text, "", notes))
        self._finished(kind)
        self._renew(at)

    def _break(self, at: int, what: str, end: int) -> None:
        """The message in progress breaks its framing at `at`: it ends at `end`, and the rest can't be told apart."""
        self._cut(end, problem=f"The {self.role} breaks its framing at byte {at}: {what}.")
        self.broken = True
        self._stretch("extra", end)

    def _stretch(self, part: _Part, at: int) -> None:
        """From stream offset `at` on there are no messages."""
        self._renew(at)
        self._part, self._left = part, FOREVER

    def _note(self, at: int, what: str) -> None:
        if len(self._notes) < NOTES_LIMIT:
            self._notes.append(f"{what} at byte {at}")

    @abstractmethod
    def _begin(self) -> None:
        """The first byte of a message has come."""

    @abstractmethod
    def _may_begin(self, start: bytes, at: int) -> bool:
        """Whether a message can begin with these up to five bytes; if not, what becomes of the rest is settled."""

    @abstractmethod
    def _body(self, head: Head) -> Body:
        """How long the body behind this head is."""

    @abstractmethod
    def _kind(self, status: int) -> Kind:
        """What a message of this status is; 0 where it has none or none is known yet."""

    @abstractmethod
    def _is_final(self, kind: Kind) -> bool:
        """Whether the message in progress can be the answer that is waited for."""

    @abstractmethod
    def _finished(self, kind: Kind) -> None:
        """The message in progress is complete."""
