"""Replays on the screen: asked for, watched, stepped through, stopped, done again, and of recorded connections."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tcptui.protocol.commands import Send
from tcptui.protocol.endpoint import parse_target
from tcptui.requests.collection import load
from tcptui.ui.replaying.ask import AskReplay
from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.listening import Behaviour, Peer
from tests.servers.unanswered import refused_port
from tests.ui.desk import Desk, desk
from tests.ui.recorded import record

GET = '[[steps]]\nsend = "GET / HTTP/1.1\\r\\nHost: {{target}}\\r\\n\\r\\n"\n'
OK = "[[steps]]\nexpect = { status = 200 }\n"


def step(text: str) -> str:
    return f"[[steps]]\n{text}\n"


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    """Writes a request's file."""

    def write(target: str, steps: str, framing: str = "http", head: str = "") -> Path:
        path = tmp_path / "r.toml"
        path.write_text(f'name = "Workers"\ntarget = "{target}"\nframing = "{framing}"\n{head}{steps}')
        return path

    return write


async def ask(d: Desk, path: Path) -> None:
    """Ask how a file is to be replayed."""
    d.bench.replay(load(path), path)
    await asked(d)


async def asked(d: Desk) -> None:
    await d.until(lambda: isinstance(d.app.screen, AskReplay) and d.app.screen.focused, "the question")


async def choose(d: Desk, row: str, value: str) -> None:
    """Turn a line of the question to a value."""
    form = d.app.screen.query_one("#replay-form")
    form.go_to(row)
    await d.until(lambda: form.row.id == row)
    for _ in range(6):
        if form.row.value == value:
            return
        await d.press("right")
        await d.pilot.pause()
    raise AssertionError(f"{row} has no {value}")


async def replay(d: Desk, path: Path, **choices: str) -> None:
    """Replay a file with these choices."""
    await ask(d, path)
    for row, value in choices.items():
        await choose(d, row, value)
    await d.press("enter")


def talks(*answers: bytes) -> Behaviour:
    """Answers every two bytes with the next of these, then keeps the connection open."""

    def behave(peer: Peer) -> None:
        for number, answer in enumerate(answers, 1):
            peer.read_exactly(2 * number)
            peer.send(answer)
        peer.read_to_end()

    return behave


# New, with results


async def test_steps_with_their_results(serve: Serve, saved: Callable[..., Path]) -> None:
    path = saved(serve(behaviours.answer_and_keep_open).target, GET + OK + step('pause = "1ms"'))
    async with desk() as d:
        await replay(d, path)
        await d.until_drawn("✓ all steps are done")
        assert "replay · Workers" in d.drawn
        assert any("✓ 1 send GET / HTTP/1.1 … (" in line for line in d.lines)
        assert any("✓ 2 expect status 200" in line for line in d.lines)
        assert any("✓ 3 pause 1ms" in line for line in d.lines)
        assert d.bench.prompt.has_focus, "the keys stay with the session"
        await d.until_drawn("CLOSED")


async def test_a_step_that_is_not_met_shows_expected_and_got(serve: Serve, saved: Callable[..., Path]) -> None:
    path = saved(serve(behaviours.answer_and_keep_open).target, GET + step("expect = { status = 201 }") + GET)
    async with desk() as d:
        await replay(d, path)
        await d.until_drawn("✗ step 2 of 3 was not met")
        assert any("expected status 201" in line for line in d.lines)
        assert any("got      status 200 (HTTP/1.1 200 OK)" in line for line in d.lines)
        assert any("– 3 send GET" in line and "not done" in line for line in d.lines)


async def test_a_step_that_is_not_met_elsewhere_is_told(serve: Serve, saved: Callable[..., Path]) -> None:
    steps = step('send = "a\\n"') + step("expect = { contains = 'b', within = '1s' }")
    path = saved(serve(behaviours.echo).target, steps, "none")
    async with desk() as d:
        await replay(d, path)
        await d.until_drawn("▸ step 2 of 2")
        d.bench.open(parse_target(serve(behaviours.echo).target))
        await d.until(lambda: "timeout !" in d.lines[0], "how it ended, and its badge")
        assert not d.bench.query_one("#replay").display, "the steps belong to their connection"
        await d.press("alt+1")
        await d.until_drawn("✗ step 2 of 2 was not met")
        assert any("step 2 was not met" in line[80:] for line in d.lines), "the sidebar's events tell it"


async def test_a_server_that_goes_in_the_middle(serve: Serve, saved: Callable[..., Path]) -> None:
    path = saved(serve(behaviours.reset_before_answer).target, GET + OK + GET)
    async with desk() as d:
        await replay(d, path)
        await d.until_drawn("✗ step 2 of 3 was not met")
        assert any("got      nothing came; the peer reset the connection" in line for line in d.lines)


async def test_a_target_that_does_not_answer(saved: Callable[..., Path]) -> None:
    with refused_port() as target:
        path = saved(target, GET + OK)
        async with desk() as d:
            await replay(d, path)
            await d.until_drawn("■ never connected")


async def test_the_wheel_and_many_steps(serve: Serve, saved: Callable[..., Path]) -> None:
    steps = "".join(step(f'send = "{number}\\n"') for number in range(1, 41)) + step('pause = "1h"')
    async with desk(size=(80, 24)) as d:
        await replay(d, saved(serve(behaviours.read_all).target, steps, "none"))
        await d.until_drawn("▸ step 41 of 41")
        assert any("✓ 40 send 40" in line for line in d.lines)
        panel = d.bench.query_one("#replay")
        assert panel.size.height <= 9
        await d.until_drawn(f"▸ step 41 of 41 · ▲ {41 - panel.content_size.height} ─")
        for _ in range(50):
            panel.wheel(-1)
        await d.until_drawn("✓  1 send 1")
        await d.until_drawn(f"▸ step 41 of 41 · ▼ {41 - panel.content_size.height} ─")
        await d.press("alt+pagedown")
        await d.until(lambda: "✓  1 send 1" not in d.drawn, "the steps behind")
        await d.press("alt+pageup")
        await d.until_drawn("✓  1 send 1")


# What is asked


async def test_variables_are_asked_for_and_secrets_not_shown(serve: Serve, saved: Callable[..., Path]) -> None:
    server = serve(behaviours.echo)
    head = '[variables]\nuser = "ann"\nkey = { env = "NO_SUCH_KEY_HERE", secret = true }\n'
    path = saved(
        server.target, step('send = "{{user}} {{key}} {{room}}\\n"') + step("wait = { size = 18 }"), "none", head
    )
    async with desk() as d:
        await ask(d, path)
        await d.until_drawn("the environment has no NO_SUCH_KEY_HERE: give a value")
        await d.press("enter")
        await d.until_drawn("The variable key has no value yet: type it here.")
        await d.type("s3cret")
        await d.until_drawn("••••••")
        assert "s3cret" not in d.drawn
        await d.press("enter")
        await d.until_drawn("The variable room has no value yet: type it here.")
        await d.type("kitchen")
        await d.press("enter")
        await d.until_drawn("ann •••••• kitchen")
        await d.press("alt+r")
        await asked(d)
        await d.until_drawn("kitchen")
        assert d.app.screen.query_one("#replay-form").row.id == "where"


async def test_what_can_not_be_replayed_is_said_in_place(serve: Serve, saved: Callable[..., Path]) -> None:
    path = saved(serve(behaviours.echo).target, step('send_file = "none.bin"'), "none")
    async with desk() as d:
        await ask(d, path)
        await d.press("enter")
        await d.until_drawn("can't be read: No such")
        await d.press("down")
        await d.press("ctrl+u")
        await d.type("no target")
        await d.press("enter")
        await d.until(lambda: "no target" in str(d.app.screen.query_one("#replay-words").render()))
        await d.press("escape")
        await ask(d, saved("tls://127.0.0.1:443", step('send = "x"')))
        await d.press("enter")
        await d.until_drawn("this version speaks plain TCP only")
        await d.press("escape")
        assert not list(d.bench.sessions)


async def test_pauses_are_left_out_where_that_is_wanted(serve: Serve, saved: Callable[..., Path]) -> None:
    path = saved(serve(behaviours.answer_and_keep_open).target, GET + step('pause = "1h"') + OK)
    async with desk() as d:
        await replay(d, path, pace="none")
        await d.until_drawn("✓ all steps are done")


# Step by step, and stopping


async def test_step_by_step(serve: Serve, saved: Callable[..., Path]) -> None:
    path = saved(serve(behaviours.answer_and_keep_open).target, GET + OK)
    async with desk() as d:
        await replay(d, path, steps="each by a key")
        await d.until_drawn("‖ 1 send GET")
        assert "alt+o does it" in d.drawn
        assert d.session.story.taken == 0
        await d.press("alt+o")
        await d.until_drawn("‖ 2 expect")
        assert d.session.story.taken > 0
        await d.press("alt+o")
        await d.until_drawn("✓ all steps are done")
        await d.press("alt+o")
        await d.until_drawn("no replay waits for its next step here")


async def test_stopping_closes_what_the_replay_opened(serve: Serve, saved: Callable[..., Path]) -> None:
    path = saved(serve(behaviours.echo).target, step('pause = "1h"') + step('send = "never"'), "none")
    async with desk() as d:
        await replay(d, path)
        await d.until_drawn("▸ step 1 of 2")
        await d.press("alt+q")
        await d.until_drawn("■ stopped after 0 of 2 steps")
        await d.until(lambda: d.session.over)
        assert d.session.story.taken == 0
        await d.press("alt+q")
        await d.until(lambda: not d.bench.query_one("#replay").display, "the steps put away")
        await d.press("alt+q")
        await d.until_drawn("■ stopped after 0 of 2 steps")
        line = next(n for n, text in enumerate(d.lines) if "alt+q hides" in text)
        await d.pilot.click(offset=(d.lines[line].index("alt+q hides") + 1, line))
        await d.until(lambda: not d.bench.query_one("#replay").display, "a click does it, too")


# The connection in view


async def test_on_the_connection_in_view_which_stays_open(serve: Serve, saved: Callable[..., Path]) -> None:
    server = serve(behaviours.echo)
    path = saved("127.0.0.1:1", step('send = "{{port}}\\n"') + step("wait = { size = 3 }"), "none")
    async with desk(server.target) as d:
        await d.until_drawn("ESTABLISHED")
        await replay(d, path, where="the connection in view")
        await d.until_drawn("✓ all steps are done")
        assert len(list(d.bench.sessions)) == 1
        assert not d.session.over
        assert any(server.target.rpartition(":")[2] in line for line in d.pane()), "variables are the target's in view"
        await d.type("still mine")
        await d.press("enter", "alt+z")
        await d.until(lambda: d.session.story.taken >= 24, "the replay again")
        await d.until_drawn("✓ all steps are done")


async def test_stopping_leaves_the_connection_in_view_open(serve: Serve, saved: Callable[..., Path]) -> None:
    path = saved("127.0.0.1:1", step('pause = "1h"'), "none")
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("ESTABLISHED")
        await replay(d, path, where="the connection in view")
        await d.until_drawn("▸ step 1 of 1")
        await d.press("alt+q")
        await d.until_drawn("■ stopped after 0 of 1 step")
        assert not d.session.over


async def test_again_without_its_file_is_as_it_was_and_says_so(serve: Serve, saved: Callable[..., Path]) -> None:
    path = saved(serve(behaviours.echo).target, step('send = "x\\n"') + step("wait = 'message'"), "line")
    async with desk() as d:
        await replay(d, path)
        await d.until_drawn("✓ all steps are done")
        path.unlink()
        await d.press("alt+z")
        await d.until(lambda: len(list(d.bench.sessions)) == 2)
        await d.until_drawn("its file is gone: it is replayed as it was read")
        await d.until_drawn("✓ all steps are done")
        path.write_text("target = [")
        await d.press("alt+z")
        await d.until_drawn("it can't be replayed: ")
        assert len(list(d.bench.sessions)) == 2


async def test_again_goes_to_a_new_one_where_that_in_view_is_over(serve: Serve, saved: Callable[..., Path]) -> None:
    path = saved("127.0.0.1:1", step('send = "x\\n"') + step("wait = 'message'"), "line")
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("ESTABLISHED")
        await replay(d, path, where="the connection in view")
        await d.until_drawn("✓ all steps are done")
        await d.press("f7")
        await d.until(lambda: d.session.over)
        await d.press("alt+z")
        await d.until(lambda: len(list(d.bench.sessions)) == 2)
        await d.until_drawn("✓ all steps are done")


# Many


async def test_on_many_connections(serve: Serve, saved: Callable[..., Path]) -> None:
    turn = iter(range(100))
    lock = threading.Lock()

    def behave(peer: Peer) -> None:
        with lock:
            number = next(turn)
        (behaviours.reset_before_answer if number % 3 == 0 else behaviours.answer_and_keep_open)(peer)

    path = saved(serve(behave).target, GET + step("expect = { status = 200 }"))
    async with desk() as d:
        await ask(d, path)
        await choose(d, "where", "many new connections")
        form = d.app.screen.query_one("#replay-form")
        form.go_to("count")
        await d.press("ctrl+u", "9", "enter")
        await d.until_drawn("9 connections: 6 done, 3 failed (first: ")
        assert [one.story.taken > 0 for one in d.bench.sessions] == [True] * 9
        await d.press("alt+m")
        await d.until_drawn("✕   reset              3")


async def test_many_are_summed_up_by_whether_their_steps_were_met(serve: Serve, saved: Callable[..., Path]) -> None:
    turn = iter(range(100))
    lock = threading.Lock()

    def behave(peer: Peer) -> None:
        with lock:
            number = next(turn)
        peer.read()
        peer.send(b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n" % (503 if number % 3 == 0 else 200))
        peer.read_to_end()

    path = saved(serve(behave).target, GET + OK)
    async with desk() as d:
        await ask(d, path)
        await choose(d, "where", "many new connections")
        d.app.screen.query_one("#replay-form").go_to("count")
        await d.press("ctrl+u", "6", "enter")
        await d.until_drawn("6 connections: 4 done, 2 failed (first: ")
        await d.until(lambda: all(one.over for one in d.bench.sessions))
        await d.press("alt+m")
        await d.until_drawn("✓ done                 4")
        await d.until_drawn("✕   not met            2")
        await d.press("end", *["down"] * 9, "enter")
        await d.until_drawn("connections · not met of 6")
        assert len([line for line in d.lines if "! step 2" in line and "/6 " in line]) >= 2


async def test_stopping_many_opens_no_more(serve: Serve, saved: Callable[..., Path]) -> None:
    path = saved(serve(behaviours.echo).target, step('pause = "1h"'), "none")
    async with desk() as d:
        await ask(d, path)
        await choose(d, "where", "many new connections")
        d.app.screen.query_one("#replay-form").go_to("count")
        await d.press("ctrl+u", "3", "0", "0", "enter")
        await d.until_drawn("under way")
        await d.press("alt+q")
        await d.until(lambda: (one := d.bench.replaying) is not None and one.over, "the end of all")
        opened = len(list(d.bench.sessions))
        assert d.bench.groups[0].tally.asked == opened
        await d.until(lambda: all(one.over for one in d.bench.sessions))
        await d.until_drawn(f"{opened} connections: {opened} stopped")


# Recorded ones


async def test_what_was_typed_is_replayed_by_answers(serve: Serve) -> None:
    server = serve(talks(b"one\n", b"two\n"))
    async with desk(server.target, framing="line") as d:
        await d.until_drawn("ESTABLISHED")
        for line in (b"a\n", b"b\n"):
            before = d.session.story.read
            d.workbench.submit(Send(d.session.conn, line))
            await d.until(lambda before=before: d.session.story.read > before)
        await d.press("alt+r")
        await asked(d)
        assert "Replay connection 1, 4 steps" in d.drawn
        await d.press("enter")
        await d.until(lambda: len(list(d.bench.sessions)) == 2)
        await d.until_drawn("✓ all steps are done")
        for words in ("✓ 1 send a", "✓ 2 wait message", "✓ 3 send b", "✓ 4 wait message"):
            assert words in d.drawn
        assert d.session.story.taken == 4


async def test_what_is_too_long_to_be_replayed_says_what_to_do(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tcptui.ui.recordedturns.MOST", 10)
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("ESTABLISHED")
        d.workbench.submit(Send(d.session.conn, b"longer than ten\n"))
        await d.until(lambda: d.session.story.read == 16)
        await d.press("alt+r")
        await d.until_drawn("more than 10 B were said here, too much to replay at once: select a part")


async def test_a_past_run_is_replayed(serve: Serve) -> None:
    server = serve(behaviours.echo)
    run = record(server.target)
    async with desk() as d:
        await d.press("ctrl+o")
        await d.until_drawn("127.0.0.1")
        await d.press("enter")
        await d.until(lambda: d.bench.sessions.current and d.session.story.verdict)
        await d.press("alt+r")
        await asked(d)
        assert f"connection 1 of {run}" in d.drawn
        await d.press("enter")
        await d.until(lambda: d.session.recording is None)
        await d.until_drawn("✓ all steps are done")
        assert d.session.story.taken == 7
        assert "✓ 2 wait 7 bytes" in d.drawn


async def test_the_secrets_of_a_past_run_are_those_of_its_replay(serve: Serve) -> None:
    server = serve(behaviours.echo)
    record(server.target, said=b"AUTH hunter2\r\n", secrets=((5, 12),))
    async with desk() as d:
        await d.press("ctrl+o")
        await d.until_drawn("127.0.0.1")
        await d.press("enter")
        await d.until(lambda: d.bench.sessions.current and d.session.story.verdict)
        await d.press("alt+r")
        await asked(d)
        await d.press("enter")
        await d.until(lambda: d.session.recording is None)
        await d.until_drawn("✓ all steps are done")
        concealed = d.session.log.concealed
        assert concealed(d.session.conn, "out", 0, 14) == concealed(d.session.conn, "in", 0, 14) == [(5, 12)]


async def test_a_past_run_is_replayed_out_of_the_list(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    run = record(target, target)
    async with desk() as d:
        await d.press("ctrl+o")
        await d.until_drawn(f"   2  {target}")
        await d.press("alt+r")
        await asked(d)
        assert f"connection 1 of {run}" in d.drawn
        await d.press("escape", "ctrl+o")
        await d.until_drawn(f"   2  {target}")
        await d.press("tab", "down", "alt+r")
        await asked(d)
        assert f"connection 2 of {run}" in d.drawn
        await d.press("escape")
        assert [one.conn for one in d.bench.sessions] == [1, 2]


async def test_where_there_is_nothing_to_replay_that_is_said(serve: Serve) -> None:
    async with desk() as d:
        await d.press("alt+r")
        await d.until_drawn("there is no connection whose bytes could be sent again")
        for key in ("alt+z", "alt+q"):
            await d.press(key)
            await d.until_drawn("replayed here: alt+r does")
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("ESTABLISHED")
        await d.press("alt+r")
        await d.until_drawn("nothing was sent on this connection: there is nothing to replay")
