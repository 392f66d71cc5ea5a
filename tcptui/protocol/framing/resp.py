"""`resp`: the protocol of redis, versions 2 and 3. A message is one command, or one reply with all its elements."""

from __future__ import annotations

import re
from typing import Final

from tcptui.protocol.framing.buffered import MORE
from tcptui.protocol.framing.found import LENGTH_LIMIT, TEXT_LIMIT, Flaw
from tcptui.protocol.framing.messages import MessageDecoder
from tcptui.protocol.framing.resp_tokens import CHUNKED, FIRST_BYTES, LINE_LIMIT, STREAMED, Token, read_token

DEPTH_LIMIT: Final = 1000
"""How deep elements may be nested: more than any reply, and little to remember."""

_CRLF: Final = b"\r\n"
# Version 3 pushes what happens unasked, and the answers to these commands, too.
_CONFIRMED: Final = re.compile(r">\d+ [ps]?(?:un)?subscribe\b", re.IGNORECASE)

_SPACE: Final = re.compile(rb"\s")


class RespDecoder(MessageDecoder):
    """One direction of RESP: what a server sends.

    Lines are read, contents counted, and of the aggregates around them only how many elements each still lacks: what
    is remembered grows with the depth, not with the size.
    """

    def __init__(self, limit: int = LENGTH_LIMIT) -> None:
        """limit: the most bytes of a string, or elements of an aggregate, that are believed."""
        super().__init__()
        self._limit = limit
        self._lacking: list[int] = []  # elements still to come of each open aggregate, the outermost first
        self._bulk: int | None = None  # bytes of content that come next
        self._ending = False  # a content has passed, its CR LF comes next
        self._final = True  # whether the message can be an answer
        self._scanned = 0  # how many bytes of the line in progress hold no line end

    def _step(self, buffer: bytes | bytearray, pos: int) -> int:
        if self._ending:
            return self._read_content_end(buffer, pos)
        if self._bulk is not None:
            return self._look(buffer, pos, self._bulk)
        return self._read_line(buffer, pos)

    def _read_line(self, buffer: bytes | bytearray, pos: int) -> int:
        if buffer[pos] not in FIRST_BYTES:  # told at once: a line end may never come
            return self._refuse(pos, Flaw(0, f"no type of RESP begins with {buffer[pos]:#04x}"), pos)
        end = buffer.find(b"\n", pos + self._scanned, pos + LINE_LIMIT)
        if end < 0:
            if len(buffer) - pos >= LINE_LIMIT:
                return self._refuse(pos, Flaw(0, f"its line is longer than {LINE_LIMIT:,} bytes"), pos + LINE_LIMIT)
            self._scanned = len(buffer) - pos
            return MORE
        self._scanned = 0
        line = bytes(buffer[pos:end])
        token = (
            read_token(line[:-1], self._limit) if line.endswith(b"\r") else Flaw(len(line), "CR should stand before LF")
        )
        if isinstance(token, Token):
            token = self._take(token, line[:-1], self._base + end + 1) or token
        if isinstance(token, Flaw):
            return self._refuse(pos, token, end + 1)
        return end + 1

    def _refuse(self, pos: int, flaw: Flaw, end: int) -> int:
        self._break(self._base + pos + flaw.at, flaw.what, self._base + end)
        return end

    def _take(self, token: Token, line: bytes, at: int) -> Flaw | None:
        """Go on behind a line that ends at stream offset `at`; a flaw where it can't stand there."""
        flaw = self._misplaced(token)
        if flaw is not None:
            return flaw
        if not self._lacking:
            self._final = token.name != "push"
        if token.shape not in ("bulk", "chunk") or token.size < 0 or not self._lacking:
            self._write(line)
        match token.shape:
            case "bulk" | "chunk" if token.size > 0 or (token.shape == "bulk" and not token.size):
                self._expect(token.size, at)
            case "many" | "bulk" if token.size > 0 or token.size in (STREAMED, CHUNKED):
                self._lacking.append(token.size)
            case "attribute":
                self._lacking.append(token.size + 1)  # it stands before a value and is none itself
            case "chunk" | "end":
                self._lacking.pop()  # a stream is over
                self._element(at)
            case _:
                self._element(at)
        return None

    def _misplaced(self, token: Token) -> Flaw | None:
        """Why such a line can't stand here."""
        around = self._lacking[-1] if self._lacking else 0
        if (token.shape == "chunk") != (around == CHUNKED) or (token.shape == "end" and around != STREAMED):
            return Flaw(0, f"no {token.name} can stand there")
        if len(self._lacking) >= DEPTH_LIMIT:
            return Flaw(0, f"its elements are nested deeper than {DEPTH_LIMIT:,}")
        return None

    def _expect(self, size: int, at: int) -> None:
        """Content of `size` bytes comes next, at stream offset `at`."""
        self._bulk = size
        if self._lacking[-1:] in ([], [1]) and all(one == 1 for one in self._lacking):
            self._until = at + size + len(_CRLF)  # nothing comes behind it

    def _look(self, buffer: bytes | bytearray, pos: int, size: int) -> int:
        """Wait until as much of the content is here as the text has room for."""
        wanted = min(size, max(TEXT_LIMIT - len(self._text), 0))
        if len(buffer) - pos < wanted:
            return MORE
        self._write(self._word(bytes(buffer[pos : pos + wanted]), whole=wanted == size))
        self._bulk, self._left, self._ending = None, size, True
        return pos

    def _word(self, content: bytes, *, whole: bool) -> bytes:
        """A content among the words of the message: in quotes where it would be none, or several of an array."""
        if content and not (self._lacking and _SPACE.search(content)):
            return content
        return b'"' + content.replace(b'"', b'\\"') + (b'"' if whole else b"")

    def _read_content_end(self, buffer: bytes | bytearray, pos: int) -> int:
        raw = bytes(buffer[pos : pos + len(_CRLF)])
        if not _CRLF.startswith(raw):
            return self._refuse(pos, Flaw(0, "CR LF should stand behind the content"), pos)
        if len(raw) < len(_CRLF):
            return MORE
        self._ending = False
        self._element(self._base + pos + len(_CRLF))
        return pos + len(_CRLF)

    def _element(self, at: int) -> None:
        """A value ends at stream offset `at`: it is one of what is around it, which may end with it."""
        while self._lacking:
            if self._lacking[-1] in (STREAMED, CHUNKED):
                return
            self._lacking[-1] -= 1
            if self._lacking[-1]:
                return
            self._lacking.pop()
        self._finish(at, final=self._final or _CONFIRMED.match(self._text) is not None)

    def _write(self, words: bytes) -> None:
        """Words of the message, in one line: `*2 GET key`, `*3 SET k "a b"`, `$5 hello`."""
        room = TEXT_LIMIT - len(self._text)
        if room > 0:
            shown = words[:TEXT_LIMIT].decode("latin-1").replace("\r", " ").replace("\n", " ")
            self._text = f"{self._text} {shown}"[:TEXT_LIMIT] if self._text else shown

    def _passed(self, at: int) -> None:
        """The content's end is read, not counted."""

    def _renew(self, at: int) -> None:
        super()._renew(at)
        self._lacking, self._bulk, self._ending, self._final, self._scanned = [], None, False, True, 0

    def _unfinished(self) -> tuple[str, str]:
        if self._ending or self._bulk is not None:
            return "in a bulk string", self._text
        return ("in a line" if self._kept else "between two elements"), self._text


class CommandDecoder(RespDecoder):
    """One direction of RESP: what a client sends. What does not begin with `*` is an inline command, a mere line."""

    def _read_line(self, buffer: bytes | bytearray, pos: int) -> int:
        if self._lacking or buffer[pos] == ord("*"):
            return super()._read_line(buffer, pos)
        end = buffer.find(b"\n", pos + self._scanned, pos + LINE_LIMIT)
        if end >= 0 or len(buffer) - pos >= LINE_LIMIT:
            return self._inline(buffer, pos, end)
        self._scanned = len(buffer) - pos
        return MORE

    def _inline(self, buffer: bytes | bytearray, pos: int, end: int) -> int:
        if end < 0:
            return self._refuse(pos, Flaw(0, f"its line is longer than {LINE_LIMIT:,} bytes"), pos + LINE_LIMIT)
        self._write(bytes(buffer[pos:end]).removesuffix(b"\r"))
        self._finish(self._base + end + 1)
        return end + 1
