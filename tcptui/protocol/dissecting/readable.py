"""A message's content as something to read: codings undone, characters decoded, JSON set out over lines."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from tcptui.protocol.dissecting.codings import undo
from tcptui.protocol.dissecting.described import Described, described_by_http, described_by_json_header
from tcptui.protocol.dissecting.dissect import dissect
from tcptui.protocol.dissecting.replies import told_replies
from tcptui.protocol.encodings import UTF8, EncodingError, canonical
from tcptui.protocol.frozen import frozen
from tcptui.protocol.jsontext import JsonError, format_json
from tcptui.protocol.units import exact

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction
    from tcptui.protocol.framing.parts import Part

_CODINGS_LIMIT = 8
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@frozen
class Readable:
    """The content of one message.

    text: for reading, None where it is no text; media: its type, as `application/json`, empty where it is not said;
    data: the bytes with their codings undone, at most `UNDONE_LIMIT` of them where there were any; notes: what was
    done and what failed, a phrase each.
    """

    text: str | None
    media: str = ""
    data: bytes = b""
    notes: tuple[str, ...] = ()


def readable(framing: str, direction: Direction, kind: str, data: bytes, size: int | None = None) -> Readable:
    """The content of one message undone for reading; never raises for what a peer sent.

    framing, direction, kind, data and size are those of `dissect`. Costs as the content is long; 8 MiB come out of a
    coding at most.
    """
    parts = dissect(framing, direction, kind, data, size)
    content = b"".join(data[part.start : part.end] for part in parts if part.kind == "content")
    name = framing.partition(":")[0].strip()
    reading = _Reading(content, cut=size is not None and size > len(data))
    if name == "resp":
        reading.text = told_replies(parts, data)
        return reading.done("")
    described = _described(name, parts, data)
    reading.undo(described, sum(part.name == "chunk" for part in parts))
    reading.decode(described)
    reading.set_out(described)
    return reading.done(described.media)


def _described(name: str, parts: tuple[Part, ...], data: bytes) -> Described:
    match name:
        case "json-header":
            return described_by_json_header(parts, data)
        case "http" | "auto":
            return described_by_http(parts, data)
        case _:
            return Described()


class _Reading:
    """A content on its way. cut: only its beginning is here."""

    def __init__(self, data: bytes, *, cut: bool) -> None:
        self.text: str | None = None
        self._data = data
        self._cut = cut
        self._coded = False  # a coding could not be undone: what is here is nothing to read
        self._notes: list[str] = []

    def done(self, media: str) -> Readable:
        return Readable(self.text, media, self._data, tuple(self._notes))

    def undo(self, described: Described, chunks: int) -> None:
        """The codings, as far as they are known here and the bytes hold them."""
        if chunks:
            self._notes.append(f"put together from {exact(chunks, 'chunk')}")
        for number, coding in enumerate(described.codings if self._data else ()):
            if number == _CODINGS_LIMIT:
                self._notes.append(f"{len(described.codings)} codings: no more than {_CODINGS_LIMIT} are undone")
                self._coded = True
                return
            undone = undo(coding, self._data)
            self._notes.append(f"{coding} is not undone here" if undone is None else undone.note)
            if undone is None or not (undone.whole or undone.data):
                self._coded = True
                return
            self._cut = self._cut or not undone.whole
            self._data = undone.data

    def decode(self, described: Described) -> None:
        """The characters, where it says that it is text, or looks so."""
        encoding = self._encoding(described.charset)
        if encoding is None or self._coded or not self._data:
            return
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(self._data, final=not self._cut)
        except UnicodeDecodeError as error:
            if not described.is_text:
                return
            self._notes.append(f"byte {error.start:,} is no {encoding}")
            text = self._data.decode(encoding, "backslashreplace")
        if described.is_text or described.charset or not _CONTROL.search(text):
            self.text = text.removeprefix("\ufeff")
            if described.charset and encoding != UTF8:
                self._notes.append(f"decoded from {encoding}")

    def _encoding(self, charset: str) -> str | None:
        if charset.lower() == "binary":
            return None
        try:
            return canonical(charset) if charset else UTF8
        except EncodingError:
            self._notes.append(f"its character encoding {charset[:40]!r} is not known here")
            return UTF8

    def set_out(self, described: Described) -> None:
        """JSON over lines, where it says that it is JSON, or is."""
        if self.text is None or not (described.is_json or self.text.lstrip().startswith(("{", "["))):
            return
        if self._cut:
            self._notes.append("only its beginning is here, so JSON is not set out")
            return
        try:
            formatted = format_json(self.text)
        except JsonError as error:
            if described.is_json:
                self._notes.append(f"it is no JSON at line {error.line}, column {error.column}: {error}".rstrip("."))
            return
        if formatted != self.text:
            self.text = formatted
            self._notes.append("JSON set out over lines")
