"""Several connections: opening, going between them, leaving."""

from __future__ import annotations

from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import desk


async def test_without_a_target_it_says_what_to_do() -> None:
    async with desk() as d:
        await d.until_drawn("Where to?")
        assert "host:port or what you pasted, then Enter" in d.drawn


async def test_a_new_connection(serve: Serve) -> None:
    server = serve(behaviours.answer_and_keep_open)
    async with desk() as d:
        await d.press("ctrl+n")
        await d.until_drawn("New connection")
        await d.type(server.target.replace(":", " "))
        await d.press("enter")
        await d.until_drawn("● ESTABLISHED")
        assert d.bench.prompt.has_focus


async def test_a_bad_target_is_said_in_place() -> None:
    async with desk() as d:
        await d.press("ctrl+n")
        for text, told in (
            ("foo", "has no port"),
            (":99999", "no port: write a whole number"),
            (" ", "plain TCP only"),
        ):
            await d.type(text if text != " " else "")
            await d.press("enter")
            if text != " ":
                await d.until_drawn(told.split()[0])
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.bench)
        assert len(d.bench.sessions) == 0


async def test_tls_is_not_spoken_yet() -> None:
    async with desk() as d:
        await d.press("ctrl+n")
        await d.type("tls://127.0.0.1:1")
        await d.press("enter")
        await d.until_drawn("plain TCP only")


async def test_going_between_connections(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk(server.target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.type("draft of one")
        for n in (2, 3):
            await d.press("ctrl+n")
            await d.type(server.target)
            await d.press("enter")
            await d.until(lambda n=n: d.session.conn == n and d.session.story.phase == "open")
        await d.until_drawn("3 of 3 open")
        await d.type("three")
        await d.press("alt+1")
        await d.until(lambda: d.session.conn == 1)
        assert "› draft of one" in d.drawn
        await d.press("ctrl+pageup")
        assert d.session.conn == 3
        assert "› three" in d.drawn
        await d.press("ctrl+pagedown", "ctrl+pagedown")
        assert d.session.conn == 2
        column = d.lines[0].index(" 3 ●")
        await d.pilot.click("#tabs", offset=(column + 2, 0))
        assert d.session.conn == 3
        await d.pilot.click("#connections", offset=(5, 2))
        await d.until(lambda: d.session.conn == 1)


async def test_many_tabs_keep_the_one_in_view_in_sight(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk(server.target, size=(80, 24)) as d:
        for _ in range(7):
            await d.press("ctrl+t")
        await d.until(lambda: d.session.conn == 8)
        assert " 8 " in d.lines[0]
        assert "‹" in d.lines[0]
        assert "+ new" in d.lines[0]
        await d.press("alt+1")
        assert " 1 " in d.lines[0]
        assert "›" in d.lines[0]


async def test_leaving_with_an_open_connection_asks(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("ctrl+q")
        await d.until_drawn("Leave with 1 open connection?")
        await d.press("n")
        await d.until(lambda: d.app.screen is d.bench)
        await d.press("ctrl+q")
        await d.until_drawn("Leave with 1 open connection?")
        await d.press("y")
        await d.until(lambda: not d.app.is_running)


async def test_leaving_without_one_does_not() -> None:
    async with desk() as d:
        await d.press("ctrl+q")
        await d.until(lambda: not d.app.is_running)


async def test_the_list_of_connections_keeps_up_with_the_figures(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk(server.target) as d:
        await d.press("ctrl+t")
        await d.until_drawn("2 of 2 open")
        await d.type("hello")
        await d.press("enter")
        await d.until(lambda: any(" 2 ●" in line and line.rstrip("│ ").endswith("14 B") for line in d.lines[1:]))
        await d.press("f7")
        await d.until(lambda: d.session.over)
        await d.until_drawn("1 of 2 open")


async def test_the_tab_of_what_is_over_can_be_closed(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk(server.target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("ctrl+t")
        await d.until(lambda: d.session.conn == 2 and d.session.story.phase == "open")
        await d.press("ctrl+w")
        await d.until_drawn("this connection is not over: F7 closes it")
        await d.press("f7")
        await d.until(lambda: d.session.story.verdict)
        await d.press("a", "ctrl+w")
        assert d.session.conn == 2, "a word was cut, no tab closed"
        await d.press("ctrl+w")
        await d.until(lambda: d.session.conn == 1)
        assert len(d.bench.sessions) == 1
        await d.press("f7")
        await d.until(lambda: d.session.story.verdict)
        await d.press("ctrl+w")
        await d.until_drawn("Where to?")
        await d.press("ctrl+n", "ctrl+c", "alt+9")
        assert d.bench.sessions.current is None
