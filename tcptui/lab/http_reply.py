"""One answer of the practice server `http` on its way: its bytes piece by piece, as they are due."""

from __future__ import annotations

import math

from tcptui.lab.http_answers import Answer, head, interim

PIECE = 256 * 1024
"""Bytes of a long body that are made at a time."""

_CHUNKS = 4  # a short body in chunks has about so many, else there would be nothing to see
_LEAST_STEP = 0.01  # seconds between two pieces of a body that is spread over time


class Reply:
    """The bytes of one answer. done: all of them were given; keep: whether the connection goes on then."""

    def __init__(self, answer: Answer, now: float, *, method: str = "GET", version: str = "1.1", keep: bool) -> None:
        """method, version: the request's; keep: whether the connection may go on; now: monotonic seconds."""
        self._answer = answer
        self._method = method
        self._version = version
        # Who speaks HTTP/1.0 can't read chunks: there the FIN ends the body (RFC 9112, section 6.1).
        self._coding = "until-close" if answer.coding == "chunked" and version == "1.0" else answer.coding
        self._begins = now + answer.wait
        self._head_given = False
        self._at = 0
        chunked = self._coding == "chunked"
        self._piece = max(1, min(PIECE, -(-answer.length // _CHUNKS))) if chunked else PIECE
        self.keep = keep and self._coding != "until-close"
        self.done = False

    def due(self) -> float:
        """The monotonic second at which more of it can be given; past where it can be already."""
        if not self._head_given or not self._answer.spread:
            return self._begins
        length, spread = self._answer.length, self._answer.spread
        step = max(1, math.ceil(length * _LEAST_STEP / spread))
        return self._begins + spread * min(1.0, (self._at + step) / length)

    def next(self, now: float, wall: float) -> bytes:
        """The next bytes of it; empty where nothing is due yet. wall: seconds since the epoch."""
        if now < self._begins:
            return b""
        first = b"" if self._head_given else self._head(wall)
        self._head_given = True
        if self._method == "HEAD":
            self.done = True
            return first
        return first + self._body(now)

    def _head(self, wall: float) -> bytes:
        early = self._answer.interim
        before = interim(early) if early is not None and self._version != "1.0" else b""
        return before + head(self._answer, self._coding, keep=self.keep, version=self._version, wall=wall)

    def _body(self, now: float) -> bytes:
        size = min(self._piece, self._due_by(now) - self._at)
        data = self._pattern(size)
        self._at += size
        self.done = self._at == self._answer.length
        if self._coding == "chunked":
            data = b"%x\r\n%b\r\n" % (size, data) if size else b""
            data += b"0\r\n\r\n" if self.done else b""
        return data

    def _due_by(self, now: float) -> int:
        """How far the body has come by then; never less than it is."""
        length, spread = self._answer.length, self._answer.spread
        if not spread or now >= self._begins + spread:
            return length
        return max(self._at, int(length * (now - self._begins) / spread + 1e-6))

    def _pattern(self, size: int) -> bytes:
        """The next `size` bytes of the body, which is its source over and over."""
        source = self._answer.body
        if not size or (size == len(source) and self._at % size == 0):
            return source[:size]
        start = self._at % len(source)
        repeats = -(-(start + size) // len(source))
        return (source * repeats)[start : start + size]
