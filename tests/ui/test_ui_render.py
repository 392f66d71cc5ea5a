"""Rows as strips: wrapped so that all is seen, never wider than the window, no byte of the peer's able to act."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from tcptui.protocol.glyphs import pieces
from tcptui.ui.render import Head, Inks, event_lines, hex_cells
from tcptui.ui.render import hex_lines as drawn_hex
from tcptui.ui.render import text_lines as drawn_text

GUTTER = 12
PLAIN = Style.null()
GLYPH = Style(dim=True)
TONES = dict.fromkeys(("event", "good", "warning", "failure", "muted"), PLAIN)
INKS = Inks(PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, GLYPH, PLAIN, TONES, {})


@dataclass
class Stretch:
    data: bytes
    head: Head


def stretch(data: bytes, *, first: bool = True, offset: int = 0) -> Stretch:
    return Stretch(data, Head("   +4.120", "in", offset, first))


def text_lines(row: Stretch, width: int, inks: Inks) -> list[Strip]:
    return drawn_text(row.head, pieces(row.data.decode("utf-8", "surrogateescape")), width, inks)


def hex_lines(row: Stretch, width: int, inks: Inks) -> list[Strip]:
    return drawn_hex(row.head, row.data, width, inks)


def texts(lines: list[Strip]) -> list[str]:
    return [line.text.rstrip() for line in lines]


def test_a_line_with_its_time_and_direction() -> None:
    assert texts(text_lines(stretch(b"HTTP/1.1 200 OK\r\n"), 60, INKS)) == ["   +4.120 ← HTTP/1.1 200 OK␍␊"]


def test_a_row_that_goes_on_says_so_in_place_of_time_and_direction() -> None:
    assert texts(text_lines(stretch(b"abc", first=False), 60, INKS)) == ["          ↳ abc"]


def test_a_long_row_wraps_and_loses_nothing() -> None:
    data = bytes(range(33, 127)) * 4
    lines = text_lines(stretch(data), 40, INKS)
    assert "".join(line.text[GUTTER:] for line in lines).rstrip() == data.decode()
    assert all(line.cell_length == 40 for line in lines)


def test_wide_characters_are_not_split() -> None:
    lines = text_lines(stretch("日本語日本語".encode()), GUTTER + 5, INKS)
    assert texts([line.crop(GUTTER) for line in lines]) == ["日本", "語日", "本語"]


def test_markup_stays_text() -> None:
    assert "[bold]x[/bold] [/markup]" in text_lines(stretch(b"[bold]x[/bold] [/markup]"), 80, INKS)[0].text


def test_glyphs_have_a_style_of_their_own() -> None:
    [line] = text_lines(stretch(b"a\r\n"), 40, INKS)
    assert [(segment.text, segment.style) for segment in line][-3:-1] == [("a", PLAIN), ("␍␊", PLAIN + GLYPH)]


def test_hex_at_full_width() -> None:
    [line] = hex_lines(stretch(b"GET / HTTP/1.1\r\n", offset=0x40), 100, INKS)
    assert (
        line.text.rstrip() == "   +4.120 ← 00000040  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a GET / HTTP/1.1␍␊"
    )


def test_hex_fits_into_eighty_columns() -> None:
    [line] = hex_lines(stretch(bytes(range(0x78, 0x88)), first=False), 77, INKS)
    assert line.text == "← 00000000  78 79 7a 7b 7c 7d 7e 7f  80 81 82 83 84 85 86 87 xyz{|}~␡········"


def test_where_hex_leaves_no_room_for_the_time_it_stands_above_what_came_then() -> None:
    above, line = hex_lines(stretch(b"0123"), 77, INKS)
    assert above.text.rstrip() == "   +4.120"
    assert line.text.startswith("← 00000000  30 31 32 33 ")
    head = Head("   +4.120", "in", 0, first=True)
    assert [len(cells) for cells in hex_cells(head, 4, 77)] == [0, 8]
    assert [len(cells) for cells in hex_cells(head, 4, 87)] == [8]


def test_hex_in_a_narrow_window_takes_two_lines() -> None:
    lines = hex_lines(stretch(b"0123456789abcdef", first=False), 60, INKS)
    assert texts(lines) == [
        "← 00000000  30 31 32 33 34 35 36 37 01234567",
        "← 00000008  38 39 61 62 63 64 65 66 89abcdef",
    ]


def test_an_event_wraps_under_itself() -> None:
    assert texts(event_lines("   +4.120", "the peer closed its side", "event", 30, INKS)) == [
        "   +4.120 ── the peer closed",
        "             its side",
    ]


def test_words_of_an_event_cannot_act() -> None:
    [line] = event_lines("   +0.000", "looking up a\x1b[2Jb", "muted", 80, INKS)
    assert line.text.rstrip().endswith("looking up a␛[2Jb")


@pytest.mark.parametrize("lay_out", [text_lines, hex_lines])
@given(data=st.binary(min_size=1, max_size=64), width=st.integers(14, 120))
def test_no_width_is_exceeded_and_no_byte_acts(lay_out, data: bytes, width: int) -> None:  # type: ignore[no-untyped-def]
    for line in lay_out(stretch(data[:16]), width, INKS):
        assert line.cell_length == width == cell_len(line.text)
        assert line.text.isprintable()
