"""What the peer's bytes become before anyone looks at them."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.glyphs import pieces, readable, segments, visible, visible_text

SEEN = [
    (b"", ""),
    (b"GET / HTTP/1.1\r\n", "GET / HTTP/1.1␍␊"),
    (b"\x00\x07\x08\x0b\x1b\x7f", "␀␇␈␋␛␡"),
    (b"\x1b]0;title\x07", "␛]0;title␇"),  # OSC
    (b"\x1b]52;c;aGk=\x1b\\", "␛]52;c;aGk=␛\\"),  # OSC 52: the clipboard
    (b"\x1b[2J\x1b[31m", "␛[2J␛[31m"),  # CSI
    (b"\x1bPq#0\x1b\\", "␛Pq#0␛\\"),  # DCS
    (b"\x9b31m\x9d0;t\x9c\x90", "\\x9b31m\\x9d0;t\\x9c\\x90"),  # C1 as raw bytes
    (b"\xc2\x9b31m", "‹U+009B›31m"),  # C1 as UTF-8
    ("\u202eevil\u2066x\u2069".encode(), "‹U+202E›evil‹U+2066›x‹U+2069›"),  # bidi
    ("a\u200bb\u200dc\ufeff".encode(), "a‹U+200B›b‹U+200D›c‹U+FEFF›"),  # zero width
    ("a\u2028b\u2029c".encode(), "a‹U+2028›b‹U+2029›c"),
    (b"password: secret\rpassword: xxxxxx", "password: secret␍password: xxxxxx"),
    (b"abc\x08\x08\x08xyz", "abc␈␈␈xyz"),
    (b"\xff\xfe\xc3(", "\\xff\\xfe\\xc3("),
    (b"\xed\xa0\x80", "\\xed\\xa0\\x80"),  # a surrogate, written as UTF-8
    (b"\xc0\x8a", "\\xc0\\x8a"),  # an overlong LF
    (b"[/markup][bold red]x[/]", "[/markup][bold red]x[/]"),
    ("é 日本 \U0001f600 \u05d0".encode(), "é 日本 \U0001f600 \u05d0"),
    ("␍␊".encode(), "‹U+240D›‹U+240A›"),  # only a real CR looks like one
    ("a\u00a0b".encode(), "a‹U+00A0›b"),
    ("e\u0301".encode(), "e\u0301"),
    ("\u0301e".encode(), "‹U+0301›e"),  # would sit on our own arrow
    (("e" + "\u0301" * 6).encode(), "e" + "\u0301" * 4 + "‹U+0301›" * 2),
    ("\ue0b0\U0010ffff".encode(), "‹U+E0B0›‹U+10FFFF›"),
    ("\U0001f468\u200d\U0001f469".encode(), "\U0001f468+\U0001f469"),  # a joined emoji by its parts
    ("\u2764\ufe0f!".encode(), "\u2764!"),  # as text and as picture it has two widths
    ("\u2764\ufe0f\ufe0f".encode(), "\u2764‹U+FE0F›"),
    ("a\ufe0f".encode(), "a‹U+FE0F›"),
    ("\U0001f44d\U0001f3fd".encode(), "\U0001f44d"),  # with a skin tone
    ("1\ufe0f\u20e3".encode(), "1\u20e3"),  # a keycap
    ("\U0001f1e9\U0001f1ea".encode(), "‹D›‹E›"),  # a flag
    ("\u1112\u1161\u11ab\u1100".encode(), "\ud55c\u1100"),  # conjoining Korean
    ("\u1161\u11ab".encode(), "‹U+1161›‹U+11AB›"),
]


@pytest.mark.parametrize(("data", "seen"), SEEN)
def test_what_is_seen(data: bytes, seen: str) -> None:
    assert visible(data) == seen


def test_glyphs_and_text_are_told_apart() -> None:
    assert segments(b"a\r\n\x9bb") == [("a", False), ("␍␊\\x9b", True), ("b", False)]


def test_a_sequence_that_is_cut_shows_its_bytes() -> None:
    euro = "€".encode()
    assert visible(euro[:2]) + visible(euro[2:]) == "\\xe2\\x82\\xac"


def is_harmless(text: str) -> bool:
    return all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for c in text)


@given(st.binary(max_size=300))
def test_no_bytes_act(data: bytes) -> None:
    assert is_harmless(visible(data))


@given(st.text(max_size=200))
def test_no_text_acts_however_it_is_cut(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    assert is_harmless(visible(data))
    for cut in range(0, len(data), 7):
        assert is_harmless(visible(data[:cut]) + visible(data[cut:]))


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_no_text_acts_whatever_decoded_it(text: str) -> None:
    assert is_harmless(visible_text(text))


def test_what_is_no_character_is_told() -> None:
    assert visible_text("a\ud800\udc9b\n") == "a‹U+D800›\\x9b␊"


@given(st.binary(max_size=300))
def test_stretches_alternate(data: bytes) -> None:
    kinds = [is_glyph for _, is_glyph in segments(data)]
    assert all(a != b for a, b in itertools.pairwise(kinds))


@given(st.binary(max_size=300))
def test_every_byte_is_in_one_piece(data: bytes) -> None:
    shown = pieces(data.decode("utf-8", "surrogateescape"))
    assert sum(piece.size for piece in shown) == len(data)
    assert all(piece.single or len(piece.text) == piece.size for piece in shown)


@given(
    st.text(alphabet="ae\u0301\u200d\ufe0f\u2764\U0001f468\U0001f3fd\U0001f1e9\u1112\u1161\u11ab1\u20e3", max_size=30)
)
def test_joined_characters_lose_no_byte(text: str) -> None:
    shown = pieces(text.encode().decode())
    assert sum(piece.size for piece in shown) == len(text.encode())
    assert is_harmless("".join(piece.text for piece in shown))


def test_readable_keeps_what_people_read_and_nothing_that_acts() -> None:
    assert readable("a\r\n\tb\rc\x1b[m \u202e\udcff") == "a\n\tb␍c␛[m ‹U+202E›\\xff"
    assert readable("\U0001f468\u200d\U0001f469 \u2764\ufe0f \U0001f1e9\U0001f1ea") == (
        "\U0001f468\u200d\U0001f469 \u2764\ufe0f \U0001f1e9\U0001f1ea"
    )
