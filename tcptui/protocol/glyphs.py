"""Bytes as something safe to look at: whatever could act on a terminal, or can't be seen, becomes a visible glyph.

The rest is read as UTF-8 (RFC 3629). What becomes a glyph:
- C0 controls and DEL: Unicode's control pictures, `␀` to `␟` and `␡` (so CR is `␍`, LF `␊`, ESC `␛`);
- a byte that is not UTF-8, raw C1 controls among them: `\\x9b`;
- characters that act without being seen: C1 controls, bidirectional overrides and isolates, zero-width and
  other format characters, line and paragraph separators, odd spaces, variation selectors, private and
  unassigned characters, and those that terminals join into wider or narrower ones: `‹U+202E›`;
- a combining mark that has no letter of its own in front of it, or is the fifth on one letter;
- control pictures that the peer itself sent, so that a `␍` on the screen always was a CR.
"""

from __future__ import annotations

import re
import unicodedata

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
    (0x1F1E6, 0x1F1FF),  # regional indicators: two become a flag
    (0x1F3FB, 0x1F3FF),  # skin tones: melt into the emoji before them
    (0xE0100, 0xE01EF),  # variation selectors supplement
)
_MARKS = frozenset({"Mn", "Mc", "Me"})
_VISIBLE_SPACES = frozenset({" ", "\u3000"})


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
    if 0xDC80 <= code <= 0xDCFF:  # what surrogateescape made of an undecodable byte
        return f"\\x{code - 0xDC00:02x}"
    category = unicodedata.category(character)
    unsafe = category in _UNSAFE_CATEGORIES or (category == "Zs" and character not in _VISIBLE_SPACES)
    if unsafe or any(low <= code <= high for low, high in _UNSAFE_RANGES):
        return _code_point(character)
    return ""


def _code_point(character: str) -> str:
    return f"‹U+{ord(character):04X}›"


_GLYPHS = _Glyphs()


def segments(data: bytes) -> list[tuple[str, bool]]:
    """The bytes as stretches of text, each with whether it is glyphs (True) or text as it was sent (False).

    A sequence that is cut at either end shows as undecodable bytes. Joining all texts gives `visible`.
    """
    text = data.decode("utf-8", "surrogateescape")
    pieces: list[tuple[str, bool]] = []
    position = 0
    for match in _SUSPECT.finditer(text):
        if match.start() > position:
            pieces.append((text[position : match.start()], False))
        _explain(match.group(), pieces)
        position = match.end()
    if position < len(text):
        pieces.append((text[position:], False))
    return _joined(pieces)


def visible(data: bytes) -> str:
    """The bytes as one string of printable characters, without line breaks."""
    return "".join(text for text, _ in segments(data))


def _explain(suspects: str, pieces: list[tuple[str, bool]]) -> None:
    """Append these characters to `pieces`, each as it is or as its glyph."""
    after_text = bool(pieces) and not pieces[-1][1]
    marks = 0
    for character in suspects:
        glyph = _GLYPHS[character]
        if not glyph and unicodedata.category(character) in _MARKS:
            marks += 1
            if not after_text or marks > _MARKS_ON_ONE_LETTER:
                glyph = _code_point(character)
        else:
            marks = 0
        pieces.append((glyph or character, bool(glyph)))
        after_text = not glyph


def _joined(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Neighbours of one kind as one stretch."""
    joined: list[tuple[str, bool]] = []
    run: list[str] = []
    for index, (text, is_glyph) in enumerate(pieces):
        run.append(text)
        if index + 1 == len(pieces) or pieces[index + 1][1] != is_glyph:
            joined.append(("".join(run), is_glyph))
            run = []
    return joined
