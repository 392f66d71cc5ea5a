"""What a person composes for one connection: the form as it was filled in, the content as it was typed. Pure."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Final, Literal

from tcptui.protocol.composing import (
    OFF,
    Composed,
    ContentError,
    Draft,
    Mode,
    Setting,
    change,
    compose,
    new_draft,
    read_content,
    settings,
    write_content,
)
from tcptui.protocol.frozen import frozen
from tcptui.ui.composer.plan import Plan

Kind = Literal["text", "json", "hex", "file"]
"""How the content is given: typed as text, JSON or hex, or taken from a file as it is."""

KINDS: Final[tuple[Kind, ...]] = ("text", "json", "hex", "file")

NEWLINES: Final[dict[bytes, str]] = {b"\n": "LF", b"\r\n": "CR LF", b"\r": "CR", b"": "nothing"}
"""What a new line of the content can become, and its name."""

TYPED_LIMIT = 64 * 1024
"""Characters of a content that can be typed or pasted: what is larger comes from a file."""

FILE_LIMIT = 64 * 1024 * 1024
"""Bytes of a file that can be composed: all of them are in memory."""

UNNAMED: Final = "The content is a file, and no path is given yet."
UNREAD: Final = "The file is being read."
"""Why there are no bytes of a file where nothing is wrong with it."""

_HEX_LINES = (16, 12, 8, 4)
_SMALL = 32 * 1024


@frozen
class Made:
    """What became of it. settings: the form beside headers and content; content: the bytes that it was made of.

    error: why the content as typed has no bytes; then `composed` has none either, and `content` is that of before.
    """

    composed: Composed = Composed()
    settings: tuple[Setting, ...] = ()
    content: bytes = b""
    error: ContentError | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it can't go out, a sentence each."""
        return (str(self.error),) if self.error is not None else self.composed.problems


@frozen
class Taken:
    """All that the bytes depend on, at one moment: they can be made on any thread.

    draft: with the content of a file, or that of the bytes before; typed: what is read as content, None with a file.
    """

    draft: Draft
    kind: Kind
    typed: str
    newline: bytes
    encoding: str

    @property
    def small(self) -> bool:
        """Whether it is made in less than a moment."""
        return len(self.typed) + len(self.draft.content) <= _SMALL

    def made(self) -> Made:
        """The bytes, or why there are none."""
        draft, error = self.draft, None
        if self.kind != "file":
            try:
                content = read_content(self.kind, self.typed, encoding=self.encoding, newline=self.newline)
                draft = replace(draft, content=content)
            except ContentError as told:
                error = told
        composed = compose(draft) if error is None else Composed()
        return Made(composed, settings(draft), draft.content, error)


class Work:
    """A message in the making, and how it is to go out.

    framing: as typed, with `framing_problem` where it is none, the draft then being of the last one that was; headers:
    a line each, as typed; typed: the content; path, file, file_problem: where it is a file's bytes; made: the message
    as last composed; read_as: the framing by which the connection's answers are cut into messages, "" for none yet.
    """

    def __init__(self, framing: str, target: str, encoding: str = "utf-8", *, answers: bool = False) -> None:
        """target: the peer as `host:port`; encoding: a codec's name, for what is typed; answers: the peer asks."""
        self._answers = answers
        self.target, self.encoding = target, encoding
        self.read_as = ""
        self.draft = new_draft("none")
        self.headers: list[str] = []
        self.kind: Kind = "text"
        self._typed_as: Mode = "text"
        self.typed = self._example = ""
        self.newline = b"\n"
        self.path, self.file, self.file_problem = "", b"", ""
        self.plan = Plan()
        self.marks: frozenset[int] = frozenset()
        self._line: tuple[bytes, bytes] | None = None
        self._last_by_hand: dict[str, str] = {}
        self._hex_line = _HEX_LINES[0]
        self.made = Made()
        self.set_framing(framing)

    # The form -------------------------------------------------------------------------------------------------------

    def set_framing(self, framing: str) -> None:
        """Write messages of this framing, beginning with its own settings; where there is none such, say so."""
        self.framing = framing
        draft = new_draft(framing, "" if self._answers else self.target)
        problems = compose(draft).problems
        self.framing_problem = problems[0] if problems and not settings(draft) else ""
        if self.framing_problem:
            return
        self._last_by_hand.clear()
        self._part_line_end(framing.strip() != "none", self.draft.framing.strip() != "none")
        self.draft = change(draft, "message", "response") if self._answers and framing.strip() == "http" else draft
        self.headers = [_header_line(name, value) for name, value in self.draft.headers]
        if self.kind in ("text", "json") and self.typed == self._example:
            self.kind = self._typed_as = "json" if framing.strip() == "json-header" else "text"
            self.typed = self._example = write_content("text", draft.content) if draft.content else ""

    def _part_line_end(self, framed: bool, was_framed: bool) -> None:
        """The end of a line that was taken is no part of a framed content; it comes back where nothing frames it.

        Only where the content still is what was taken.
        """
        if self._line is None or framed == was_framed or self.kind == "file":
            return
        here, there = self._line if framed else self._line[::-1]
        with suppress(ContentError):
            if self.read(self.typed) == here:
                self.typed = self._written(self._typed_as, there)

    def take(self, draft: Draft, kind: Mode) -> None:
        """Go on with this message, its content written as `kind`. Raises ContentError where it can't be written so."""
        content = draft.content
        self.newline = b"\r\n" if content.count(b"\r\n") == content.count(b"\n") > 0 else b"\n"
        typed = write_content(kind, content, newline=self.newline, hex_line=self._hex_line) if content else ""
        self._line = None
        self.set_framing(draft.framing)
        self.draft, self.typed = draft, typed
        self.mark(frozenset())
        self.headers = [_header_line(name, value) for name, value in draft.headers]
        self.kind = self._typed_as = kind
        self._line = _line_of(content) if kind == "text" and draft.framing.strip() == "none" else None
        self.path, self.file, self.file_problem = "", b"", ""

    def set(self, setting: str, value: str | None) -> None:
        """Set one thing by hand; None: filled in by itself again."""
        self._put(setting, value)
        if value not in (None, OFF):
            self._last_by_hand[setting] = value

    def _put(self, setting: str, value: str | None) -> None:
        self.draft = change(self.draft, setting, value)

    def turn(self, setting: Setting) -> None:
        """Filled in by itself, then by hand as typed last or as it stands, then left out, as far as each can be."""
        if not setting.by_hand:
            self._put(setting.id, self._last_by_hand.get(setting.id, setting.value) if setting.computed else OFF)
        else:
            self._put(setting.id, OFF if setting.may_be_off and setting.value != OFF else None)

    @property
    def read_otherwise(self) -> bool:
        """Whether the connection's answers are looked at under another framing than what goes out here."""
        ours = self.draft.framing.strip()
        read_by_itself = self.read_as == "auto" and ours in ("http", "none")
        return self.read_as not in ("", ours) and not read_by_itself

    @property
    def has_headers(self) -> bool:
        """Whether the framing has a list of headers."""
        return self.draft.framing.strip() == "http"

    def add_header(self, at: int) -> None:
        """Put an empty header at a place of the list."""
        self.headers.insert(at, "")

    def move_header(self, at: int, step: int) -> int:
        """Move a header up or down; gives its new place."""
        to = max(0, min(at + step, len(self.headers) - 1))
        self.headers.insert(to, self.headers.pop(at))
        return to

    # The content ----------------------------------------------------------------------------------------------------

    def set_kind(self, kind: Kind) -> None:
        """Write the content otherwise, as the same bytes. Raises ContentError where those can't be written so.

        What was typed stays while a file takes its place, and comes back where none was read.
        """
        if kind != "file" and (self.file or kind != self._typed_as):
            content = self.file or self.read(self.typed)
            if len(content) > TYPED_LIMIT // 4:
                raise ContentError(f"{len(content):,} bytes are too many to be edited here: they stay a file's.")
            self.typed = self._written(kind, content) if content else ""
        if kind != "file":
            self._typed_as, self.path, self.file, self.file_problem = kind, "", b"", ""
        elif not self.path:
            self.file_problem = UNNAMED
        self.kind = kind

    def _written(self, kind: Mode, content: bytes) -> str:
        """What to type for these bytes; text that is no JSON yet can be made some. Raises ContentError."""
        try:
            return write_content(kind, content, newline=self.newline, hex_line=self._hex_line)
        except ContentError:
            text = content.decode("utf-8", "replace")
            lines = text.replace(self.newline.decode(), "\n") if self.newline else text
            if kind != "json" or not lines.replace("\n", "").isprintable() or "\ufffd" in lines:
                raise
            return lines

    def name_file(self, path: str) -> None:
        """Another file's bytes are to be the content: until they are read, there are none."""
        self.path = path
        self.take_file(b"", UNREAD if path.strip() else UNNAMED)

    def take_file(self, data: bytes, problem: str) -> None:
        """The file's bytes are the content. problem: why there are none, "" where there are."""
        self.file, self.file_problem = data, problem

    def read(self, typed: str) -> bytes:
        """The bytes of a text that is typed as the content is, JSON as mere text. Raises ContentError."""
        mode: Mode = "hex" if self._typed_as == "hex" else "text"
        escapes = self._typed_as == "text"
        return read_content(mode, typed, encoding=self.encoding, newline=self.newline, escapes=escapes)

    def fit_hex(self, cells: int) -> None:
        """Write as many bytes of hex in a line as fit so many cells; what a person has laid out stays so."""
        before, self._hex_line = self._hex_line, next((each for each in _HEX_LINES if 3 * each - 1 <= cells), 4)
        if self.kind == "hex" and before != self._hex_line:
            with suppress(ContentError):
                content = self.read(self.typed)
                if self.typed == write_content("hex", content, hex_line=before):
                    self.typed = self._written("hex", content)

    # The bytes ------------------------------------------------------------------------------------------------------

    def mark(self, marks: frozenset[int]) -> None:
        """Cut before these bytes. The first cut has the message go out in pieces; without any, it goes out whole."""
        if bool(marks) != bool(self.marks) and self.plan.cutting in ("whole", "marks"):
            self.plan = replace(self.plan, cutting="marks" if marks else "whole")
        self.marks = marks

    def taken(self) -> Taken:
        """What to compose now."""
        from_file = self.kind == "file" and not self.file_problem
        content = self.file if from_file else self.made.content
        headers = tuple(_header(line) for line in self.headers) if self.has_headers else ()
        draft = replace(self.draft, content=content, headers=headers)
        return Taken(draft, self.kind, "" if self.kind == "file" else self.typed, self.newline, self.encoding)

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it can't go out, a sentence each."""
        if self.framing_problem:
            return (self.framing_problem,)
        if self.kind == "file" and self.file_problem:
            return (self.file_problem,)
        return self.made.problems


def _line_of(content: bytes) -> tuple[bytes, bytes] | None:
    """Bytes that end as a line does, with that end and without it; None where they end otherwise."""
    end = next((end for end in (b"\r\n", b"\n", b"\r") if content.endswith(end)), None)
    return (content, content.removesuffix(end)) if end is not None else None


def _header_line(name: str, value: str) -> str:
    return f"{name}: {value}" if value else f"{name}:"


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name, value.removeprefix(" ")
