"""An `.http` file cut into its parts: `@variables`, and between lines of `###` one request each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from tcptui.requests.importing.imported import CantImportError

# For lines without the blanks at their end, so that nothing in them is looked at twice.
_VARIABLE = re.compile(r"@([^\s=]+)\s*+=\s*+(.*)")
_NAMED = re.compile(r"(?:#|//)\s*+@name[ \t=]++(\S.*)")
_VERSION = re.compile(r"HTTP/\S+")
_METHOD = re.compile(r"(?!curl\Z)[A-Za-z][A-Za-z-]*")
_OF_OTHERS = re.compile(r"(?:import|run)\s++[^\s:/]\S*+(?:\s.*)?")
_HEADER = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*+:\s*+(.*)")
_NOT_KEPT: Final = (
    ("<>", "a reference to a stored answer (<>)"), ("< {%", "a script (< {% … %})"), ("> {%", "a script (> {% … %})"),
    (">>", "where the answer is kept (>>)"), (">", "a script for the answer (>)"),
)  # fmt: skip


@dataclass(slots=True)
class Block:
    """One request; without a URL it holds only what is not kept.

    line: of its request line, from 1; name: after `###` or `@name`; body: its lines, in the file's order, without the
    blank ones at the end; not_kept: (line, what it was).
    """

    line: int = 0
    name: str = ""
    method: str = "GET"
    url: str = ""
    version: str = "HTTP/1.1"
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    not_kept: list[tuple[int, str]] = field(default_factory=list)


def read_blocks(text: str, name: str) -> tuple[dict[str, str], list[Block]]:
    """The file's variables, and its requests. name: the file, for sentences. Raises CantImportError."""
    variables: dict[str, str] = {}
    blocks: list[Block] = []
    part = _Part(name, variables, "")
    for number, line in enumerate(_lines(text), 1):
        if line.startswith("###") and not part.in_script:
            blocks += part.ended()
            part = _Part(name, variables, line.lstrip("#").strip())
        else:
            part.take(number, line)
    return variables, [*blocks, *part.ended()]


def _lines(text: str) -> list[str]:
    """The lines. Where all end with CR LF that is the editor's doing; where some do, their CR is meant."""
    if text.count("\r\n") == text.count("\n"):
        text = text.replace("\r\n", "\n")
    return text.split("\n")


class _Part:
    """What stands between two lines of `###`: before the request line, then headers, then the body."""

    def __init__(self, file: str, variables: dict[str, str], title: str) -> None:
        self._file = file
        self._variables = variables
        self._block = Block(name=title)
        self._stage = "before"
        self._script = 0  # the line in which one began
        self._url: list[str] = []  # its pieces: a parameter a line

    @property
    def in_script(self) -> bool:
        """Whether a script has begun and not ended."""
        return self._script > 0

    def take(self, number: int, line: str) -> None:
        """The next line. Raises CantImportError for what can be no header."""
        if self._script or (self._stage != "before" and self._is_left_out(number, line)):
            self._in_script(number, line)
        elif self._stage == "before":
            self._before(number, line)
        elif self._stage == "headers":
            self._header(number, line)
        else:
            self._block.body.append(line)

    def ended(self) -> list[Block]:
        """The request, if there was one; the blank lines behind its body belong to the file. Raises CantImportError."""
        if self._script:
            raise CantImportError(f"{self._file}:{self._script}: a script begins here and never ends: write %}}.")
        while self._block.body and not self._block.body[-1]:
            self._block.body.pop()
        self._block.url = "".join(self._url)
        return [self._block] if self._block.url or self._block.not_kept else []

    def _in_script(self, number: int, line: str) -> None:
        if "%}" in line:
            self._script = 0
        elif "{%" in line:
            self._script = number

    def _is_left_out(self, number: int, line: str) -> bool:
        """Whether the line is a client's own business: scripts, and where answers go."""
        found = next((what for mark, what in _NOT_KEPT if line.startswith(mark)), None)
        if found is None or (self._stage == "headers" and line.startswith("<")):
            return False
        self._block.not_kept.append((number, found))
        return True

    def _before(self, number: int, line: str) -> None:
        if named := _NAMED.fullmatch(line.rstrip()):
            self._block.name = named[1]
        elif found := _VARIABLE.fullmatch(line.rstrip()):
            self._variables[found[1]] = found[2]
        elif line.startswith("< {%"):
            self._block.not_kept.append((number, "a script (< {% … %})"))
            self._in_script(number, line)
        elif _OF_OTHERS.fullmatch(line.rstrip()):
            self._block.not_kept.append((number, f"`{line.strip()}`, which concerns other files"))
        elif line.strip() and not line.startswith(("#", "//")):
            self._request_line(number, line)

    def _request_line(self, number: int, line: str) -> None:
        method, *rest = line.split(maxsplit=1)
        if rest and _METHOD.fullmatch(method):
            self._block.method, line = method.upper(), rest[0]
        self._block.line = number
        self._stage = "headers"
        self._url_piece(line.strip())

    def _url_piece(self, piece: str) -> None:
        """A piece of the URL; behind the last one stands the version."""
        url, *rest = piece.rsplit(maxsplit=1)
        if not rest or not _VERSION.fullmatch(rest[0]):
            self._url.append(piece)
            return
        self._url.append(url)
        if re.fullmatch(r"HTTP/1\.[01]", rest[0]):
            self._block.version = rest[0]
        else:
            self._block.not_kept.append((self._block.line, f"{rest[0]}, which became HTTP/1.1"))

    def _header(self, number: int, line: str) -> None:
        block = self._block
        if not line.strip():
            self._stage = "body"
        elif not block.headers and line.startswith((" ", "\t", "?", "&")):
            self._url_piece(line.strip())
        elif found := _HEADER.fullmatch(line.rstrip()):
            block.headers.append((found[1], found[2]))
        elif not line.startswith(("#", "//")):
            raise CantImportError(f"{self._file}:{number}: {line.strip()!r} is no header: write Name: value.")
