"""The start page: recent targets, practice servers, and whatever is pasted as a target."""

from __future__ import annotations

import pytest

from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import desk
from tests.ui.recorded import record, record_failure


async def test_recent_targets_are_listed_with_how_they_ended(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target)
    record_failure("127.0.0.1:1")
    async with desk() as d:
        await d.until_drawn("Recent")
        first, second = (line for line in d.lines if "just now" in line)
        assert "1  127.0.0.1:1 " in first
        assert "refused" in first
        assert f"2  {target}" in second
        assert "closed" in second


async def test_without_any_record_there_are_practice_servers_only() -> None:
    async with desk() as d:
        await d.until_drawn("Practice servers")
        assert "Recent" not in d.drawn


async def test_arrows_and_enter_connect_to_a_recent_target(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target)
    async with desk() as d:
        await d.until_drawn("Recent")
        await d.press("down")
        await d.until_drawn("› 1")
        await d.press("enter")
        await d.until_drawn("● ESTABLISHED")
        assert d.session.story.target == target
        assert d.bench.prompt.has_focus


async def test_a_number_and_a_click_connect_too(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target)
    async with desk() as d:
        await d.until_drawn("Recent")
        await d.press("escape")
        await d.until(lambda: d.bench.start and d.bench.start.has_focus)
        await d.press("1")
        await d.until(lambda: d.bench.sessions.current)
    async with desk() as d:
        await d.until_drawn("Recent")
        row = next(y for y, line in enumerate(d.lines) if target in line)
        await d.pilot.click(offset=(10, row))
        await d.until(lambda: d.bench.sessions.current)
        assert d.session.story.target == target


async def test_what_is_typed_is_not_taken_for_a_choice(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target)
    async with desk() as d:
        await d.until_drawn("Recent")
        await d.type("nowhere")
        await d.press("down", "enter")
        await d.until_drawn("'nowhere' has no port: write nowhere:PORT")
        assert d.bench.sessions.current is None
        assert "› nowhere" in d.drawn


@pytest.mark.parametrize("name", ["echo", "http"])
async def test_a_practice_server_is_started_and_answers(name: str) -> None:
    async with desk() as d:
        await d.until_drawn("Practice servers")
        row = next(y for y, line in enumerate(d.lines) if f"  {name} " in line)
        await d.pilot.click(offset=(10, row))
        await d.until(lambda: d.bench.sessions.current and d.session.story.phase == "open")
        assert len(d.bench.sessions) == 1, "its own side of the talk gets no tab"
        assert d.session.editor.text.startswith({"echo": "hello", "http": "GET / HTTP/1.1"}[name])
        await d.press("enter")
        await d.until(lambda: d.session.story.read)
        await d.press("f7")
        await d.until(lambda: d.session.over)
        assert len(d.bench.sessions) == 1


async def test_a_practice_server_runs_once() -> None:
    async with desk() as d:
        d.bench.action_practice("echo")
        await d.until(lambda: d.bench.sessions.current)
        first = d.session.story.target
        d.bench.action_practice("echo")
        await d.until(lambda: len(d.bench.sessions) == 2)
        assert d.session.story.target == first


async def test_a_pasted_url_connects_and_brings_its_request(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    async with desk() as d:
        await d.type(f"http://{target}/a?b=c")
        await d.press("enter")
        await d.until(lambda: d.bench.sessions.current)
        assert d.session.editor.text == f"GET /a?b=c HTTP/1.1\nHost: {target}\n"
        await d.until_drawn("› GET /a?b=c HTTP/1.1")


async def test_the_page_comes_back_with_the_last_tab(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("f7")
        await d.until(lambda: d.session.over)
        await d.press("ctrl+w")
        await d.until_drawn("Where to?")
        assert not d.bench.pane.display


async def test_at_80x24_all_of_it_is_to_be_seen(serve: Serve) -> None:
    record(serve(behaviours.echo).target)
    async with desk(size=(80, 24)) as d:
        await d.until_drawn("Recent")
        assert "http  " in d.drawn
        assert "Where to?" in d.drawn


async def test_the_dialog_offers_recent_targets_and_takes_a_framing(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target)
    async with desk() as d:
        await d.press("ctrl+n")
        await d.until_drawn(target)
        await d.press("down", "tab")
        await d.press("ctrl+u")
        await d.type("nothing")
        await d.press("enter")
        await d.until_drawn("'nothing' is no framing known here")
        await d.press("ctrl+u")
        await d.type("line")
        await d.press("enter")
        await d.until(lambda: d.bench.sessions.current)
        assert d.session.story.target == target
        assert d.session.story.framing == "line"


async def test_connecting_again_takes_the_tab_of_what_never_said_anything() -> None:
    async with desk("127.0.0.1:1") as d:
        await d.until(lambda: d.session.over)
        await d.press("ctrl+t")
        await d.until(lambda: d.session.conn == 2 and d.session.over)
        assert [one.conn for one in d.bench.sessions] == [2]


async def test_aborting_with_bytes_on_their_way_asks_first(serve: Serve) -> None:
    server = serve(behaviours.stop_reading, receive_buffer=4096)
    async with desk(server.target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.type("x" * 3_000_000)
        await d.press("enter")
        await d.until(lambda: d.session.story.pending)
        await d.press("f8")
        await d.until_drawn("Abort the connection?")
        await d.press("f8")
        await d.until(lambda: d.session.over)


async def test_the_dialog_takes_a_paste_of_several_lines(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    async with desk() as d:
        await d.press("ctrl+n")
        await d.until_drawn("New connection")
        await d.paste(f"curl http://{target}/x \\\n  -H 'A: b'")
        await d.until_drawn("⏎ -H 'A: b'")
        await d.press("enter")
        await d.until(lambda: d.bench.sessions.current)
        assert d.session.editor.text == f"GET /x HTTP/1.1\nHost: {target}\nA: b\n"


async def test_on_a_low_page_the_choice_stays_in_sight(serve: Serve) -> None:
    record(serve(behaviours.echo).target)
    async with desk(size=(50, 12)) as d:
        await d.until_drawn("Recent")
        await d.press("up")
        await d.until(lambda: "› 4" in d.drawn)
        assert "Where to?" not in d.drawn
        for line in ("› 3", "› 2", "› 1", "› 4"):
            await d.press("up")
            await d.until(lambda line=line: line in d.drawn)
        row = next(y for y, line in enumerate(d.lines) if "› 4" in line)
        await d.pilot.click(offset=(8, row - 1))  # the practice server above it
        await d.until(lambda: d.bench.sessions.current is not None)
        assert d.session.name == "http"
