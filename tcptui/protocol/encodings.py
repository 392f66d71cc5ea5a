"""Text encodings by name, and bytes decoded so that it is known which bytes each character was. Pure.

A byte that an encoding can't decode becomes U+DC00 plus its value, as PEP 383 does for the upper half.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence

KNOWN: tuple[tuple[str, str], ...] = (
    ("utf-8", "Unicode, the usual one"),
    ("latin-1", "ISO 8859-1: each byte one character"),
    ("cp1252", "Windows, western Europe"),
    ("utf-16-le", "Unicode in pairs of bytes, low byte first"),
    ("utf-16-be", "Unicode in pairs of bytes, high byte first"),
    ("shift_jis", "Japanese, Windows and old mail"),
    ("euc_jp", "Japanese, Unix"),
    ("gb18030", "Chinese, mainland; GBK and GB2312 are parts of it"),
    ("big5", "Chinese, Taiwan and Hong Kong"),
    ("euc_kr", "Korean"),
    ("koi8-r", "Russian, Unix"),
    ("cp1251", "Cyrillic, Windows"),
    ("iso8859-15", "western Europe with the euro sign"),
    ("cp437", "the first PC's, with its frames"),
)
"""The encodings that are offered, and whose they are; every other text encoding of Python's works by its name."""

UTF8 = "utf-8"

_ERRORS = "tcptui.bytes"
_LF = 0x0A

# They need what went before from the stream's beginning on, or are no encodings of text as it travels.
_REFUSED = {
    "utf-7", "hz", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem",
}  # fmt: skip
_NEED_ORDER = {"utf-16": "utf-16-le or utf-16-be", "utf-32": "utf-32-le or utf-32-be"}

_LOOK_BACK = 256
_ALWAYS_SINGLE = 0x30
"""Bytes below this are a character of their own in every multi-byte encoding: there decoding may begin."""


class EncodingError(ValueError):
    """A name that stands for no encoding we can read; the message is one sentence that says what to write."""


def canonical(name: str) -> str:
    """An encoding's name as Python's codecs know it, from whatever spelling. Raises EncodingError."""
    wanted = name.strip()
    try:
        found = codecs.lookup(wanted)
    except (LookupError, ValueError):
        raise EncodingError(f"There is no encoding named {wanted!r}: write utf-8, latin-1, shift_jis, …") from None
    canonical_name = {"utf-8-sig": UTF8, "iso8859-1": "latin-1"}.get(found.name, found.name)
    if canonical_name in _NEED_ORDER:
        raise EncodingError(f"{wanted} needs the order of its bytes: write {_NEED_ORDER[canonical_name]}.")
    is_text = getattr(found, "_is_text_encoding", True)
    if not is_text or canonical_name in _REFUSED or canonical_name.startswith("iso2022"):
        raise EncodingError(f"{wanted} can't be used here: take an encoding of plain text, such as utf-8 or latin-1.")
    return canonical_name


def unit(encoding: str) -> int:
    """How many bytes its smallest character takes: characters begin at multiples of it in the stream."""
    if encoding.startswith("utf-16"):
        return 2
    return 4 if encoding.startswith("utf-32") else 1


def decode(data: bytes, encoding: str) -> tuple[str, Sequence[int] | None]:
    """The text, and how many bytes each character was; None where they are those of UTF-8."""
    if encoding == UTF8:
        return data.decode(UTF8, "surrogateescape"), None
    text = data.decode(encoding, _ERRORS)
    if len(text) == len(data):
        return text, b"\x01" * len(text)
    return _decode_slowly(data, encoding)


def _decode_slowly(data: bytes, encoding: str) -> tuple[str, list[int]]:
    """Byte by byte, which tells where each character ends."""
    decoder = codecs.getincrementaldecoder(encoding)(_ERRORS)
    characters: list[str] = []
    sizes: list[int] = []
    done = 0
    for at in range(len(data) + 1):
        made = decoder.decode(data[at : at + 1], at == len(data))
        if made:
            end = min(at + 1, len(data)) - len(decoder.getstate()[0])
            characters.append(made)
            sizes += _shared(made, end - done)
            done = end
    return "".join(characters), sizes


def _shared(made: str, size: int) -> list[int]:
    """The bytes of characters that came out together: a byte for each undecodable one, the rest for the first other."""
    sizes = [1 if "\udc00" <= character <= "\udcff" else 0 for character in made]
    if 0 in sizes:
        sizes[sizes.index(0)] = size - sum(sizes)
    return sizes


def _as_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_ERRORS, _as_bytes)


def needed_before(data: bytes, offset: int, begins: bool, encoding: str) -> int:
    """How many bytes before these may belong to their first character, or tell where it begins.

    offset: of the first byte in its stream; begins: whether a line begins here.
    """
    width = unit(encoding)
    if width > 1:
        return min(offset, 2 * width + offset % width)
    if begins and not (encoding == UTF8 and 0x80 <= data[0] < 0xC0):
        return 0
    return min(offset, _LOOK_BACK)


def needed_after(data: bytes, encoding: str) -> int:
    """How many bytes behind these may belong to their last character."""
    if unit(encoding) > 1:
        return 2 * unit(encoding)
    return 0 if data[-1] == _LF else _LOOK_BACK


def in_step(before: bytes, encoding: str) -> bytes:
    """The end of the bytes before a row, from a place on where a character certainly begins."""
    if encoding == UTF8 or unit(encoding) > 1:
        return before
    return before[next((at for at in range(len(before)) if before[at] < _ALWAYS_SINGLE), 0) :]
