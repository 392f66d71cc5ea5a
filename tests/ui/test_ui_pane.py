"""The session pane: scrolling, following, views, and where the keys go."""

from __future__ import annotations

import threading

from textual import events

from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.listening import Peer
from tests.ui.desk import desk


def numbered(count: int, begin: int = 0) -> bytes:
    return b"".join(b"line %d\n" % n for n in range(begin, begin + count))


def held(data: bytes):  # type: ignore[no-untyped-def]
    """A server that sends this and then holds still."""

    def behave(peer: Peer) -> None:
        peer.send(data)
        peer.hold()

    return behave


async def test_it_follows_the_end(serve: Serve) -> None:
    async with desk(serve(held(numbered(500))).target) as d:
        await d.until_drawn("line 499␊")
        assert d.bench.pane.follows


async def test_it_follows_the_end_when_it_becomes_lower_and_nothing_else_happens(serve: Serve) -> None:
    async with desk(serve(held(numbered(500))).target) as d:
        await d.until_drawn("line 499␊")
        pane = d.bench.pane
        for height in (3, 1, 8):
            pane.styles.max_height = height
            await d.until(lambda height=height: pane.size.height == height)
            await d.until(lambda: d.pane()[-1].endswith("line 499␊"), f"the last row in {height}")


async def test_scrolled_away_it_stands_still_and_counts_what_is_new(serve: Serve) -> None:
    more = threading.Event()

    def behave(peer: Peer) -> None:
        peer.send(numbered(200))
        more.wait(10)
        peer.send(numbered(3, 200))
        peer.hold()

    async with desk(serve(behave).target) as d:
        await d.until_drawn("line 199␊")
        await d.press("pageup")
        await d.until_drawn("▼ more below")
        before = d.pane()[:-1]
        more.set()
        await d.until_drawn("▼ 3 new")
        assert d.pane()[:-1] == before
        await d.press("G")
        await d.until_drawn("line 202␊")
        assert d.bench.pane.follows


async def test_letters_act_in_the_pane_and_are_text_in_the_input(serve: Serve) -> None:
    async with desk(serve(held(numbered(100))).target) as d:
        await d.until_drawn("line 99␊")
        await d.press("g", "h")
        assert d.session.editor.text == "gh"
        await d.press("escape")
        assert d.bench.pane.has_focus
        assert "Enter to type" in d.drawn
        await d.press("g")
        await d.until_drawn("connected to")
        await d.press("h")
        await d.until_drawn("00000000  6c 69 6e 65")
        await d.press("h")
        await d.until_drawn("line 1␊")
        await d.press("i")
        assert d.bench.prompt.has_focus
        await d.press("escape", "enter")
        assert d.bench.prompt.has_focus
        assert d.session.editor.text == "gh"


async def test_the_other_view_keeps_the_place(serve: Serve) -> None:
    async with desk(serve(held(numbered(1000))).target) as d:
        await d.until_drawn("line 999␊")
        await d.press("pageup", "pageup", "pageup")
        await d.until(lambda: not d.bench.pane.follows)
        top = int(d.pane()[0].split()[-1].removesuffix("␊"))
        await d.press("f5")
        await d.until_drawn("session · hex")
        offset = len(numbered(top))
        assert f"{offset - offset % 16:08x}" in d.pane()[0]
        await d.press("f5")
        await d.until_drawn("session · messages")
        await d.press("f5")
        await d.until_drawn("session · text")
        assert abs(int(d.pane()[0].split()[-1].removesuffix("␊")) - top) <= 2


async def test_the_wheel_scrolls(serve: Serve) -> None:
    async with desk(serve(held(numbered(200))).target) as d:
        await d.until_drawn("line 199␊")
        await d.pilot._post_mouse_events([events.MouseScrollUp], d.bench.pane, button=0)
        await d.until(lambda: not d.bench.pane.follows)
        await d.until_drawn("line 196␊")


async def test_the_scrollbar_jumps(serve: Serve) -> None:
    async with desk(serve(held(numbered(5000))).target) as d:
        await d.until_drawn("line 4999␊")
        width = d.bench.pane.size.width
        await d.pilot.mouse_down(d.bench.pane, offset=(width - 1, 0))
        await d.pilot.mouse_up(d.bench.pane, offset=(width - 1, 0))
        await d.until_drawn("line 1␊")


async def test_each_connection_keeps_its_place(serve: Serve) -> None:
    server = serve(held(numbered(300)))
    async with desk(server.target) as d:
        await d.until_drawn("line 299␊")
        await d.press("pageup")
        await d.until(lambda: not d.bench.pane.follows)
        top = d.pane()[0]
        await d.press("i", "ctrl+t")
        await d.until(lambda: d.session.conn == 2)
        await d.until_drawn("line 299␊")
        await d.press("alt+1")
        await d.until(lambda: d.pane()[0] == top)


async def test_a_flood_does_not_hold_the_keys_up(serve: Serve) -> None:
    async with desk(serve(behaviours.flood).target) as d:
        await d.until(lambda: d.session.story.read > 1_000_000)
        await d.press("x", "y")
        assert "› xy␍␊" in d.drawn
        await d.press("f8")
        await d.until(lambda: d.session.over)


async def test_messages_that_are_lines_do_not_hide_the_lines(serve: Serve) -> None:
    async with desk(serve(held(numbered(20_000))).target, framing="line") as d:
        await d.until(lambda: d.workbench.log.last_row(1) is not None and d.session.story.read == len(numbered(20_000)))
        await d.until(lambda: d.session.story.answers_complete == 20_000)
        await d.until_drawn("line 19999␊")
        await d.press("pageup")
        await d.until_drawn("line 19960␊")


async def test_reading_back_tells_the_row_and_how_many_there_are(serve: Serve) -> None:
    async with desk(serve(held(numbered(20_000))).target) as d:
        await d.until_drawn("line 19999␊")
        assert " of " not in d.pane()[-1]
        await d.press("pageup", "g")
        # Three events stand before the lines; the first of them, that the connection was asked for, has no line.
        await d.until_drawn("row 1 of 20,002")
        await d.press("G")
        await d.until(lambda: "20,003" not in d.drawn)
