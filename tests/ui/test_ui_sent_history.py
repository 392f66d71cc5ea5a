"""The history of what was sent: found over all runs by words and in its bytes, and taken up again."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tcptui.journal import runs
from tcptui.journal.catalog import Catalog
from tcptui.journal.sententry import SentEntry
from tcptui.protocol.commands import Close, Send
from tcptui.protocol.endpoint import parse_listen_address, parse_target
from tcptui.ui.input.exactly import exactly
from tcptui.ui.input.history import Entry
from tcptui.ui.input.wire import Way
from tcptui.ui.senthistory.line import sent_line
from tcptui.ui.senthistory.screen import SentHistory
from tcptui.workbench import Workbench
from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import Desk, desk
from tests.ui.recorded import record

GET = b"GET /workers HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer s3cret\r\n\r\n"


async def open_history(d: Desk) -> SentHistory:
    """The history, all of it read."""
    await d.press("alt+h")
    await d.until(lambda: isinstance(d.app.screen, SentHistory))
    screen = d.app.screen
    assert isinstance(screen, SentHistory)
    await d.until(lambda: screen._history.read, "the end of the reading")
    await d.until(lambda: "reading" not in d.drawn, "the list")
    return screen


def listed(d: Desk) -> list[str]:
    """What is drawn of the list."""
    return [line for line in d.lines if "just now" in line]


async def test_what_was_sent_is_listed_over_all_runs_with_what_came_of_it(serve: Serve) -> None:
    echo, http = serve(behaviours.echo).target, serve(behaviours.answer_then_close).target
    record(echo, said=b"first\r\n")
    record(http, said=GET, framing="http")
    async with desk() as d:
        await open_history(d)
        newer, older = listed(d)
        assert "› just now" in newer
        assert newer.split() >= ["GET", "/workers"]
        assert newer.rstrip("│ ").endswith("200")
        assert http in newer
        assert f"{len(GET)} B" in newer
        assert older.rstrip("│ ").endswith("answered")
        assert echo in older
        await d.until_drawn("Host: here")
        assert "s3cret" not in d.drawn
        assert "Authorization: *************" in d.drawn
        await d.press("tab", "down")
        await d.until_drawn("first␍␊")


async def test_words_filter_at_once_and_enter_looks_in_all_the_bytes(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target, said=b"ordinary\r\nwith a Needle inside\r\n")
    record(target, said=b"needle in front\r\n")
    async with desk() as d:
        await open_history(d)
        await d.type("NEEDLE")
        await d.until(lambda: len(listed(d)) == 1)
        assert "needle in front" in listed(d)[0]
        await d.press("enter")
        await d.until_drawn("looked in all bytes")
        assert [("in front" in line, "ordinary" in line) for line in listed(d)] == [(True, False), (False, True)]
        await d.press("slash", "end")
        await d.type(" inside")
        await d.until_drawn("Enter looks in all bytes")
        await d.press("enter")
        await d.until(lambda: len(listed(d)) == 1)
        await d.press("slash", "ctrl+u")
        await d.until(lambda: len(listed(d)) == 2)
        await d.type("nowhere")
        await d.press("enter")
        await d.until_drawn("nothing holds all of these words")


async def test_what_is_sent_now_is_there_the_next_time(serve: Serve) -> None:
    server = serve(behaviours.echo)
    with Workbench() as other:
        conn = other.open(parse_target(server.target))
        other.submit(Send(conn, b"one\r\n"))
        async with desk() as d:
            await d.until(lambda: runs.run_ids() and b"one" in runs.log_path(runs.run_ids()[-1]).read_bytes())
            screen = await open_history(d)
            assert "one" in listed(d)[0]
            await d.press("escape")
            other.submit(Close(conn))
            await d.until(lambda: b'"verdict"' in runs.log_path(runs.run_ids()[-1]).read_bytes())
            assert await open_history(d) is not screen
            assert listed(d)[0].rstrip("│ ").endswith("answered")


async def test_it_goes_into_the_input_line_and_out_again_the_same(serve: Serve) -> None:
    server = serve(behaviours.echo)
    record(server.target, said=GET)
    async with desk(server.target) as d:
        await open_history(d)
        await d.press("tab", "enter")
        await d.until(lambda: d.session.editor.text)
        assert d.session.editor.text.split("\n")[0] == "GET /workers HTTP/1.1"
        await d.press("enter")
        await d.until(lambda: d.session.story.read == len(GET))
        assert d.session.log.read(d.session.conn, "out", 0, 999) == GET


async def test_what_was_being_typed_comes_back_by_up(serve: Serve) -> None:
    server = serve(behaviours.echo)
    record(server.target, said=b"sent once\r\n")
    async with desk(server.target) as d:
        await d.type("half a thou")
        await open_history(d)
        await d.press("tab", "enter")
        await d.until(lambda: d.session.editor.text == "sent once")
        await d.until_drawn("↑ brings back what was typed")
        await d.press("up")
        assert d.session.editor.text == "half a thou"


async def test_without_a_connection_it_is_said_where_it_could_go(serve: Serve) -> None:
    record(serve(behaviours.echo).target)
    async with desk() as d:
        await open_history(d)
        await d.press("tab", "enter")
        await d.until_drawn("no connection is in view that could get it")


async def test_it_goes_into_the_composer_and_takes_nothings_place_unasked(serve: Serve) -> None:
    server = serve(behaviours.echo)
    record(server.target, said=b"\x00\xff\x01binary\xfe\xfd")
    record(server.target, said=b"two\r\nlines\r\n")
    async with desk(server.target) as d:
        await open_history(d)
        await d.press("tab", "c")
        await d.until(lambda: d.bench.composer and d.bench.composer.work.made.composed.data == b"two\r\nlines\r\n")
        await d.press("f2")
        await open_history(d)
        await d.press("tab", "down", "c")
        await d.until_drawn("Put it into the composer?")
        await d.press("y")
        composer = d.bench.composer
        assert composer is not None
        await d.until(lambda: composer.work.made.composed.data == b"\x00\xff\x01binary\xfe\xfd")
        assert composer.work.kind == "hex"


async def test_it_is_sent_again_after_a_question(serve: Serve) -> None:
    server = serve(behaviours.echo)
    record(server.target, said=b"again\r\n", framing="line")
    async with desk() as d:
        await open_history(d)
        await d.press("tab", "a")
        await d.until_drawn("Send it again?")
        await d.press("n")
        assert not list(d.bench.sessions)
        await open_history(d)
        await d.press("tab", "a", "y")
        await d.until(lambda: d.bench.sessions.current and d.session.story.read == 7)
        assert d.session.story.framing == "line"
        assert d.session.story.target == server.target


async def test_secrets_are_hidden_and_stay_secrets_when_it_is_sent_again(serve: Serve) -> None:
    server = serve(behaviours.echo)
    record(server.target, said=b"AUTH hunter2\r\n", framing="line", secrets=((5, 12),))
    async with desk() as d:
        await open_history(d)
        assert "AUTH" in listed(d)[0]
        assert "hunter2" not in d.drawn
        await d.press("tab", "a", "y")
        await d.until(lambda: d.bench.sessions.current and d.session.story.read == 14)
        assert d.session.log.concealed(d.session.conn, "out", 0, 14) == [(5, 12)]


async def test_what_was_typed_to_who_came_to_us_has_no_target(serve: Serve) -> None:
    async def send_from_a_listener() -> None:
        with Workbench() as other:
            tap = other.tap(lambda: None)
            other.listen(parse_listen_address("127.0.0.1:0"))
            heard = []
            while not any(event.name == "listening" for event in heard):
                heard += tap.drain()
                await asyncio.sleep(0.002)
            (port,) = [event.address.port for event in heard if event.name == "listening"]
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            while not any(event.name == "accepted" for event in heard):
                heard += tap.drain()
                await asyncio.sleep(0.002)
            other.submit(Send(2, b"by hand\r\n"))
            while not any(event.name == "sent" for event in heard):
                heard += tap.drain()
                await asyncio.sleep(0.002)
            writer.close()

    await send_from_a_listener()
    async with desk() as d:
        await open_history(d)
        assert "by hand" in listed(d)[0]
        await d.press("tab", "a")
        await d.until_drawn("no target to connect to")


async def test_its_place_in_the_recording_is_shown(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target, target, said=b"".join(b"line %d\r\n" % number for number in range(200)))
    async with desk() as d:
        await open_history(d)
        await d.press("tab", "down", "o")
        await d.until(lambda: d.bench.sessions.current is not None)
        assert d.session.conn == 1
        await d.until_drawn("→ line 0")
        assert d.bench.pane.has_focus
        assert not d.bench.pane.follows


async def test_a_place_of_this_run_is_shown_in_its_own_tab(serve: Serve) -> None:
    server = serve(behaviours.echo)
    with Workbench() as workbench:
        from tcptui.config.settings import Settings
        from tcptui.ui.app import TcptuiApp

        first = workbench.open(parse_target(server.target))
        app = TcptuiApp(workbench, first, Settings())
        async with app.run_test(size=(120, 36)) as pilot:
            d = Desk(pilot, app, workbench)
            await d.until(lambda: d.session.can_send and d.session.story.phase == "open")
            await d.type("hello")
            await d.press("enter")
            await d.until(lambda: d.session.story.read == 7)
            await open_history(d)
            await d.press("tab", "o")
            await d.until(lambda: d.bench.pane.went_to is not None)
            assert len(d.bench.sessions) == 1


async def test_it_is_saved_as_a_request(serve: Serve, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "requests").mkdir()
    monkeypatch.chdir(tmp_path)
    target = serve(behaviours.echo).target
    record(target, said=b"keep\r\n", framing="line")
    async with desk() as d:
        await open_history(d)
        await d.press("tab")
        await d.until_drawn("w save")
        await d.press("w")
        await d.until(lambda: d.app.screen is not d.bench and not isinstance(d.app.screen, SentHistory))
        await d.press("enter")
        await d.until(lambda: list(tmp_path.rglob("*.toml")))
        (path,) = tmp_path.rglob("*.toml")
        assert "keep" in path.read_text()
        assert f'target = "{target}"' in path.read_text()


async def test_up_and_down_lead_from_the_words_to_the_list_and_back(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target, target, target)
    async with desk() as d:
        screen = await open_history(d)
        await d.press("down")
        assert (screen._table.has_focus, screen._table.at) == (True, 0)
        await d.press("down", "down", "down")
        assert screen._table.at == 2
        await d.press("up", "up", "up")
        assert screen._words.has_focus
        await d.press("escape")
        assert d.app.screen is d.bench


async def test_a_click_highlights_and_a_double_click_takes_it(serve: Serve) -> None:
    server = serve(behaviours.echo)
    record(server.target, said=b"first\r\n")
    record(server.target, said=b"second\r\n")
    async with desk(server.target) as d:
        screen = await open_history(d)
        await d.pilot.click("#history", offset=(10, 2))
        assert screen._table.at == 1
        await d.pilot.click("#history", offset=(10, 2), times=2)
        await d.until(lambda: d.session.editor.text == "first")


async def test_at_80x24_it_is_whole(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target, said=b"GET /workers HTTP/1.1\r\n", framing="none")
    async with desk(size=(80, 24)) as d:
        await open_history(d)
        (line,) = listed(d)
        assert "GET /workers HTTP/1.1" in line
        assert line.rstrip("│ ").endswith("answered")
        assert "back" in d.lines[-1]


@pytest.mark.parametrize(
    ("data", "eol", "entry", "remark"),
    [
        (b"a\r\nb\r\n", "crlf", Entry("a\nb"), ""),
        (b"a\nb\n", "crlf", Entry("a\\nb\\n", escapes=True), "Enter adds CRLF, which was not sent: F9 switches that"),
        (b"a\nb\n", "lf", Entry("a\nb"), ""),
        (b"a\nb\n", "none", Entry("a\\nb\\n", escapes=True), ""),
        (b"\xff\r\n", "crlf", Entry("\udcff"), ""),
        (b"< file\r\n", "crlf", Entry("\\x3c file", escapes=True), ""),
        (b"\\n\r\n", "crlf", Entry("\\n"), ""),
        (b"x", "crlf", Entry("x", escapes=True), "Enter adds CRLF, which was not sent: F9 switches that"),
    ],
)
def test_bytes_are_typed_so_that_enter_sends_them(data: bytes, eol: str, entry: Entry, remark: str) -> None:
    assert exactly(data, Way(eol)) == (entry, remark)


def test_in_another_encoding_bytes_are_typed_as_escapes_where_letters_would_be_others() -> None:
    way = Way("lf", "latin-1")
    entry, remark = exactly("é\n".encode(), way)
    assert remark == ""
    assert Way("lf", "latin-1", entry.escapes).block(entry.text) == "é\n".encode()


def entry(**known: object) -> SentEntry:
    values = {"run": "r", "conn": 1, "pos": 0, "offset": 0, "size": 3, "t": 0, "goes_on": 0, "heard": 0, "statuses": ""}
    values |= {"target": "there:80", "framing": "none", "outcome": None, "last": 1}
    return SentEntry(**(values | known))


@pytest.mark.parametrize(
    ("known", "live", "end", "tone"),
    [
        ({}, True, "open", "muted"),
        ({}, False, "cut off", "muted"),
        ({"heard": 3}, True, "answered", "muted"),
        ({"last": 0}, True, "more followed", "muted"),
        ({"last": 0, "statuses": "404"}, True, "404", "warning"),
        ({"outcome": "complete", "statuses": "200 302"}, False, "200 302", "muted"),
        ({"outcome": "closed"}, False, "closed", "muted"),
        ({"outcome": "closed", "heard": 1}, False, "answered", "muted"),
        ({"outcome": "reset", "heard": 1}, False, "reset", "warning"),
        ({"outcome": "truncated", "statuses": "200"}, False, "200 truncated", "warning"),
        ({"outcome": "reset", "last": 0, "heard": 1}, False, "answered", "muted"),
    ],
)
def test_what_came_of_it_in_a_word(known: dict[str, object], live: bool, end: str, tone: str) -> None:
    line = sent_line(entry(**known), "GET /", live=live)
    assert (line.end, line.tone) == (end, tone)


async def test_a_search_that_begins_early_looks_at_what_is_read_later(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = serve(behaviours.echo).target
    record(target, said=b"known\r\nneedle\r\n")
    record(target, said=b"known\r\nnothing\r\n")
    go_on, refresh = threading.Event(), Catalog.refresh
    with contextlib.closing(Catalog.open()) as catalog:
        catalog.refresh()
    record(target, said=b"new\r\nneedle\r\n")

    def held(catalog: Catalog, *took: Callable[[str, float], object]) -> set[str]:
        assert go_on.wait(10)
        return refresh(catalog, *took)

    with contextlib.closing(Catalog.open()) as catalog:
        catalog._db.execute("DELETE FROM runs WHERE id = ?", (runs.run_ids()[-1],))
        catalog._db.commit()
    monkeypatch.setattr(Catalog, "refresh", held)
    async with desk() as d:
        await d.press("alt+h")
        await d.until_drawn("reading what is new")
        await d.type("needle")
        await d.press("enter")
        await d.until_drawn("looked in all bytes so far")
        assert len(listed(d)) == 1
        go_on.set()
        await d.until(lambda: len(listed(d)) == 2)
        assert "new" in listed(d)[0]


async def test_in_a_narrow_window_the_first_line_has_the_room(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target, said=b"GET /a/longer/path\r\n", framing="none")
    async with desk(size=(50, 12)) as d:
        await open_history(d)
        (line,) = listed(d)
        assert "GET /a/longer/path" in line
        assert line.rstrip("│ ").endswith("answered")
        assert target not in line
        await d.until_drawn(f"to {target}")
