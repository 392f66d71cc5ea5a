r"""What a person types or reads, and its bytes: `\r \n \t \0 \xHH \\`, hex, and the end of a line.

Text that isn't an escape stands for its UTF-8, or for its bytes in another encoding that was chosen. Bytes of the
command line that were no UTF-8 come to us as surrogates (PEP 383) and are turned back into what they were.
"""

from __future__ import annotations

import re
from contextlib import suppress
from enum import Enum

_SIMPLE = {"r": b"\r", "n": b"\n", "t": b"\t", "0": b"\0", "\\": b"\\"}
_SHOWN = {"\r": r"\r", "\n": r"\n", "\t": r"\t", "\0": r"\0", "\\": r"\\"}
# Everything but printable ASCII, which stands for itself.
_SUSPECT = re.compile(r"[^ -\[\]-~]")
_HEX_PAIR = re.compile(r"[0-9A-Fa-f]{2}")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|([rnt0\\]))?")
# What separates groups of hex digits in the dumps that people paste.
_BETWEEN = re.compile(r"(?:[\s:]|0[xX](?=[0-9A-Fa-f]))*")


# The codecs of these names put a byte order mark before every text: fit for a file, not for each line of a stream.
_WITHOUT_MARK = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}


class EscapeError(ValueError):
    """Text that can't be turned into bytes; the message is one sentence that names the place.

    place: the character where that begins, from 1.
    """

    def __init__(self, sentence: str, place: int) -> None:
        super().__init__(sentence)
        self.place = place


class EndOfLine(Enum):
    """What goes out behind a line that was typed, by the names of `--eol`."""

    CRLF = "crlf"
    LF = "lf"
    CR = "cr"
    NONE = "none"

    @property
    def bytes(self) -> bytes:
        """The line end itself; empty for `none`."""
        return _LINE_ENDS[self]


_LINE_ENDS = {EndOfLine.CRLF: b"\r\n", EndOfLine.LF: b"\n", EndOfLine.CR: b"\r", EndOfLine.NONE: b""}


def unescape(text: str, encoding: str = "utf-8") -> bytes:
    r"""The bytes that a text with escapes stands for. encoding: a codec's name, for all that is no escape.

    Raises EscapeError for an escape that is unknown or cut short, and for a character that the encoding does not have.
    """
    pieces: list[bytes] = []
    at = 0
    for match in _ESCAPE.finditer(text):
        pieces.append(_encode(text, at, match.start(), encoding))
        digits, letter = match.groups()
        if digits is None and letter is None:
            raise EscapeError(_no_escape(text, match.start()), match.start() + 1)
        pieces.append(bytes.fromhex(digits) if digits is not None else _SIMPLE[letter])
        at = match.end()
    pieces.append(_encode(text, at, len(text), encoding))
    return b"".join(pieces)


def encode(text: str, encoding: str = "utf-8") -> bytes:
    """The bytes of a text in which a backslash is a backslash. Raises EscapeError for what the encoding lacks."""
    return _encode(text, 0, len(text), encoding)


def escape(data: bytes) -> str:
    r"""A text that `unescape` turns back into exactly these bytes.

    Printable text stays as it is, in every script; control characters, what is invisible or acts on the order of
    reading, and bytes that are no UTF-8 become escapes. The result is printable, whatever the bytes are.
    """
    return _SUSPECT.sub(_shown_if_needed, data.decode("utf-8", "surrogateescape"))


def parse_hex(text: str) -> bytes:
    """The bytes of a text of hex pairs; white space, colons and `0x` may stand between pairs, in any case of letters.

    Raises EscapeError with the place of what is no pair.
    """
    # A hundred times as fast, where there is nothing but pairs and white space.
    with suppress(ValueError):
        return bytes.fromhex(text)
    result = bytearray()
    at = _skip_between(text, 0)
    while at < len(text):
        pair = _HEX_PAIR.match(text, at)
        if pair is None:
            raise _no_pair(text, at)
        result.append(int(pair[0], 16))
        at = _skip_between(text, pair.end())
    return bytes(result)


def _encode(text: str, begin: int, end: int, encoding: str) -> bytes:
    codec = _WITHOUT_MARK.get(encoding, encoding)
    try:
        return text[begin:end].encode(codec, "surrogateescape")
    except UnicodeEncodeError as error:
        place = begin + error.start + 1
        character = text[place - 1]
        if "\ud800" <= character <= "\udfff":
            reason = f"Character {place} is half of a surrogate pair and has no bytes."
        else:
            reason = f"{_printable(character)} (character {place}) can't be written in {encoding}."
        raise EscapeError(reason, place) from None


def _no_escape(text: str, at: int) -> str:
    known = r"\r \n \t \0 \xHH \\"
    begun = text[at : at + 4] if text[at + 1 : at + 2] == "x" else text[at : at + 2]
    if len(begun) == 1:
        return rf"The text ends with a lone \ (character {at + 1}): write \\ for a backslash."
    what = r"\x wants two hex digits" if begun.startswith(r"\x") else f"the escapes are {known}"
    return f"{_printable(begun)} at character {at + 1} is no escape: {what}."


def _no_pair(text: str, at: int) -> EscapeError:
    single = re.match(r"[0-9A-Fa-f](?=[\s:]|$)", text[at:])
    if single:
        sentence = f"The hex digit {single[0]} at character {at + 1} stands alone: a byte is written with two."
        return EscapeError(sentence, at + 1)
    bad = next(i for i in range(at, len(text)) if text[i] not in "0123456789abcdefABCDEF")
    return EscapeError(f"{_printable(text[bad])!r} at character {bad + 1} is no hex digit.", bad + 1)


def _skip_between(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    assert match is not None
    return match.end()


def _shown_if_needed(match: re.Match[str]) -> str:
    return match[0] if match[0].isprintable() and match[0] != "\\" else _shown(match[0])


def _shown(char: str) -> str:
    if char in _SHOWN:
        return _SHOWN[char]
    if "\ud800" <= char <= "\udfff" and not "\udc80" <= char <= "\udcff":
        return rf"\u{ord(char):04x}"  # half of a surrogate pair, which has no bytes
    return "".join(rf"\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape"))


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else _shown(char) for char in text)
