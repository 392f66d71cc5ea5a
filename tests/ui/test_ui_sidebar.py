"""The sidebar: figures that are explained, what is wrong beside the state, badges, and where it is shown."""

from __future__ import annotations

import pytest
from textual.css.query import NoMatches

from tcptui.protocol import events as ev
from tcptui.protocol.teaching import LESSONS
from tcptui.ui.figures import figures_of
from tcptui.ui.screens.explanations import Explanations
from tcptui.ui.widgets.tab_strip import TabStrip
from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import Desk, desk


async def two(d: Desk) -> None:
    """A second connection to the same server, in view."""
    await d.until_drawn("● ESTABLISHED")
    await d.press("ctrl+t")
    await d.until(lambda: d.session.conn == 2 and d.session.story.connected)


@pytest.mark.parametrize("family", ["ipv4", "unix"])
async def test_every_figure_that_is_shown_has_a_lesson(serve: Serve, family: str) -> None:
    async with desk(serve(behaviours.answer_then_close, family).target) as d:
        await d.type("GET / HTTP/1.1\n")
        await d.press("enter")
        await d.until(lambda: d.session.story.fin)
        for figure in figures_of(d.session).values():
            assert figure.topic in LESSONS
        panel = d.bench.panel
        for y, line in enumerate(panel._panel):
            assert all(topic in LESSONS for _, topic in line.topics)
            assert line.topics or not line.pieces, f"line {y} shows what nobody explains"


async def test_the_bars_show_bytes_by_the_second(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.type("hello")
        await d.press("enter")
        await d.until_drawn("7 B/s")
        await d.until(lambda: any("█" in line and "B/s" in line for line in d.lines))
        await d.until(lambda: any("█" in line and " 0 B/s" in line for line in d.lines), "the next second, by itself")


async def test_a_zero_window_is_said_beside_the_state(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        raw = bytearray(232)
        raw[0] = 1
        d.bench.deliver([ev.KernelSample(1, d.session.pulse.last_t, bytes(raw), 0)])
        await d.until_drawn("! zero window: it takes nothing")


async def test_the_mouse_over_a_figure_explains_it(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        row = next(y for y, line in enumerate(d.lines) if "Send-Q" in line)
        column = d.lines[row].index("Send-Q")
        await d.pilot.hover(offset=(column, row))
        await d.until(lambda: "bytes of ours that wait" in str(d.bench.panel.tooltip))
        assert "When to worry:" in str(d.bench.panel.tooltip)
        await d.pilot.hover(offset=(column + 20, row))
        await d.until(lambda: "segments sent again" in str(d.bench.panel.tooltip))
        await d.pilot.click(offset=(column, row))
        await d.until(lambda: isinstance(d.app.screen, Explanations))
        await d.until_drawn("Where it comes from")
        assert "bytes of ours that wait" in d.drawn


async def test_a_key_walks_through_the_figures(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, size=(80, 24)) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("alt+x")
        await d.until_drawn("The handshake is done")
        await d.press("down", "down", "down")
        await d.until_drawn("out: bytes of ours")
        await d.press("pagedown")
        await d.until_drawn("out and acked are equal")
        await d.press("end")
        await d.until_drawn("cancelled: you stopped it")
        await d.press("home", "escape")
        await d.until(lambda: d.app.screen is d.bench)
        await d.press("escape", "question_mark")
        await d.until_drawn("The handshake is done")


async def test_the_values_stay_fresh_and_the_choice_too(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_then_close).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("alt+x", "down", "down", "down", "down", "down")
        await d.until_drawn("in: bytes of the peer's")
        d.bench.deliver([ev.Received(1, d.session.pulse.last_t, 0, 123_400)])
        await d.until_drawn("123.4 kB")
        assert "in: bytes of the peer's" in d.drawn


async def test_what_happens_out_of_view_has_a_badge_until_it_is_looked_at(serve: Serve) -> None:
    async with desk(serve(behaviours.reset_mid_body).target) as d:
        await two(d)
        await d.type("GET / HTTP/1.1\n")
        await d.press("enter")
        await d.press("alt+1")
        session = d.bench.sessions.find(2)
        assert session is not None
        await d.until(lambda: session.story.verdict)
        d.bench.deliver([ev.PeerRst(2, 5, 104, "ECONNRESET", "recv")])
        await d.until(lambda: "reset ! " in d.lines[0])
        await d.until_drawn("! reset")
        await d.until_drawn("1 of 2 open · ! 1")
        await d.press("alt+2")
        await d.until(lambda: "!" not in d.lines[0])
        await d.press("alt+1")
        await d.until(lambda: d.session.conn == 1)
        assert "!" not in d.lines[0]


async def test_a_small_screen_counts_the_badges(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, size=(80, 24)) as d:
        await two(d)
        d.bench.deliver([ev.PeerFin(1, 5, 0)])
        await d.until_drawn("! 1 new")
        assert " ! FIN " in d.lines[0]
        await d.pilot.click("#status")
        await d.until(lambda: d.bench.connections.has_focus)
        await d.until_drawn("◐ 127.0.0.1")
        await d.press("up", "enter")
        await d.until(lambda: d.session.conn == 1)
        await d.until(lambda: "! 1 new" not in d.drawn)


async def test_news_out_of_view_are_a_mark(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await two(d)
        d.bench.deliver([ev.Received(1, 5, 0, 3_200)])
        await d.until_drawn("• +3.2 kB")
        await d.until(lambda: "• " in d.lines[0])
        assert "3.2 kB" not in d.lines[0], "a number that grows would move the tabs"


async def test_the_sidebar_is_gone_to_hidden_and_shown(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("Send-Q")
        await d.press("alt+s")
        assert d.bench.events.has_focus
        await d.press("escape")
        await d.until(lambda: d.bench.prompt.has_focus)
        await d.until_drawn("Send-Q")
        await d.press("alt+s", "alt+s")
        await d.until(lambda: "Send-Q" not in d.drawn)
        assert d.bench.prompt.has_focus
        await d.until_drawn("acked      0 B")
        await d.press("alt+s")
        await d.until_drawn("Send-Q")


async def test_the_settings_may_begin_without_it(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, sidebar=False) as d:
        await d.until_drawn("acked      0 B")
        assert "Send-Q" not in d.drawn


async def test_figures_that_come_due_while_the_application_ends_are_let_go() -> None:
    async with desk() as d:
        bench = d.bench
    with pytest.raises(NoMatches):
        bench.query_one(TabStrip)
    bench._show_figures()
