r"""What a person types as content, and its bytes, both ways and exactly.

`text`: the escapes of `--text` (`\r \n \t \0 \xHH \\`), so that any bytes can stand in it; a new line of the editor is
the line end that was chosen. `json`: the text as it is, if it is JSON. `hex`: pairs of digits.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from tcptui.protocol.encodings import UTF8
from tcptui.protocol.escapes import EscapeError, encode, escape, parse_hex, unescape
from tcptui.protocol.jsontext import JsonError, check_json
from tcptui.protocol.jsontext import format_json as _format

Mode = Literal["text", "json", "hex"]

HEX_LINE = 16
"""Bytes that are written in a line of hex, where no one wants another number."""


class ContentError(ValueError):
    """Typed text that can't become bytes, or bytes that a mode can't hold; the message is one sentence.

    line, column: where, from 1.
    """

    def __init__(self, sentence: str, line: int = 1, column: int = 1) -> None:
        super().__init__(sentence)
        self.line = line
        self.column = column


def read_content(
    mode: Mode, typed: str, *, encoding: str = UTF8, newline: bytes = b"\n", escapes: bool = True
) -> bytes:
    """The bytes of what was typed. newline: what a new line of the editor is in `text` and `json`.

    escapes: whether a backslash begins an escape in `text`. Raises ContentError.
    """
    match mode:
        case "hex":
            with suppress(EscapeError):
                return parse_hex(typed)
            return _each_line(typed, parse_hex, b"")
        case "text":
            read = unescape if escapes else encode
            return _lines(typed, read, encoding, newline)
        case "json":
            _checked(typed)
            return _lines(typed, encode, encoding, newline)


def write_content(mode: Mode, data: bytes, *, newline: bytes = b"\n", hex_line: int = HEX_LINE) -> str:
    """What to type, in UTF-8, for exactly these bytes. hex_line: of them in a line of hex, > 0.

    Raises ContentError for bytes that are no JSON.
    """
    match mode:
        case "hex":
            return "\n".join(data[at : at + hex_line].hex(" ") for at in range(0, len(data), hex_line))
        case "text":
            return "\n".join(escape(line) for line in (data.split(newline) if newline else (data,)))
        case "json":
            return _typed_json(data, newline)


def _typed_json(data: bytes, newline: bytes) -> str:
    if b"\n" in (data.replace(newline, b"") if newline else data):
        raise ContentError("Its line ends are not the chosen one, so as JSON they would be changed.")
    try:
        typed = data.decode()
    except UnicodeDecodeError as error:
        raise ContentError(f"Byte {error.start} is no UTF-8, so this is no JSON.") from None
    typed = typed.replace(newline.decode(), "\n") if newline else typed
    _checked(typed)
    return typed


def format_json(typed: str) -> str:
    """JSON set out over lines; values stay as they are written. Raises ContentError with the place."""
    try:
        return _format(typed)
    except JsonError as error:
        raise _in_line(str(error), error.line, error.column) from None


def _checked(typed: str) -> None:
    try:
        check_json(typed)
    except JsonError as error:
        raise _in_line(str(error), error.line, error.column) from None


def _lines(typed: str, read: Callable[[str, str], bytes], encoding: str, newline: bytes) -> bytes:
    """The lines in this encoding, with the chosen line end, which is bytes whatever the encoding, between them."""
    if encoding == UTF8:
        # All at once is a hundred times as fast; line by line finds the place of what is wrong.
        with suppress(EscapeError):
            return read(typed.replace("\n", newline.decode()), encoding)
    return _each_line(typed, lambda line: read(line, encoding), newline)


def _each_line(typed: str, read: Callable[[str], bytes], newline: bytes) -> bytes:
    done: list[bytes] = []
    for number, line in enumerate(typed.split("\n"), start=1):
        try:
            done.append(read(line))
        except EscapeError as error:
            raise _in_line(str(error), number, error.place) from None
    return newline.join(done)


def _in_line(sentence: str, line: int, column: int) -> ContentError:
    return ContentError(f"Line {line}, column {column}: {sentence}", line, column)
