"""Files that a curl command line names, read: what of them becomes text stands in the options' place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import quote_plus

from tcptui.protocol.pasted.curlline import Line, Option
from tcptui.requests.importing.imported import CantImportError

Load = Callable[[str], bytes]
"""A file's bytes, by the name that stands in what is imported. Raises OSError, or ValueError for what is no name."""

_STANDARD_INPUT = ("-", ".")
_MOST_CONFIGS: Final = 64
_QUERY = ("data", "data-ascii", "data-binary")
_LINE_ENDS = b"\r\n\0"


def loaded(load: Load, place: str, name: str) -> bytes:
    """A file's bytes. place: what stands before its name in a sentence. Raises CantImportError."""
    try:
        return load(name)
    except (OSError, ValueError) as error:  # a NUL in a name is the latter
        why = getattr(error, "strerror", None) or error
        raise CantImportError(f"{place} {name!r} can't be read: {why}.") from None


class Files:
    """Reads the files of one command. place: `file:line`, for sentences."""

    def __init__(self, load: Load, place: str, standard_input: bytes | None) -> None:
        """standard_input: what the command is fed with; None where that is not known."""
        self._standard_input = standard_input
        self._load = load
        self._place = place
        self._configs = 0

    def read(self, option: str, name: str, *, stripped: bool = False) -> bytes:
        """A file's bytes. option: that names it; stripped: without line ends and NULs. Raises CantImportError."""
        if name in _STANDARD_INPUT:
            if self._standard_input is None:
                raise CantImportError(
                    f"{self._place}: {option} reads standard input ({name}), which the line doesn't hold: name a file."
                )
            data = self._standard_input
        else:
            data = loaded(self._load, f"{self._place}: {option}", name)
        return data.translate(None, _LINE_ENDS) if stripped else data

    def config(self, name: str) -> str:
        """A file of options, of which each may name others. Raises CantImportError."""
        self._configs += 1
        if self._configs > _MOST_CONFIGS:
            raise CantImportError(f"{self._place}: -K names more than {_MOST_CONFIGS} files of options.")
        return _text(self.read("-K", name))

    def in_line(self, line: Line) -> Line:
        """The line with the text of files in the place of their names, but for what becomes a body as it is."""
        options: list[Option] = []
        in_query = line.has("get")
        for option in line.options:
            options += self._in_place(option, in_query=in_query)
        return replace(line, options=tuple(options))

    def _in_place(self, option: Option, *, in_query: bool) -> list[Option]:
        name, at, path = option.value.partition("@")
        match option.name:
            case "header" | "proxy-header" if at and not name:
                lines = _text(self.read(option.written, path)).splitlines()
                return [replace(option, value=one) for one in lines if one.strip() and not one.startswith("#")]
            case "data-urlencode" | "url-query" if at and "=" not in name and not name.startswith("+"):
                value = quote_plus(self.read(option.written, path))
                return (
                    [Option("url-query", f"+{name}={value}" if name else f"+{value}", option.written)]
                    if (option.name == "url-query")
                    else [Option("data-raw", f"{name}={value}" if name else value, option.written)]
                )
            case data if data in _QUERY and in_query and at and not name:
                stripped = option.name != "data-binary"
                return [replace(option, value=_text(self.read(option.written, path, stripped=stripped)))]
            case _:
                return [option]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
