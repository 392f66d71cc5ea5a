"""The window over rows: what it shows, how it moves, when it follows; over rows that are just numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.strip import Strip

from tcptui.journal.layout import Kind
from tcptui.journal.rows import Row
from tcptui.ui.screenful import Screenful


class Numbered:
    """Rows 0, 1, 2, … with as many lines each as `heights` says; counts how many were asked for."""

    def __init__(self, *heights: int) -> None:
        self.heights = list(heights)
        self.read = 0

    def _rows(self, begin: int, end: int) -> list[Row]:
        rows = [
            Row(pos, Kind.DATA, "in", 0, 0, 1, True, True) for pos in range(max(0, begin), min(end, len(self.heights)))
        ]
        self.read += len(rows)
        return rows

    def last(self, n: int) -> list[Row]:
        return self._rows(len(self.heights) - n, len(self.heights))

    def before(self, row: Row, n: int) -> list[Row]:
        return self._rows(row.pos - n, row.pos)

    def after(self, row: Row, n: int) -> list[Row]:
        return self._rows(row.pos + 1, row.pos + 1 + n)

    def first(self) -> Row | None:
        return next(iter(self._rows(0, 1)), None)

    def at(self, pos: int, offset: int = 0) -> Row:
        return self._rows(pos, pos + 1)[0]

    def near(self, fraction: float) -> Row | None:
        at = int(fraction * len(self.heights))
        return next(iter(self._rows(at, at + 1)), None)

    def fraction(self, row: Row) -> float:
        return row.pos / len(self.heights)

    def layout(self, row: Row) -> list[Strip]:
        return [Strip([Segment(f"{row.pos}.{index}")]) for index in range(self.heights[row.pos])]


class GrowingRow(Numbered):
    """A row that is known by its size: what it was when it was read tells how many lines it had then."""

    def _rows(self, begin: int, end: int) -> list[Row]:
        return [row._replace(size=self.heights[row.pos]) for row in super()._rows(begin, end)]

    def layout(self, row: Row) -> list[Strip]:
        return super().layout(row)[: row.size]


def window(rows: Numbered) -> Screenful:
    return Screenful(rows, rows.layout)


def shown(screen: Screenful, height: int = 4) -> str:
    return " ".join(line.strip.text for line in screen.lines(height))


def test_an_empty_record() -> None:
    assert shown(window(Numbered())) == ""


def test_it_shows_the_end_and_follows_it() -> None:
    rows = Numbered(*[1] * 10)
    screen = window(rows)
    assert shown(screen) == "6.0 7.0 8.0 9.0"
    rows.heights.append(1)
    assert shown(screen) == "7.0 8.0 9.0 10.0"


def test_a_tall_row_is_cut_at_the_top() -> None:
    assert shown(window(Numbered(1, 9))) == "1.5 1.6 1.7 1.8"


def test_scrolled_away_nothing_moves() -> None:
    rows = Numbered(*[1] * 10)
    screen = window(rows)
    screen.up(2, 4)
    assert shown(screen) == "4.0 5.0 6.0 7.0"
    rows.heights += [1, 1, 1]
    assert shown(screen) == "4.0 5.0 6.0 7.0"
    assert screen.unseen() == 3
    assert not screen.follows


def test_back_at_the_end_it_follows_again() -> None:
    screen = window(Numbered(*[1] * 10))
    screen.up(3, 4)
    screen.down(2, 4)
    assert not screen.follows
    screen.down(1, 4)
    assert screen.follows
    assert screen.unseen() == 0


def test_the_row_at_the_top_may_have_grown_when_one_goes_down() -> None:
    rows = GrowingRow(*[1] * 4)
    screen = window(rows)
    screen.hold(4)
    screen.bring(rows.at(3), 0, 0)
    rows.heights[3] = 9
    screen.down(1, 4)
    assert shown(screen) == "3.1 3.2 3.3 3.4"


def test_up_stops_at_the_beginning() -> None:
    screen = window(Numbered(2, 2, 2))
    screen.up(100, 4)
    assert shown(screen) == "0.0 0.1 1.0 1.1"


def test_what_fits_can_not_be_scrolled() -> None:
    screen = window(Numbered(1, 1))
    screen.up(1, 4)
    assert screen.follows


def test_rows_without_lines_are_passed() -> None:
    assert shown(window(Numbered(1, 0, 0, 1, 0, 1))) == "0.0 3.0 5.0"


def test_home_end_and_jump() -> None:
    screen = window(Numbered(*[1] * 100))
    screen.home()
    assert shown(screen) == "0.0 1.0 2.0 3.0"
    screen.jump(0.5)
    assert shown(screen) == "50.0 51.0 52.0 53.0"
    screen.jump(1.0)
    assert screen.follows


def test_a_frame_reads_no_more_than_its_height_asks_for() -> None:
    rows = Numbered(*[1] * 100_000)
    screen = window(rows)
    shown(screen, 40)
    screen.up(40, 40)
    shown(screen, 40)
    assert rows.read < 500


@pytest.mark.parametrize("step", [1, 3, 4, 7])
def test_paging_up_and_down_meets_every_line_once(step: int) -> None:
    rows = Numbered(1, 3, 0, 2, 1, 5, 1, 1, 2)
    screen = window(rows)
    before = shown(screen)
    while shown(screen, 4).split()[0] != "0.0":
        screen.up(step, 4)
    met: list[str] = []
    while True:
        lines = shown(screen).split()
        assert len(lines) == 4
        met += [line for line in lines if line not in met]
        if screen.follows:
            break
        screen.down(min(step, 4), 4)
    assert met == [f"{pos}.{index}" for pos, height in enumerate(rows.heights) for index in range(height)]
    assert shown(screen) == before


@given(st.lists(st.integers(0, 4), max_size=30), st.lists(st.integers(-9, 9), max_size=12), st.integers(1, 6))
def test_lines_are_always_neighbours(heights: list[int], moves: list[int], height: int) -> None:
    rows = Numbered(*heights)
    screen = window(rows)
    every = [f"{pos}.{index}" for pos, count in enumerate(heights) for index in range(count)]
    for move in moves:
        if move < 0:
            screen.up(-move, height)
        else:
            screen.down(move, height)
        lines = shown(screen, height).split()
        assert len(lines) == min(height, len(every))
        at = every.index(lines[0]) if lines else 0
        assert lines == every[at : at + len(lines)]
