"""The fields of `curl -F` as a body of multipart/form-data (RFC 7578), part by part as curl writes them."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.frozen import frozen
from tcptui.protocol.pasted.curlline import Line, Option

# What curl tells by the end of a file's name (lib/mime.c of curl).
_TYPES: Final = {
    "gif": "image/gif", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml",
    "txt": "text/plain", "htm": "text/html", "html": "text/html", "pdf": "application/pdf", "xml": "application/xml",
}  # fmt: skip
_ANY_TYPE: Final = "application/octet-stream"
_QUOTED = re.compile(r'\s*"((?:\\.|[^"\\])*)"\s*', re.DOTALL)
_BARE = re.compile(r"\s*([^;]*)", re.DOTALL)
_BARE_PATH = re.compile(r"\s*([^;,]*)", re.DOTALL)
_SETTING = re.compile(r";\s*(?:(type|filename|headers|encoder)=)?", re.IGNORECASE)
# A type's own parameters belong to it: it ends where another setting begins.
_TYPE = re.compile(r"\s*([^;,]*(?:;(?!\s*(?:filename|headers|encoder)=)[^;,]*)*)", re.DOTALL)
_UNCHANGED: Final = ("binary", "8bit", "7bit")
_IN_NAMES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})
_BACKSLASHED = str.maketrans({'"': '\\"', "\\": "\\\\"})


@frozen
class Piece:
    """A part of the body: a text as it goes out, or a file's bytes.

    option: what said so, as it was written; stripped: a file's line ends and NULs are left out.
    """

    option: str
    text: str = ""
    file: str = ""
    stripped: bool = False


def form_boundary(line: Line) -> str:
    """What stands between the parts: made of the fields, so that the same line gives the same bytes."""
    said = "\0".join(one.value for one in line.every("form", "form-string"))
    return f"------------------------{sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def form_pieces(line: Line, disposition: str) -> tuple[Piece, ...]:
    """The whole body. disposition: of every part, `form-data` unless the body says that it is something else.

    Raises TargetError for a field that can't be read, or whose parts have parts.
    """
    boundary = form_boundary(line)
    in_names = _BACKSLASHED if line.has("form-escape") else _IN_NAMES
    pieces: list[Piece] = []
    for option in line.every("form", "form-string"):
        part = _Part(option)
        head = [f"Content-Disposition: {disposition}", *part.lines()]
        if part.name:
            head[0] += f'; name="{part.name.translate(in_names)}"'
        if part.filename is not None:
            head[0] += f'; filename="{part.filename.translate(in_names)}"'
        pieces.append(Piece(option.written, "".join(f"{one}\r\n" for one in (f"--{boundary}", *head, ""))))
        pieces += [part.content, Piece(option.written, "\r\n")]
    return (*pieces, Piece("-F", f"--{boundary}--\r\n"))


class _Part:
    """One field. name: "" where it has none; filename: None where the part tells none; content: what it holds."""

    def __init__(self, option: Option) -> None:
        self._option = option
        self._settings: dict[str, str] = {}
        self._headers: list[str] = []
        self.filename: str | None = None
        self.name, equals, said = option.value.partition("=")
        if not equals:
            raise TargetError(f"{option.written} {option.value!r} is no field of a form: write name=value.")
        if option.name == "form-string":
            self.content = Piece(option.written, said)
        else:
            self._read(said)

    def lines(self) -> list[str]:
        """What of its head stands behind the first line, in curl's order."""
        kind = self._settings.get("type") or self._usual_type()
        encoder = self._settings.get("encoder", "")
        if encoder and encoder not in _UNCHANGED:
            raise TargetError(f"{self._shown()}: encoder={encoder} is not known here: write the value encoded.")
        own = ([f"Content-Type: {kind}"] if kind else []) + (
            [f"Content-Transfer-Encoding: {encoder}"] if encoder else []
        )
        return [*own, *self._headers]

    def _read(self, said: str) -> None:
        """A value, or with `@` or `<` a file's name, and the settings behind it."""
        mark = said[:1] if said[:1] in ("@", "<") else ""
        if said.startswith("(") or said == ")":
            raise TargetError(f"{self._shown()}: parts of parts can't be read here: write the body into a file.")
        word = _QUOTED.match(said, len(mark)) or (_BARE_PATH if mark == "@" else _BARE).match(said, len(mark))
        assert word is not None, "it matches the empty text"
        text = _said(word)
        self.content = Piece(self._option.written, file=text) if mark else Piece(self._option.written, text)
        self._read_settings(said, word.end())
        if mark == "@":
            self.filename = self._settings.get("filename", text.rpartition("/")[2])
        else:
            self.filename = self._settings.get("filename")

    def _read_settings(self, said: str, at: int) -> None:
        while at < len(said):
            if said[at] == ",":
                raise TargetError(
                    f"{self._shown()}: several files in one field can't be read here: write a field each."
                )
            setting = _SETTING.match(said, at)
            if setting is None:  # behind a closing quote curl reads on up to the next semicolon
                at = _ends(said, at)
                continue
            name = (setting[1] or "").lower()
            value = (
                _TYPE.match(said, setting.end())
                if name == "type"
                else _QUOTED.match(said, setting.end()) or _BARE.match(said, setting.end())
            )
            assert value is not None, "it matches the empty text"
            at = value.end()
            if name == "headers":
                self._headers.append(self._header(_said(value)))
            elif name:
                self._settings[name] = _said(value)

    def _header(self, value: str) -> str:
        if value.startswith(("@", "<")):
            raise TargetError(f"{self._shown()}: headers of a part out of a file can't be read here: write them out.")
        return value

    def _usual_type(self) -> str:
        known = _TYPES.get((self.filename or "").rpartition(".")[2].lower(), "")
        if known or self.filename is None or not self.content.file:
            return known
        return _TYPES.get(self.content.file.rpartition(".")[2].lower(), _ANY_TYPE)

    def _shown(self) -> str:
        return f"{self._option.written} {self._option.value!r}"


def _said(word: re.Match[str]) -> str:
    if word.re is _QUOTED:
        return re.sub(r"\\([\\\"])", r"\1", word[1])
    return word[1].rstrip()


def _ends(text: str, at: int) -> int:
    end = text.find(";", at)
    return len(text) if end < 0 else end
