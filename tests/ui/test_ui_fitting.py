"""Texts in a given room of cells, whatever is in them."""

from __future__ import annotations

from time import process_time

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tcptui.ui.fitting import cut, filled


def test_what_fits_stays_and_what_does_not_is_cut() -> None:
    assert cut("window", 6) == "window"
    assert cut("window", 5) == "wind…"
    assert cut("世界世界", 5) == "世界…"
    assert filled("世界世界", 4) == "世… "
    assert filled("a", 3) == "a  "


@given(st.text(alphabet="ab 世界é"), st.integers(0, 20))
def test_nothing_is_wider_than_its_room(text: str, room: int) -> None:
    assert cell_len(cut(text, room)) <= room
    assert cell_len(filled(text, room)) == room


def test_names_of_a_million_letters_are_cut_in_no_time() -> None:
    begin = process_time()
    assert cut("日" * 1_000_000, 9) == "日日日日…"
    assert cut("e\u0301" * 4, 4) == "e\u0301" * 4
    assert (cut("ab", 0), cut("ab", 1), cut("ab", 2)) == ("", "…", "ab")
    assert process_time() - begin < 0.5
