"""The demo on the screen: a request that stands ready, and three lines that go when they are done."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator

import pytest

from tcptui.lab.responders import RESPONDERS
from tcptui.protocol.endpoint import parse_listen_address, parse_target
from tcptui.protocol.events import Listening
from tcptui.ui.app import TcptuiApp
from tcptui.ui.widgets.guide import Guide
from tcptui.workbench import Workbench
from tests.ui.desk import Desk


def listening(servers: Workbench, name: str) -> str:
    """Where a practice server listens now."""
    news = threading.Event()
    tap = servers.tap(news.set)
    conn = servers.listen(parse_listen_address("0"), respond=RESPONDERS[name].script)
    while True:
        assert news.wait(10)
        news.clear()
        for event in tap.drain():
            if isinstance(event, Listening) and event.conn == conn:
                return str(event.address)


@contextlib.asynccontextmanager
async def guided(size: tuple[int, int] = (120, 36)) -> AsyncIterator[Desk]:
    """The demo, its practice servers in a run of their own."""
    with Workbench(record=False) as servers, Workbench(record=False) as workbench:
        practice = {name: listening(servers, name) for name in ("http", "echo", "app")}
        app = TcptuiApp(workbench, workbench.open(parse_target(practice["http"])), practice=practice)
        async with app.run_test(size=size) as pilot:
            desk = Desk(pilot, app, workbench)
            await desk.until(lambda: desk.bench.sessions.current and desk.session.editor.text, "the request")
            yield desk


def steps(desk: Desk) -> list[str]:
    """The lines of the guide by their marks; empty where there is none."""
    return [
        f"{'✓' if step.done else '·'} {step.text.split()[0]}"
        for guide in desk.bench.query(Guide)
        if guide.display
        for step in guide.steps
    ]


async def test_a_request_stands_ready_and_enter_sends_it_whole():
    async with guided() as desk:
        host = desk.session.story.target
        assert desk.session.editor.text == f"GET / HTTP/1.1\nHost: {host}\n"
        await desk.until_drawn("▸ Enter sends the request below; its answer comes above.")
        await desk.until_drawn(f"Host: {host}")
        await desk.press("enter")
        await desk.until_drawn("complete: 200")
        assert desk.workbench.log.read(1, "out", 0, 99) == f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


async def test_each_step_is_ticked_off_and_then_they_go():
    async with guided() as desk:
        assert steps(desk) == ["· Enter", "· F5", "· F7"]
        await desk.press("enter")
        await desk.until(lambda: steps(desk) == ["✓ Enter", "· F5", "· F7"])
        await desk.press("f5")
        await desk.until(lambda: steps(desk) == ["✓ Enter", "✓ F5", "· F7"])
        await desk.press("f7")
        await desk.until(lambda: steps(desk) == [])
        await desk.until(lambda: not desk.bench.query(Guide))


async def test_the_other_practice_servers_are_one_tab_away():
    async with guided() as desk:
        await desk.press("ctrl+pagedown")
        assert desk.session.conn == 2
        assert desk.session.editor.text == "hello"
        assert f" 2 ● echo {desk.session.story.target} " in desk.lines[0]
        assert steps(desk) == []  # they are the first connection's
        await desk.press("enter")
        await desk.until(lambda: desk.workbench.log.read(2, "in", 0, 99) == b"hello\r\n")
        await desk.press("ctrl+pageup")
        assert steps(desk) == ["· Enter", "· F5", "· F7"]


async def test_a_request_of_the_application_protocol_stands_ready_too():
    async with guided() as desk:
        await desk.press("ctrl+pagedown", "ctrl+pagedown")
        assert desk.session.name == "app"
        await desk.press("enter")
        await desk.until_drawn("rabbit. 🐰")
        await desk.until(lambda: desk.session.story.fin is not None)
        assert desk.workbench.log.read(3, "out", 0, 999) == RESPONDERS["app"].request("")
        assert desk.session.story.answers[-1].complete


async def test_they_go_with_their_connection():
    async with guided() as desk:
        await desk.press("ctrl+c", "f8")
        await desk.until(lambda: desk.session.over)
        await desk.press("ctrl+w")
        await desk.until(lambda: desk.session.conn == 2)
        await desk.until(lambda: not desk.bench.query(Guide))


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (200, 60)])
async def test_they_fit_every_screen(size):
    async with guided(size) as desk:
        for line in (
            "its answer comes above.",
            "brings the request back.",
            "ctrl+PgDn: echo, then app.",
            "Host: 127.0.0.1:",
            "connected to",
        ):
            await desk.until_drawn(line)


async def test_without_practice_servers_there_is_no_guide(serve):
    from tests.servers import behaviours
    from tests.ui.desk import desk as sit_down

    async with sit_down(serve(behaviours.never_answer).target) as desk:
        await desk.until_drawn("connected to")
        assert not desk.bench.query(Guide)
        assert desk.session.editor.text == ""


async def test_the_start_page_leads_to_the_same_servers():
    async with guided() as desk:
        target = desk.session.story.target
        desk.bench.action_practice("http")
        await desk.until(lambda: desk.session.conn == 4)
        assert desk.session.story.target == target
        assert desk.session.title == f"http {target}"
