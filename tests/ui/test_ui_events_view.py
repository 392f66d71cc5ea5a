"""The events view: every event in words, gathered, filtered by kind and text, gone to, and told in full."""

from __future__ import annotations

from tcptui.protocol.commands import Send
from tcptui.ui.screens.events import Events
from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import Desk, desk


def view(d: Desk) -> Events:
    screen = d.app.screen
    assert isinstance(screen, Events)
    return screen


def cursor(d: Desk) -> str:
    """The line under the cursor, in words."""
    table = view(d)._table
    assert table.line is not None
    return view(d)._teller.told(table.line)[0]


async def answered(d: Desk) -> None:
    """A whole exchange, ended by the server."""
    await d.type("GET / HTTP/1.1\n")
    await d.press("enter")
    await d.until(lambda: d.session.story.fin or d.session.story.verdict)
    await d.press("f4")


async def test_every_event_with_its_time_gap_and_direction(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_then_close).target) as d:
        await answered(d)
        await d.until_drawn("the peer closed its side (FIN) after")
        for words in ("→ asked for 127.0.0.1", "→ connecting to", "← connected to", "→ sent 18 B", "← received 166 B"):
            await d.until_drawn(words)
        assert " ms  ← connected" in d.drawn or " µs  ← connected" in d.drawn
        assert "rtt" not in "\n".join(d.lines[2:20]), "the kernel's figures are another kind"
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.bench)


async def test_enter_shows_the_place_in_the_session(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_then_close).target, size=(100, 30)) as d:
        await answered(d)
        await d.until_drawn("the peer closed its side (FIN) after")
        await d.press("g")
        await d.until(lambda: "asked for" in cursor(d))
        await d.until(lambda: cursor(d).startswith("asked for"))
        while not cursor(d).startswith("received"):
            await d.press("down")
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.bench)
        assert d.bench.pane.has_focus
        assert d.bench.pane.went_to is not None
        assert d.bench.pane.went_to[1] == 0


async def test_figures_have_no_row_and_are_gone_to_by_their_time(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.type("hello")
        await d.press("enter")
        await d.until(lambda: d.session.story.read)
        await d.press("f4", "right", "right", "right", "right", "right")
        await d.until_drawn("ESTABLISHED · rtt")
        await d.press("g")
        await d.until_drawn("peer's window")
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.bench)


async def test_kinds_and_text_filter_and_esc_shows_all_again(serve: Serve) -> None:
    async with desk(serve(behaviours.reset_mid_body).target) as d:
        await answered(d)
        await d.until_drawn("the peer reset the connection")
        await d.press("right", "right")  # errors
        await d.until(lambda: "connecting to" not in d.drawn)
        await d.until_drawn("the peer reset the connection")
        await d.press("left", "left")
        await d.until_drawn("connecting to")
        await d.press("slash", *"conne")
        await d.until(lambda: "sent 18 B" not in d.drawn)
        await d.until_drawn("connecting to")
        await d.press("enter")
        assert view(d)._table.has_focus
        assert "conne" in d.drawn
        await d.press("escape")
        await d.until_drawn("sent 18 B")
        assert d.app.screen is not d.bench
        await d.press("slash", *"nothing has these words")
        await d.until_drawn("no event fits what is asked for")
        await d.press("escape", "escape")
        await d.until(lambda: d.app.screen is d.bench)


async def test_one_connection_or_all(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk(server.target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("ctrl+t")
        await d.until(lambda: d.session.conn == 2 and d.session.story.connected)
        await d.press("f4")
        await d.until_drawn(f"events · connection 2 · {server.target}")
        await d.until_drawn("3 events")
        await d.press("a")
        await d.until_drawn("events · all connections")
        await d.until_drawn("7 events")
        assert any("  1  → connecting" in line for line in d.lines)
        assert any("  2  → connecting" in line for line in d.lines)
        await d.press("g")
        await d.until_drawn("1 of 7")
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.bench)
        await d.until_drawn("an event of the run")
        await d.press("f4", "a", "g", "down", "enter")
        await d.until(lambda: d.app.screen is d.bench)
        assert d.session.conn == 1


async def test_the_newest_is_followed_until_the_cursor_leaves_it(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("f4")
        await d.until_drawn("3 events")
        d.workbench.submit(Send(1, b"hello"))
        await d.until_drawn("← received 5 B")
        await d.until(lambda: cursor(d) == "received 5 B")
        await d.press("up")
        await d.until_drawn("4 of 5")
        d.workbench.submit(Send(1, bytes(1000)))
        await d.until_drawn("4 of 7")
        assert cursor(d) == "sent 5 B"
        await d.press("G")
        await d.until_drawn("7 events")


async def test_all_of_one_event_is_told_and_the_clock(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_then_close).target) as d:
        await answered(d)
        await d.until_drawn("the peer closed its side (FIN) after")
        await d.press("slash", *"peer-fin", "enter")
        await d.until_drawn("offset            166 bytes")
        await d.until_drawn("A segment that ends one direction")
        await d.until_drawn("s after the run began")
        await d.press("t")
        await d.until(lambda: any(line.strip("┃ ").startswith(("0", "1", "2")) and "FIN" in line for line in d.lines))


async def test_of_a_whole_answer_nothing_is_told_as_not_available(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_then_close).target, size=(120, 50)) as d:
        await answered(d)
        await d.press("g")
        await d.until(lambda: cursor(d).startswith("asked for"))
        while not cursor(d).startswith("complete: 200"):
            await d.press("down")
        await d.until_drawn("awaited")
        await d.press("shift+down", "shift+down", "shift+down", "shift+down")
        await d.until_drawn("status            200")
        assert "not available" not in d.drawn


async def test_kinds_keys_and_lines_can_be_clicked(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_then_close).target) as d:
        await answered(d)
        await d.until_drawn("the peer closed its side (FIN) after")
        await d.pilot.click("#event-kinds", offset=(d.lines[1].index("bytes"), 0))
        await d.until(lambda: "connecting to" not in d.drawn)
        await d.until_drawn("2 events")
        await d.pilot.click("#chronicle", offset=(20, 1))
        await d.until(lambda: cursor(d) == "sent 18 B")
        await d.pilot.click("#event-keys", offset=(d.lines[-1].index("Esc"), 0))
        await d.until(lambda: d.app.screen is d.bench)


async def test_without_a_connection_there_are_the_events_of_the_run() -> None:
    async with desk(size=(80, 24)) as d:
        await d.press("f4")
        await d.until_drawn("events · all connections")
        await d.until_drawn("1 event")
        await d.until_drawn("began")
