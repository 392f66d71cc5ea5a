"""Both messages of a pair whole: a window over rows of one line or more, of which only those in it are made."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult

from tcptui.ui.comparison import wholeboard
from tcptui.ui.comparison.aligned import Row, drawn
from tcptui.ui.comparison.lines import Layout
from tcptui.ui.comparison.wholeboard import WholeBoard

SAME: Row = ("same", "same")


class _Only(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {f"tone-{tone}": "red" for tone in ("failure", "good", "muted")}

    def compose(self) -> ComposeResult:
        yield WholeBoard()


@asynccontextmanager
async def board(rows: list[Row]) -> AsyncIterator[WholeBoard]:
    app = _Only()
    async with app.run_test(size=(60, 12)) as pilot:
        one = app.query_one(WholeBoard)
        one.show(rows)
        await pilot.pause()
        yield one


def shown(one: WholeBoard) -> list[str]:
    return ["".join(text for text, _ in line).strip() for line in one.board()]


async def test_it_is_scrolled_by_lines_and_stops_at_both_ends() -> None:
    async with board([(f"{n}", f"{n}") if n % 2 else (f"a{n}", f"b{n}") for n in range(100)]) as one:
        assert shown(one)[:4] == ["− a0", "+ b0", "1", "− a2"]
        one.scroll_lines(2)
        assert shown(one)[:2] == ["1", "− a2"]
        one.scroll_lines(-1)
        assert shown(one)[0] == "+ b0"
        one.scroll_lines(-9)
        assert shown(one)[0] == "− a0"
        one.scroll_to_end(1)
        last = shown(one)
        assert last[-1] == "99"
        one.scroll_lines(5)
        assert shown(one) == last
        one.scroll_to_end(-1)
        assert shown(one)[0] == "− a0"


async def test_it_goes_from_one_stretch_that_differs_to_the_next_and_back() -> None:
    other: Row = ("a", "b")
    rows = [SAME] * 30 + [other] * 3 + [SAME] * 30 + [(None, "b")] + [SAME] * 30
    async with board(rows) as one:
        assert one.jump(1)
        assert shown(one)[:2] == ["same", "− a"]
        assert one.jump(1)
        assert shown(one)[1] == "+ b"
        assert not one.jump(1)
        assert one.jump(-1)
        assert shown(one)[:2] == ["same", "− a"]
        assert not one.jump(-1)


async def test_only_lines_in_the_window_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Row] = []
    monkeypatch.setattr(wholeboard, "drawn", lambda row, of: made.append(row) or drawn(row, of))
    async with board([(f"a{n}", f"b{n}") for n in range(20_000)]) as one:
        one.scroll_to_end(1)
        assert shown(one)[-1] == "+ b19999"
        assert one.jump(-1)
        assert len(made) < 100


def test_a_line_that_does_not_end_is_cut() -> None:
    for width in (60, 120):
        lines = drawn(("x" * 1_000_000, "x" * 1_000_000), Layout(width))
        assert len(lines) == 50
        assert "".join(text for text, _ in lines[-1]).endswith("x…")
        assert all(sum(len(text) for text, _ in line) <= width for line in lines)
