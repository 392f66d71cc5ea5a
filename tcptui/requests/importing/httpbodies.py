"""The bodies of `.http` files: text with placeholders, and what `< file` and `<@ file` stand for."""

from __future__ import annotations

import re
from itertools import pairwise

from tcptui.requests.importing.curlfiles import Load
from tcptui.requests.importing.httpblocks import Block
from tcptui.requests.importing.httprequests import as_bytes
from tcptui.requests.importing.imported import CantImportError
from tcptui.requests.importing.placeholders import Placeholders

_FILE = re.compile(r"<(?:@(\S*))?[ \t]++(\S.*)")
_FORM = "application/x-www-form-urlencoded"


class Bodies:
    """Makes the bodies of one file's requests. file: its name, for sentences; load: reads what `< file` names."""

    def __init__(self, file: str, load: Load) -> None:
        self._file = file
        self._load = load

    def of(self, block: Block, placeholders: Placeholders) -> bytes:
        """A request's body. Lines of multipart bodies end with CR LF (RFC 2046, section 5.1), as clients write them.

        Raises CantImportError for a file that can't be read.
        """
        kind = next((value for name, value in block.headers if name.lower() == "content-type"), "").lower()
        lines = _form_lines(block.body) if kind.startswith(_FORM) else block.body
        if kind.startswith("multipart/"):
            return b"\r\n".join(self._line(line.removesuffix("\r"), block, placeholders) for line in lines)
        return b"\n".join(self._line(line, block, placeholders) for line in lines)

    def _line(self, line: str, block: Block, placeholders: Placeholders) -> bytes:
        found = _FILE.fullmatch(line.removesuffix("\r").rstrip(" \t"))
        if found is None:
            return as_bytes(placeholders.convert(line), f"{self._file}:{block.line}")
        data = self._read(block, found[2])
        return data if found[1] is None else placeholders.convert(self._text(data, block, found)).encode()

    def _text(self, data: bytes, block: Block, found: re.Match[str]) -> str:
        encoding = found[1] or "UTF-8"
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            why = f"{found[2]} is not {encoding}, so nothing can be filled in"
            raise CantImportError(f"{self._file}:{block.line}: {why}.") from None

    def _read(self, block: Block, path: str) -> bytes:
        try:
            return self._load(path)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise CantImportError(f"{self._file}:{block.line}: {path!r} can't be read: {why}.") from None


def _form_lines(lines: list[str]) -> list[str]:
    """A form that is written with a field a line is one line, as clients send it; any other stays as it is."""
    fields = [line.strip() for line in lines]
    if len(fields) < 2 or not all(one.endswith("&") or next_.startswith("&") for one, next_ in pairwise(fields)):
        return lines
    return ["&".join(_field(one) for one in "".join(fields).split("&"))]


def _field(text: str) -> str:
    """`name = value` without the blanks that are there for the eye."""
    name, equals, value = text.partition("=")
    return f"{name.strip()}{equals}{value.strip()}"
