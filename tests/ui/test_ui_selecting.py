"""Selecting in the pane: by keys and by the mouse, and that what is selected stays what it is."""

from __future__ import annotations

import pytest
from textual import events

from tcptui.ui.selection import Selection, Spot
from tests.ui.panes import AlonePane, alone

LINES = [(1, "in", b"line %d\n" % n) for n in range(30)]


def selected(pane: AlonePane) -> tuple[int, int]:
    selection = pane.pane.selection
    assert selection is not None
    return selection.first.offset, selection.last.end


async def test_v_begins_at_the_lowest_line_and_arrows_extend() -> None:
    async with alone(*LINES) as a:
        await a.press("v")
        assert a.lit() == ["l"]
        await a.press("up")
        assert a.lit() == ["line 28␊", "l"]
        await a.press("right", "right")
        assert a.lit() == ["ne 28␊", "l"]
        await a.press("v")
        assert a.lit() == []


async def test_scrolled_away_v_begins_at_the_top() -> None:
    async with alone(*LINES) as a:
        await a.press("g", "v", "down", "end")
        assert a.pane.selection is not None
        assert a.lit()[0] == "line 20␊"
        assert selected(a) == (0, 230)


async def test_left_and_right_go_over_the_ends_of_lines() -> None:
    async with alone((1, "in", b"ab\ncd\n")) as a:
        await a.press("v")  # on the c
        await a.press("left")
        assert a.lit() == ["␊", "c"]
        await a.press("right", "right", "right", "right")
        assert a.lit() == ["cd␊"]


async def test_shift_and_arrows_begin_a_selection() -> None:
    async with alone(*LINES) as a:
        await a.press("shift+up")
        assert a.lit() == ["line 28␊", "l"]
        await a.press("escape")
        assert a.pane.selection is None


async def test_pages_and_ends_extend_beyond_the_screen() -> None:
    async with alone(*LINES) as a:
        await a.press("v", "g")
        assert selected(a) == (0, 223)
        assert len(a.lit()) == 10
        await a.press("pagedown")
        assert not a.pane.follows
        await a.press("G")
        assert selected(a) == (222, 230)


async def test_what_is_selected_stays_while_more_arrives_and_nothing_scrolls() -> None:
    async with alone(*LINES) as a:
        await a.press("v", "up", "up")
        before, lit = a.lines(), a.lit()
        await a.more(*[(1, "in", b"more %d\n" % n) for n in range(20)])
        assert [line[:20] for line in a.lines()] == [line[:20] for line in before]
        assert a.lit() == lit
        await a.press("escape", "G")
        assert a.texts()[-1] == "more 19␊"


async def test_it_stays_when_the_width_and_the_view_change() -> None:
    async with alone((1, "in", b"abcdefgh" * 20 + b"\n"), (1, "in", b"xyz\n")) as a:
        await a.press("v", "up", "up")
        before = a.pane.selection
        await a.pilot.resize_terminal(50, 12)
        assert a.pane.selection == before
        a.pane.view = "hex"
        await a.pilot.pause()
        assert a.pane.selection == before
        await a.press("right", "left")  # which brings its end into view
        assert a.pane.selection == before
        assert any("61" in text for text in a.lit()), (a.lines(), a.lit(), before)


async def test_both_directions_and_events_between() -> None:
    async with alone((1, "out", b"ask\n"), (1, "event", b""), (1, "in", b"answer\n")) as a:
        await a.press("v", "g")
        assert [text.split()[0] for text in a.lit()] == ["ask␊", "──", "a"]


async def test_the_mouse_drags_over_characters_and_lines() -> None:
    async with alone(*LINES) as a:
        await a.pilot.mouse_down(a.pane, offset=(14, 2))
        await a.pilot.hover(a.pane, offset=(16, 3))
        await a.pilot.mouse_up(a.pane, offset=(16, 3))
        assert a.lit() == ["ne 22␊", "line "]
        await a.pilot.mouse_down(a.pane, offset=(14, 5))
        await a.pilot.mouse_up(a.pane, offset=(14, 5))
        assert a.pane.selection is None


async def test_a_double_click_takes_the_row() -> None:
    async with alone(*LINES) as a:
        await a.pilot.click(a.pane, offset=(14, 2), times=2)
        assert a.lit() == ["line 22␊"]


async def test_dragging_beyond_the_edge_scrolls() -> None:
    async with alone(*LINES) as a:
        top = a.pane.spot_at(14, 5)
        assert top is not None
        a.pane.drag_to(top, 12, -3)
        assert a.texts()[0] == "line 17␊"
        assert selected(a)[0] == 17 * 8 - 10


async def test_bytes_are_selected_in_hex() -> None:
    async with alone((1, "in", bytes(range(64))), size=(100, 10)) as a:
        a.pane.view = "hex"
        await a.press("v", "right", "right")
        assert a.lit() == ["30 31 32012"]
        await a.press("up")
        assert [text[:8] for text in a.lit()] == ["22 23 24", "30 0"] or selected(a) == (34, 49)


async def test_up_and_down_pass_over_the_times_above_hex() -> None:
    async with alone((1, "in", b"01234567"), (1, "out", b"abcdefgh"), (1, "in", b"89abcdef"), size=(60, 10)) as a:
        a.pane.view = "hex"
        await a.press("v", "up", "up")
        assert [text[:5] for text in a.lit()] == ["30 31", "61 62", "388"]
        assert sum("+0.000" in line for line in a.lines()) == 3
        await a.press("down", "down")
        assert a.lit() == ["388"]


async def test_the_right_button_asks_to_copy() -> None:
    async with alone(*LINES) as a:
        await a.pilot._post_mouse_events([events.MouseDown], a.pane, offset=(14, 2), button=3)
        await a.pilot.pause()
        assert a.pane.selection is None
        assert a.app.alone.asked_to_copy


async def test_a_place_is_brought_into_view_a_third_from_the_top() -> None:
    async with alone(*LINES) as a:
        row = a.pane.rows.at_offset("in", 75)  # type: ignore[union-attr]
        assert row is not None
        a.pane.go_to(row.pos, row.offset)
        assert a.texts()[3] == "line 10␊"
        assert not a.pane.follows
        await a.press("v", "down")
        assert a.lit() == ["line 10␊", "l"]


async def test_marks_are_drawn_over_bytes() -> None:
    from tcptui.ui.rowlayout import Mark

    async with alone((1, "in", "日本 abc\n".encode())) as a:
        a.pane.marks = lambda row: [Mark(3, 8, "current")]
        a.pane.record_changed()
        await a.pilot.pause()
        assert a.lit() == ["本 a"]


@pytest.mark.parametrize("direction", ["in", "out", None])
def test_either_end_may_come_first(direction: str | None) -> None:
    early, late = Spot(10, direction, 5, 1), Spot(99, "in", 50, 2)  # type: ignore[arg-type]
    assert Selection(early, late).first == Selection(late, early).first == early
    assert Selection(early, late).last == Selection(late, early).last == late
