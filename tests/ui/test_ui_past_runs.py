"""Past runs: looking for one, opening it, and all that works on a recorded connection as on a live one."""

from __future__ import annotations

import os
from pathlib import Path

from tcptui.journal import runs
from tcptui.journal.log import Log
from tcptui.protocol.commands import Send
from tcptui.protocol.endpoint import parse_target
from tcptui.ui.screens.past_runs import PastRuns
from tcptui.workbench import Workbench
from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import Desk, desk
from tests.ui.recorded import record, record_failure


async def open_list(d: Desk) -> PastRuns:
    """The screen with the runs, all read."""
    await d.press("ctrl+o")
    await d.until(lambda: isinstance(d.app.screen, PastRuns))
    screen = d.app.screen
    assert isinstance(screen, PastRuns)
    await d.until(lambda: screen._told == "")
    return screen


async def open_newest(d: Desk) -> None:
    """The newest run, opened and read."""
    await open_list(d)
    await d.press("enter")
    await d.until(lambda: d.bench.sessions.current and d.session.recording and d.session.recording.read)


async def test_runs_are_listed_newest_first_and_found_by_words(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target, target)
    record_failure("127.0.0.1:1")
    async with desk() as d:
        await open_list(d)
        first, second = (line for line in d.lines if "just now" in line)
        assert "› just now" in first
        assert "127.0.0.1:1 " in first
        assert "refused" in first
        assert f"{target} +1" in second
        assert "closed" in second
        await d.type("closed just")
        await d.until_drawn("no run holds all of these words")
        await d.press("ctrl+u")
        await d.type(f"closed {target}")
        await d.until(lambda: "refused" not in d.drawn)
        await d.until_drawn("2 connections")


async def test_a_recorded_run_works_as_a_live_one(serve: Serve) -> None:
    run = record(serve(behaviours.answer_then_close).target, said=b"GET / HTTP/1.0\r\n\r\n")
    async with desk() as d:
        await open_newest(d)
        await d.until(lambda: any("200 OK" in line for line in d.pane()))
        session = d.session
        assert session.story.verdict is not None
        assert f"recorded {run}" in d.drawn
        assert "a recording" in d.drawn
        assert "▪1" in d.lines[0]
        await d.until_drawn("complete")  # the verdict's card
        await d.press("f5")
        await d.until_drawn("47 45 54 20")


async def test_connecting_again_from_a_recording_makes_a_live_connection(serve: Serve) -> None:
    record(serve(behaviours.echo).target)
    async with desk() as d:
        await open_newest(d)
        await d.type("kept")
        await d.press("enter")
        assert d.session.editor.text == "kept", "nothing can be sent on a recording, and nothing is lost"
        await d.press("f7")
        await d.until_drawn("this is a recording: ^w closes its tab")
        await d.press("ctrl+t")
        await d.until_drawn("● ESTABLISHED")
        assert d.session.recording is None
        assert d.session.editor.text == "kept"


async def test_each_connection_of_a_run_gets_a_tab_and_one_alone_can_be_opened(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target, target, target)
    async with desk() as d:
        await open_newest(d)
        assert [one.conn for one in d.bench.sessions] == [1, 2, 3]
        assert all(one.recording for one in d.bench.sessions)
        await d.press("ctrl+pagedown")
        assert d.session.conn == 2
        assert d.session.story.read == 7
    async with desk() as d:
        await open_list(d)
        await d.until_drawn(f"   2  {target}")
        await d.press("tab", "down", "enter")
        await d.until(lambda: d.bench.sessions.current and d.session.story.verdict)
        assert [one.conn for one in d.bench.sessions] == [2]
        await open_newest(d)
        assert sorted(one.conn for one in d.bench.sessions) == [1, 2, 3]
        assert all(one.story.read == 7 for one in d.bench.sessions)


async def test_the_log_is_closed_with_its_last_tab(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target, target)
    async with desk() as d:
        await open_newest(d)
        log = d.session.log
        await d.press("ctrl+w")
        await d.until(lambda: len(d.bench.sessions) == 1)
        os.fstat(log._fd)
        await d.press("ctrl+w")
        await d.until_drawn("Where to?")
        await d.until(lambda: log._fd < 0, "the log's end")


async def test_a_run_of_another_process_is_followed(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    with Workbench() as other:
        conn = other.open(parse_target(target))
        other.submit(Send(conn, b"first\r\n"))
        async with desk() as d:
            await d.until(lambda: b"first" in Log.open(runs.log_path(runs.run_ids()[-1])).read(conn, "in", 0, 99))
            await open_newest(d)
            await d.until_drawn("a recording that goes on")
            other.submit(Send(conn, b"second\r\n"))
            await d.until_drawn("← second")
            assert d.session.story.read == 15
            second = other.open(parse_target(target))
            await d.until(lambda: len(d.bench.sessions) == second, "a tab for the new connection")


async def test_a_run_is_deleted_after_a_question_and_a_live_one_never(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    run = record(target)
    with Workbench() as other:
        live = runs.run_ids()[-1]
        other.open(parse_target(target))
        async with desk() as d:
            await d.until(lambda: Log.open(runs.log_path(live)).connections(), "the other run's connection")
            await open_list(d)
            await d.until_drawn("live")
            await d.press("delete")
            await d.until_drawn("is still being recorded: it stays")
            await d.press("down", "delete")
            await d.until_drawn(f"Delete the run {run}?")
            await d.press("y")
            await d.until_drawn("is deleted")
            assert runs.run_ids() == [live]


async def test_what_is_torn_is_told_and_the_rest_is_shown(serve: Serve, data_dir: Path) -> None:
    run = record(serve(behaviours.echo).target)
    log = data_dir / "runs" / run / "log"
    os.truncate(log, log.stat().st_size - 5)
    async with desk() as d:
        await open_newest(d)
        await d.until_drawn("The last record is torn")
        await d.until_drawn("← hello")
        assert d.session.story.read == 7


async def test_what_is_no_log_is_answered_with_a_sentence(serve: Serve, data_dir: Path) -> None:
    target = serve(behaviours.echo).target
    run = record(target)
    async with desk() as d:
        screen = await open_list(d)
        (data_dir / "runs" / run / "log").write_bytes(b"something else altogether" * 9)
        await d.press("enter")
        await d.until(lambda: d.app.screen is not screen)
        await d.until_drawn("can't be opened: The file is no log of tcptui's.")


async def test_at_80x24_it_is_whole(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target)
    async with desk(size=(80, 24)) as d:
        await open_list(d)
        line = next(line for line in d.lines if "just now" in line)
        assert target in line
        assert "closed" in line
        assert "7 B" in line
        assert "Enter open" in d.drawn
