"""Bytes as something safe to look at: whatever could act on a terminal, or can't be seen, becomes a visible glyph.

Bytes are read as UTF-8 (RFC 3629), or come decoded by `encodings`. What becomes a glyph:
- C0 controls and DEL: Unicode's control pictures, `␀` to `␟` and `␡` (so CR is `␍`, LF `␊`, ESC `␛`);
- a byte that can't be decoded, raw C1 controls among them: `\\x9b`;
- characters that act without being seen: C1 controls, bidirectional overrides and isolates, zero-width and
  other format characters, line and paragraph separators, odd spaces, variation selectors, private and
  unassigned characters: `‹U+202E›`;
- a combining mark that has no letter of its own in front of it, or is the fifth on one letter;
- control pictures that the peer itself sent, so that a `␍` on the screen always was a CR.

Terminals disagree on how wide joined emoji are, and a line of another width than ours would tear the screen. So each
is shown by what all of them draw alike: the parts of a joined one with a `+` between, a skin tone or the choice of a
coloured form by the emoji alone, a flag by its letters, `‹D›‹E›`. Korean in conjoining letters is shown composed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_MARKS_ON_ONE_LETTER = 4
_REMEMBERED = 4096

# Everything but printable ASCII, which needs no look.
_SUSPECT = re.compile(r"[^ -~]+")

# Cc, Cf, Cs, Co, Cn: controls, format, surrogates, private, unassigned; Zl, Zp: separators.
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

# Assigned and printable by category, yet unseen, forged, or drawn by terminals in a width that we can't know.
_UNSAFE_RANGES = (
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x115F, 0x11FF),  # Hangul fillers and conjoining vowels and finals
    (0x17B4, 0x17B5),  # Khmer inherent vowels
    (0x180B, 0x180F),  # Mongolian variation selectors
    (0x2400, 0x2426),  # control pictures
    (0x3164, 0x3164),  # Hangul filler
    (0xD7B0, 0xD7FF),  # conjoining Hangul, extended
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFFA0, 0xFFA0),  # halfwidth Hangul filler
    (0x1F3FB, 0x1F3FF),  # skin tones: melt into the emoji before them
    (0xE0100, 0xE01EF),  # variation selectors supplement
)
_MARKS = frozenset({"Mn", "Mc", "Me"})
_VISIBLE_SPACES = frozenset({" ", "\u3000"})

_JOINER = "\u200d"
_EMOJI_STYLE = frozenset({"\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400))})
_KEYCAP = "\u20e3"
_FIRST_FLAG_LETTER = 0x1F1E6


class Piece(NamedTuple):
    """Some of the text as it is seen.

    glyph: it stands for what can't be shown as it is; size: bytes that it was; single: one character, on which
    marks may sit, or one glyph. A piece that is not single has a character of one cell for each of its bytes.
    """

    text: str
    glyph: bool
    size: int
    single: bool


class _Ready(dict[str, "Piece | None"]):
    """Each character's piece where it is UTF-8; None for those that may join the one before. The first are kept."""

    def __missing__(self, character: str) -> Piece | None:
        glyph = _GLYPHS[character]
        joins = character in _EMOJI_STYLE or character == _JOINER or "\u1161" <= character <= "\u11ff"
        piece = Piece(glyph or character, bool(glyph), _utf8_size(character), True)
        found = None if joins or unicodedata.category(character) in _MARKS else piece
        if len(self) < _REMEMBERED:
            self[character] = found
        return found


class _Glyphs(dict[str, str]):
    """Each character's glyph, "" for those that are safe as they are; the first that are met are remembered."""

    def __missing__(self, character: str) -> str:
        glyph = _glyph(character)
        if len(self) < _REMEMBERED:
            self[character] = glyph
        return glyph


def _glyph(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if 0xDC00 <= code <= 0xDCFF:  # what decoding made of an undecodable byte
        return f"\\x{code - 0xDC00:02x}"
    if _FIRST_FLAG_LETTER <= code < _FIRST_FLAG_LETTER + 26:
        return f"‹{chr(ord('A') + code - _FIRST_FLAG_LETTER)}›"
    category = unicodedata.category(character)
    unsafe = category in _UNSAFE_CATEGORIES or (category == "Zs" and character not in _VISIBLE_SPACES)
    if unsafe or any(low <= code <= high for low, high in _UNSAFE_RANGES):
        return _code_point(character)
    return ""


def _code_point(character: str) -> str:
    return f"‹U+{ord(character):04X}›"


_GLYPHS = _Glyphs()
_READY = _Ready()


def pieces(text: str, sizes: Sequence[int] | None = None) -> list[Piece]:
    """A decoded text piece by piece. sizes: the bytes of each character; without them they are those of UTF-8.

    U+DC00 to U+DCFF stand for bytes that could not be decoded.
    """
    found = _Pieces(text, sizes)
    position = 0
    for match in _SUSPECT.finditer(text):
        found.add_plain(position, match.start())
        found.add_suspects(match.start(), match.end())
        position = match.end()
    found.add_plain(position, len(text))
    return found.pieces


class _Pieces:
    """The pieces of a text, gathered in order."""

    def __init__(self, text: str, sizes: Sequence[int] | None) -> None:
        self.pieces: list[Piece] = []
        self._text = text
        self._sizes = sizes
        self._marks = 0

    def add_plain(self, begin: int, end: int) -> None:
        """Printable ASCII: one piece, where each character was one byte."""
        if begin == end:
            return
        if self._sizes is None or sum(self._sizes[begin:end]) == end - begin:
            self.pieces.append(Piece(self._text[begin:end], False, end - begin, False))
        else:
            self.pieces += [Piece(self._text[i], False, self._sizes[i], True) for i in range(begin, end)]
        self._marks = 0

    def add_suspects(self, begin: int, end: int) -> None:
        """Any other characters, each as it is, as its glyph, or joined to the piece before it."""
        for index in range(begin, end):
            ready = _READY[self._text[index]]
            if ready is None:
                self._add_joining(index)
            else:
                self.pieces.append(ready if self._sizes is None else ready._replace(size=self._sizes[index]))
                self._marks = 0

    def _add_joining(self, index: int) -> None:
        """One that may belong to the character before it."""
        character, size = self._text[index], self._size(index)
        glyph = _GLYPHS[character]
        if not glyph and unicodedata.category(character) in _MARKS:
            if self._after_text() and self._marks < _MARKS_ON_ONE_LETTER:
                self._marks += 1
                self._join(character, size)
                return
            glyph = _code_point(character)
        elif glyph and self._after_text() and self._melts(index):
            return
        else:
            self._marks = 0
        self.pieces.append(Piece(glyph or character, bool(glyph), size, True))

    def _size(self, index: int) -> int:
        return _utf8_size(self._text[index]) if self._sizes is None else self._sizes[index]

    def _after_text(self) -> bool:
        return bool(self.pieces) and not self.pieces[-1].glyph

    def _join(self, more: str, size: int) -> None:
        """Put something onto the last character."""
        last = self.pieces.pop()
        if not last.single:
            if last.size > 1:
                self.pieces.append(Piece(last.text[:-1], False, last.size - 1, False))
            last = Piece(last.text[-1], False, 1, True)
        self.pieces.append(Piece(last.text + more, False, last.size + size, True))

    def _melts(self, index: int) -> bool:
        """Whether this unsafe character belongs to an emoji or a syllable begun before it, and then joins it."""
        character, base, size = self._text[index], self.pieces[-1].text, self._size(index)
        if character in _EMOJI_STYLE:
            if self._text[index - 1] not in _EMOJI_STYLE and (_is_emoji(base[-1]) or self._is_keycap(index)):
                self._join("", size)
                return True
        elif character == _JOINER:
            if _is_emoji(base[0]) and index + 1 < len(self._text) and _is_emoji(self._text[index + 1]):
                self.pieces.append(Piece("+", True, size, True))
                return True
        elif "\u1161" <= character <= "\u11ff" and len(base) == 1:
            composed = unicodedata.normalize("NFC", base + character)
            if len(composed) == 1:
                self.pieces[-1] = Piece(composed, False, self.pieces[-1].size + size, True)
                return True
        return False

    def _is_keycap(self, index: int) -> bool:
        return self._text[index + 1 : index + 2] == _KEYCAP


def _is_emoji(character: str) -> bool:
    """Whether it is a symbol that emoji are made of, rather than a letter."""
    return unicodedata.category(character) in ("So", "Sm") and character not in _EMOJI_STYLE


def _utf8_size(character: str) -> int:
    code = ord(character)
    if code < 0x800:
        return 1 if code < 0x80 else 2
    if code < 0x10000:
        return 1 if 0xDC00 <= code <= 0xDCFF else 3
    return 4


def segments(data: bytes) -> list[tuple[str, bool]]:
    """UTF-8 as stretches of text, each with whether it is glyphs (True) or text as it was sent (False).

    A sequence that is cut at either end shows as undecodable bytes. Joining all texts gives `visible`.
    """
    joined: list[tuple[str, bool]] = []
    run: list[str] = []
    every = pieces(data.decode("utf-8", "surrogateescape"))
    for index, piece in enumerate(every):
        run.append(piece.text)
        if index + 1 == len(every) or every[index + 1].glyph != piece.glyph:
            joined.append(("".join(run), piece.glyph))
            run = []
    return joined


def visible(data: bytes) -> str:
    """UTF-8 as one string of printable characters, without line breaks."""
    return visible_text(data.decode("utf-8", "surrogateescape"))


def visible_text(text: str) -> str:
    """As `visible`, of what is text already: U+DC80 to U+DCFF stand for bytes that were none (PEP 383)."""
    return "".join(piece.text for piece in pieces(text))


def readable(text: str) -> str:
    """A decoded text to be read elsewhere: with its own line ends and tabs, and no other character that acts.

    CR LF becomes a newline; emoji stay as they were sent.
    """
    text = text.replace("\r\n", "\n")
    return "".join(
        character if character in "\n\t" or not (glyph := _GLYPHS[character]) or _is_drawn(character) else glyph
        for character in text
    )


def _is_drawn(character: str) -> bool:
    """Whether it is unsafe for our columns only, and elsewhere a part of what is drawn."""
    in_text = character == _JOINER or character in _EMOJI_STYLE or unicodedata.category(character)[0] in "LZ"
    return in_text or _FIRST_FLAG_LETTER <= ord(character) < _FIRST_FLAG_LETTER + 26
