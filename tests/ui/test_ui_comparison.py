"""What differs from last time: two replays, or any two connections, beside each other."""

from __future__ import annotations

import contextlib
import re
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tcptui.config.ignoring import ignore_file, keep_ignored
from tcptui.journal import runs
from tcptui.journal.catalog import Catalog
from tcptui.requests.comparing import ALWAYS_CHANGING
from tcptui.ui.comparison import sides
from tcptui.ui.comparison.others import Others
from tcptui.ui.comparison.ruleslist import Rules
from tcptui.ui.comparison.screen import ComparisonScreen
from tcptui.ui.comparison.whole import Whole
from tcptui.ui.screens.past_runs import Picked
from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.unanswered import refused_port
from tests.ui.comparing import answer, changing, replay, replay_before
from tests.ui.desk import Desk, desk
from tests.ui.recorded import record

DATE = b"Date: Sat, 21 Nov 2026 10:00:0%d GMT"
JSON = b"Content-Type: application/json"
LEFT = answer(b'{"id": 9, "state": "ok"}', DATE % 1, b"Server: a/1", JSON)
RIGHT = answer(b'{"id": 10, "state": "ok"}', DATE % 2, b"Server: a/2", JSON)


HOSTILE = set("\x1b\x07\u202e\x9b")


async def compared(d: Desk) -> ComparisonScreen:
    """The comparison, done."""
    await d.press("alt+v")
    await d.until(lambda: isinstance(d.app.screen, ComparisonScreen) and d.app.screen._compared, "the comparison")
    screen = d.app.screen
    assert isinstance(screen, ComparisonScreen)
    return screen


def line(d: Desk, text: str) -> str:
    """The line of the screen that holds a text."""
    return next(one for one in d.lines if text in one)


async def test_a_replay_is_beside_the_last_one_of_the_same_in_this_run(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT)
    async with desk() as d:
        await replay(d, path)
        await replay(d, path)
        await compared(d)
        await d.until_drawn("2 differences, 1 more ignored (header:Date)")
        assert "− a/1" in line(d, "header Server")
        assert "+ a/2" in line(d, "header Server")
        assert "− 9" in line(d, "json $.id")
        assert "+ 10" in line(d, "json $.id")
        assert "~ header Date" in d.drawn
        assert "Content-Length" not in d.drawn, "it only follows from the content"
        assert " = → 1 " in line(d, "GET / HTTP/1.1")
        assert "≠ ← 2 " in line(d, "HTTP/1.1 200 OK")
        assert "what happened to the connections is the same" in d.drawn
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.bench)


async def test_last_time_is_found_in_an_earlier_run_and_from_its_recording(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, LEFT, RIGHT)
    replay_before(path)
    replay_before(path)
    async with desk() as d:
        await replay(d, path)
        await compared(d)
        first, second = runs.run_ids()
        await d.until_drawn("2 differences")
        assert second in d.lines[0]
        await d.press("escape", "ctrl+o")
        await d.until_drawn("2 runs")
        await d.press("enter")
        await d.until(lambda: d.session.recording and d.session.story.verdict)
        await compared(d)
        await d.until_drawn("no difference")
        assert first in d.lines[0]
        assert second in d.lines[1]


async def test_a_rst_instead_of_a_fin_is_told_at_the_end(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, LEFT, reset=2)
    async with desk() as d:
        await replay(d, path)
        await replay(d, path)
        await compared(d)
        await d.until_drawn("≠ what happened to the connections")
        assert "− the peer closed its side" in line(d, "event peer-fin")
        assert "not there" in line(d, "event peer-fin")
        assert "+ the peer reset it: ECONNRESET" in line(d, "event peer-rst")


async def test_the_cursor_goes_from_difference_to_difference(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT)
    async with desk() as d:
        await replay(d, path)
        await replay(d, path)
        board = (await compared(d))._board

        async def at(words: str) -> None:
            await d.until(lambda: board.difference is not None and board.difference.words == words, words)

        await at("header Server")
        await d.press("n")
        await at("json $.id")
        await d.press("n")
        await d.until_drawn("no further difference")
        await d.press("N")
        await at("header Server")
        await d.press("N")
        await d.until_drawn("no difference before")
        await d.press("left")
        await d.until(lambda: board.difference is None)
        await d.press("n")
        await at("header Server")


async def test_only_what_differs_is_shown_on_wish(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT)
    async with desk() as d:
        await replay(d, path)
        await replay(d, path)
        await compared(d)
        await d.until_drawn("GET / HTTP/1.1")
        await d.press("d")
        await d.until(lambda: "GET / HTTP/1.1" not in d.drawn)
        assert "HTTP/1.1 200 OK" in d.drawn
        assert "what happened" not in d.drawn
        await d.press("d")
        await d.until_drawn("GET / HTTP/1.1")


async def test_what_is_ignored_is_kept_in_the_request(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT)
    async with desk() as d:
        await replay(d, path)
        await replay(d, path)
        await compared(d)
        await d.press("n", "i")
        await d.until_drawn("json:$.id")
        await d.press("enter")
        await d.until_drawn("kept in r.toml")
        await d.until_drawn("1 difference, 2 more ignored")
        assert tomllib.loads(path.read_text())["compare"]["ignore"] == [*ALWAYS_CHANGING, "json:$.id"]
        await d.press("i")
        await d.until_drawn("it may be already, by json:$.id")


async def test_rules_are_listed_changed_and_removed(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT, extra='[compare]\nignore = ["header:Server", "json:$.id"] # mine\n')
    async with desk() as d:
        await replay(d, path)
        await replay(d, path)
        await compared(d)
        await d.until_drawn("1 difference, 2 more ignored (header:Server, json:$.id)")
        await d.press("r")
        await d.until(lambda: isinstance(d.app.screen, Rules))
        await d.until_drawn("lets 1 difference be")
        await d.press("delete", "a")
        await d.type("nonsense")
        await d.press("enter")
        await d.until_drawn("no rule for what may differ")
        await d.press("ctrl+u")
        await d.type("header:D*")
        await d.press("enter", "escape")
        await d.until_drawn("1 difference, 2 more ignored (header:D*, json:$.id)")
        assert tomllib.loads(path.read_text())["compare"]["ignore"] == ["json:$.id", "header:D*"]
        assert "# mine" in path.read_text()


async def test_a_request_that_cant_be_read_any_more_is_told_and_not_written(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT)
    async with desk() as d:
        await replay(d, path)
        await replay(d, path)
        path.write_text("broken = ")
        await compared(d)
        await d.until_drawn("not TOML")
        await d.press("i")
        await d.until_drawn("header:Server")
        await d.press("enter")
        await d.until_drawn("not kept")
        assert path.read_text() == "broken = "


async def test_both_messages_are_shown_whole(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, answer(b"one\ntwo\nthree\n", b"A: 1"), answer(b"one\nTWO\nthree\n", b"A: 1"))
    async with desk() as d:
        await replay(d, path)
        await replay(d, path)
        await compared(d)
        await d.press("enter")
        await d.until(lambda: isinstance(d.app.screen, Whole))
        await d.until_drawn("1 of 8 lines differ")
        both = line(d, "two")
        assert "− two" in both
        assert "+ TWO" in both
        assert line(d, "three").count("three") == 2
        await d.press("n")
        await d.until_drawn("no lines that differ further on")
        await d.press("escape")
        await d.until(lambda: isinstance(d.app.screen, ComparisonScreen))


async def test_what_is_no_replay_is_compared_with_what_is_chosen(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    record(target, said=b"hello\r\n")
    record(target, said=b"hallo\r\n")
    async with desk() as d:
        await d.press("ctrl+o")
        await d.until_drawn("2 runs")
        await d.press("enter")
        await d.until(lambda: d.session.recording and d.session.story.verdict)
        await d.press("alt+v")
        await d.until(lambda: isinstance(d.app.screen, Others))
        await d.until_drawn("1 connection")
        assert "nothing was replayed on it: compare connection 1 with" in d.drawn
        await d.type("nowhere")
        await d.until_drawn("none holds all of these words")
        await d.press("ctrl+u", "enter")
        await d.until_drawn("2 differences")
        assert "− hello" in line(d, "line 1")
        assert "+ hallo" in line(d, "line 1")


async def test_rules_of_what_is_no_request_are_kept_beside_the_settings(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    keep_ignored(("line:^HEL",))
    record(target, said=b"hello\r\n")
    record(target, said=b"hallo\r\n")
    async with desk() as d:
        await d.press("ctrl+o")
        await d.until_drawn("2 runs")
        await d.press("enter")
        await d.until(lambda: d.session.recording and d.session.story.verdict)
        await d.press("alt+v")
        await d.until_drawn("1 connection")
        await d.press("enter")
        await d.until_drawn("2 differences")
        await d.press("i")
        await d.until_drawn("line:^h")
        await d.press("enter")
        await d.until_drawn("no difference, 2 more ignored (line:^h)")
    assert tomllib.loads(ignore_file().read_text())["ignore"] == ["line:^HEL", "line:^h"]


async def test_what_was_refused_this_time_differs_by_that(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT)
    with refused_port() as refused:
        async with desk() as d:
            await replay(d, path)
            await d.press("alt+v")
            await d.until_drawn("replayed for the first time: compare connection 1 with")
            await d.press("escape")
            path.write_text(re.sub(r'target = "[^"]*"', f'target = "{refused}"', path.read_text()))
            await replay(d, path)
            await compared(d)
            await d.until_drawn("event connect-failed")
            assert "connection 1 " in d.lines[0]
            assert "refused" in d.lines[1]


async def test_without_a_connection_it_says_so() -> None:
    async with desk() as d:
        await d.press("alt+v")
        await d.until_drawn("there is no connection in view that could be compared")


async def test_at_80x24_the_sides_stand_one_above_the_other(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT)
    async with desk(size=(80, 24)) as d:
        await replay(d, path)
        await replay(d, path)
        await compared(d)
        await d.until_drawn("2 differences")
        at = next(number for number, one in enumerate(d.lines) if "header Server" in one)
        assert "− a/1" in d.lines[at]
        assert d.lines[at + 1].strip() == "+ a/2"
        assert "answered after −" in d.drawn
        assert d.lines[-1].split()[-2:] == ["Esc", "back"]
        assert "r rules  c other" in d.lines[-1]
        await d.press("enter")
        await d.until_drawn("lines differ")
        at = next(number for number, one in enumerate(d.lines) if "− Server: a/1" in one)
        assert "+ Server: a/2" in d.lines[at + 1]


@pytest.mark.parametrize("width", [120, 80])
async def test_nothing_of_a_peers_acts_on_the_terminal(serve: Serve, tmp_path: Path, width: int) -> None:
    bad = "\x1b]0;title\x07\x1b[31m\u202e\x9b"
    path = changing(
        serve, tmp_path, answer(bad.encode(), b"X: \x1b[2J"), answer(f"{bad}!".encode() * 9, b"X: [/red]\x1b[1J")
    )
    async with desk(size=(width, 36)) as d:
        await replay(d, path)
        await replay(d, path)
        await compared(d)
        await d.until_drawn("differences")
        assert "[/red]␛[1J" in d.drawn
        assert not HOSTILE & set(d.drawn)
        await d.press("enter")
        await d.until_drawn("lines differ")
        assert "[/red]␛[1J" in d.drawn
        assert not HOSTILE & set(d.drawn)


async def test_the_mouse_opens_a_pair_and_does_what_the_keys_do(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT)
    async with desk() as d:
        await replay(d, path)
        await replay(d, path)
        await compared(d)
        await d.until_drawn("header Server")
        y = next(number for number, one in enumerate(d.lines) if "≠ ← 2" in one)
        await d.pilot.click(offset=(30, y))
        await d.until(lambda: "header Server" not in d.drawn)
        await d.pilot.click(offset=(d.lines[-1].index("filter"), len(d.lines) - 1))
        await d.until(lambda: "GET / HTTP/1.1" not in d.drawn)


async def test_a_replay_of_a_recording_is_beside_the_recording(serve: Serve) -> None:
    run = record(serve(behaviours.echo).target, said=b"hello\r\n")
    async with desk() as d:
        d.bench.open_run(Picked(run, 1))
        await d.until(lambda: d.bench.sessions.current and d.session.story.verdict)
        await d.press("alt+r")
        await d.until(lambda: d.app.screen is not d.bench)
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.bench and d.session.recording is None and d.session.story.verdict)
        await compared(d)
        await d.until_drawn("replay:")
        assert run in d.lines[0]
        await d.until_drawn("difference")


async def test_another_connection_can_be_chosen_in_the_comparison(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT, LEFT)
    async with desk() as d:
        for _ in range(3):
            await replay(d, path)
        await compared(d)
        await d.until_drawn("2 differences")
        await d.press("c")
        await d.until_drawn("2 connections")
        assert "replay of r.toml" in d.drawn
        await d.press("down", "enter")
        await d.until_drawn("no difference")
        assert "connection 1 " in d.lines[0]
        assert "connection 3 " in d.lines[1]


async def test_comparing_can_be_stopped_and_nothing_is_shown_then(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT)
    reading, ended = threading.Event(), threading.Event()

    def endless(_log: object, _conn: int, told: Callable[[float], None], _replay: object) -> None:
        try:
            while True:
                told(0.5)
                reading.set()
                ended.wait(0.001)
        finally:
            ended.set()

    monkeypatch.setattr(sides, "transcribe", endless)
    async with desk() as d:
        await replay(d, path)
        await replay(d, path)
        await d.press("alt+v")
        await d.until(reading.is_set)
        await d.until_drawn("comparing … 17%")
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.bench)
        await d.until(ended.is_set, "the thread's end")


async def test_a_record_that_cant_be_read_is_told(serve: Serve, tmp_path: Path, data_dir: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT)
    replay_before(path)
    (run,) = runs.run_ids()
    async with desk() as d:
        await replay(d, path)
        with contextlib.closing(Catalog.open()) as catalog:
            catalog.refresh()
        (data_dir / "runs" / run / "log").unlink()
        d.app.push_screen(ComparisonScreen(d.workbench.log, (sides.Side(run, 1), sides.Side(None, 1)), lambda *_: None))
        await d.until_drawn("the run was deleted, its record is not there: ")
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.bench)
