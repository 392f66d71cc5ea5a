"""Jumps: what people write, and where they lead."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.events import RunStarted
from tcptui.ui.jumptarget import Byte, Goal, JumpError, Moment, Numbered, read_goal
from tcptui.ui.rowtimes import clock
from tests.conftest import Serve
from tests.servers.listening import Peer
from tests.ui.desk import Desk, desk

SECOND = 1_000_000_000
MIDNIGHT = 1_700_006_400  # 2023-11-15 00:00:00 UTC
STARTED = RunStarted(0, 50 * SECOND, "0", (MIDNIGHT + 12 * 3600) * SECOND, "test")


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("+4.1", Moment(54_100_000_000)),
        ("+ 4s", Moment(54 * SECOND)),
        ("+2:30", Moment(200 * SECOND)),
        ("+1:00:01", Moment(3651 * SECOND)),
        ("-10", Moment(0, 10 * SECOND)),
        ("12:00:03.5", Moment(53_500_000_000)),
        ("12:01", Moment(110 * SECOND)),
        ("11:59:59", Moment((50 + 86_399) * SECOND)),
        ("4096", Byte("in", 4096)),
        ("1_000,000", Byte("in", 1_000_000)),
        ("0x1000", Byte("in", 4096)),
        ("in 2M", Byte("in", 2 << 20)),
        ("OUT 0x10", Byte("out", 16)),
        ("out 3 kB", Byte("out", 3072)),
        ("row 12", Numbered(11)),
        ("line 1,204", Numbered(1203)),
        ("row 0", Numbered(0)),
    ],
)
def test_what_is_understood(text: str, goal: Goal) -> None:
    assert read_goal(text, STARTED) == goal


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "+", "+x", "-1:2:3:4", "25:00", "12:61:00", "0xzz", "in", "row x", "12:3"),
        *("row ,", "row _1", "row 1__0", "1,,0", "_"),
        *("row " + "9" * 5000, "9" * 5000, "+" + "9" * 5000, "0x" + "f" * 5000),
    ],
)
def test_what_is_not_is_answered_with_how_to_write_it(text: str) -> None:
    with pytest.raises(JumpError, match=r"\+4\.1|23:59"):
        read_goal(text, STARTED)


@given(st.text(max_size=12))
def test_anything_is_understood_or_answered(text: str) -> None:
    with contextlib.suppress(JumpError):
        read_goal(text, STARTED)


@given(st.integers(0, 86_398_999), st.integers(0, 999_999_999))
def test_a_time_that_the_pane_shows_leads_back_to_it(milliseconds: int, fraction: int) -> None:
    # Up to a day less a second: then the clock shows the start's second again.
    started = RunStarted(0, 50 * SECOND, "0", (MIDNIGHT + 12 * 3600) * SECOND + fraction, "test")
    t = started.t + milliseconds * 1_000_000
    goal = read_goal(clock(t, started), started)
    assert isinstance(goal, Moment)
    assert 0 <= t - goal.t < 1_000_000 or milliseconds == 0


def told(count: int):  # type: ignore[no-untyped-def]
    def behave(peer: Peer) -> None:
        peer.send(b"".join(b"line %05d\n" % n for n in range(count)))
        peer.hold()

    return behave


async def test_a_jump_from_the_pane(serve: Serve) -> None:
    async with desk(serve(told(5000)).target) as d:
        await d.until_drawn("line 04999␊")
        await d.press("escape", ":")
        await d.until_drawn("Jump to")
        await d.press(*"nowhere", "enter")
        await d.until_drawn("Write +4.1 or -10")
        await d.press("ctrl+u", *"11000", "enter")
        await d.until(lambda: "line 01000␊" in "".join(d.pane()))
        assert "line 01000␊" in d.pane()[d.bench.pane.size.height // 3]
        assert d.bench.pane.has_focus
        assert not d.bench.pane.follows


@pytest.mark.parametrize(
    ("goal", "remark", "row"),
    [
        (Byte("in", 10**9), "so many bytes were not received", "line 00299"),
        (Byte("in", 10**39), "so many bytes were not received", "line 00299"),
        (Byte("out", 0), "so many bytes were not sent", "line 00299"),
        (Moment(1 << 62), "the record ends at +", "line 00299"),
        (Moment(10**48), "the record ends at +", "line 00299"),
        (Numbered(10**38), "there are 302 rows: here is the last", "line 00299"),
        (Numbered(10**6), "there are 302 rows: here is the last", "line 00299"),
        (Numbered(102), "", "line 00100"),
        (Moment(0), "", "connecting to"),
        (Moment(0, 3600 * SECOND), "", "connecting to"),
    ],
)
async def test_where_a_jump_leads(serve: Serve, goal: Goal, remark: str, row: str) -> None:
    async with desk(serve(told(300)).target) as d:
        await d.until_drawn("line 00299␊")
        d.bench.jump(goal)
        await d.until_drawn(row)
        await d.until_drawn(remark)


async def test_before_anything_is_recorded_there_is_nowhere_to_go() -> None:
    async with desk() as d:
        await d.bench.run_action("jump")
        await d.until(lambda: "nothing is recorded yet" in d.bench.prompt.remark)


async def test_the_place_that_a_jump_leads_to_is_marked_until_one_types(serve: Serve) -> None:
    async with desk(serve(lambda peer: (peer.send(b"abcdef\r\nsecond\r\n"), peer.hold())).target) as d:
        await d.until(lambda: any("second" in line for line in d.pane()))
        await d.press("escape")
        for goal, marked in (("2", "c"), ("row 2", "── connected to"), ("row 4", "second␍␊")):
            await d.press("colon")
            await d.until_drawn("Jump to")
            await d.type(goal)
            await d.press("enter")
            await d.until(lambda marked=marked: marked_in(d).startswith(marked), goal)
        await d.press("f5")
        await d.until(lambda: marked_in(d).startswith("73 65 63"))
        await d.press("f5", "f5", "i")
        await d.until(lambda: marked_in(d) == "")


def marked_in(d: Desk) -> str:
    """What the pane shows reversed, its scrollbar and its last line's word about more left out."""
    pane = d.bench.pane
    strips = pane.render_lines(pane.size.region)
    return "".join(
        text for strip in strips for text, style, _ in strip if style and style.reverse and "more below" not in text
    )
