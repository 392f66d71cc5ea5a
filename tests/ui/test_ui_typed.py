"""What is typed as lines of cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tcptui.ui.typed import TALLEST, lay_out


def lines(text: str, cursor: int, width: int = 10) -> list[str]:
    return ["".join(cell.text for cell in line.cells) for line in lay_out(text, cursor, width)[0]]


def test_a_block() -> None:
    laid_out, at_cursor = lay_out("GET /\nHost: x\n", 14, 20)
    assert [(line.begins, "".join(cell.text for cell in line.cells)) for line in laid_out] == [
        (True, "GET /"), (True, "Host: x"), (True, ""),
    ]  # fmt: skip
    assert at_cursor == 2


def test_a_long_line_wraps() -> None:
    laid_out, at_cursor = lay_out("0123456789abc", 10, 10)
    assert [line.begins for line in laid_out] == [True, False]
    assert at_cursor == 1


def test_controls_are_visible() -> None:
    assert lines("a\x1b[2J\t", 0) == ["a␛[2J␉"]


def test_the_cursor_s_line_is_among_those_shown() -> None:
    text = "\n".join(str(n) for n in range(100))
    for cursor in (0, 150, len(text)):
        laid_out, at_cursor = lay_out(text, cursor, 10)
        assert len(laid_out) == TALLEST
        assert laid_out[at_cursor].start <= cursor <= laid_out[at_cursor].start + len(laid_out[at_cursor].cells)


def test_a_click_finds_its_character() -> None:
    [line] = lay_out("a日b", 0, 10)[0]
    assert [line.index_at(x) for x in (0, 1, 2, 3, 4, 99)] == [0, 1, 1, 2, 3, 3]


@given(st.text("aé日\n\x00\u202e", max_size=60), st.integers(0, 60), st.integers(12, 40))
def test_no_line_is_too_wide_and_the_cursor_is_on_its_line(text: str, cursor: int, width: int) -> None:
    cursor = min(cursor, len(text))
    laid_out, at_cursor = lay_out(text, cursor, width)
    assert all(sum(cell_len(cell.text) for cell in line.cells) <= width for line in laid_out)
    line = laid_out[at_cursor]
    assert line.start <= cursor <= line.start + len(line.cells)
