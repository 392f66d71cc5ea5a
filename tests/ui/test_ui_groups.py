"""Many connections at once: asked for, summed up, listed by how they ended, marked, and closed together."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tcptui.protocol.commands import Send
from tcptui.protocol.endpoint import parse_target
from tcptui.requests.many import Errand
from tcptui.ui.groups import GroupWanted
from tcptui.ui.screens.group import GroupScreen
from tcptui.ui.screens.many_connections import ManyConnections
from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.listening import Behaviour, Peer
from tests.ui.desk import Desk, desk


def wanted(target: str, count: int, message: bytes = b"", pause: float = 0.0) -> GroupWanted:
    errand = Errand((message,), len(message), "none", "echo", 10.0) if message else None
    return GroupWanted(parse_target(target), count, "none", errand, pause)


def every_third_resets() -> Behaviour:
    """An echo, but for every third connection."""
    number = itertools.count(1)

    def behave(peer: Peer) -> None:
        if next(number) % 3 == 0:
            peer.read()
            peer.reset()
        else:
            behaviours.echo(peer)

    return behave


async def standing(d: Desk, count: int) -> None:
    await d.until(lambda: len([one for one in d.bench.sessions if one.story.phase == "open"]) == count)


async def test_asked_for_in_the_dialog_and_summed_up(serve: Serve) -> None:
    server = serve(every_third_resets())
    async with desk() as d:
        await d.press("alt+m")
        await d.until(lambda: isinstance(d.app.screen, ManyConnections))
        await d.type(server.target)
        await d.press("down", "ctrl+u", "9", "down")
        await d.type(r"hello\r\n")
        await d.press("enter")
        await d.until(lambda: isinstance(d.app.screen, GroupScreen))
        await d.until(lambda: d.bench.groups[0].tally.summary().over)
        summary = d.bench.groups[0].tally.summary()
        assert (summary.done, summary.failed, summary.sent, summary.received) == (6, (("reset", 3),), 63, 42)
        await d.until_drawn("✕   reset              3")
        await d.press("down", "down", "down", "down", "enter")
        await d.until_drawn("connections · failed of 9")
        rows = [line for line in d.lines if "! reset" in line and "127.0.0.1" in line]
        assert len(rows) >= 3
        await d.press("enter")
        await d.until(lambda: d.bench.prompt.has_focus)
        verdict = d.session.story.verdict
        assert verdict is not None
        assert verdict.outcome == "reset"


async def test_what_cannot_be_understood_is_said_in_place() -> None:
    async with desk() as d:
        await d.press("alt+m")
        await d.type("127.0.0.1:1")
        await d.press("down", "x", "enter")
        await d.until_drawn("'x' is no whole number")
        assert d.app.focused is not None
        assert d.app.focused.id == "many-count"
        await d.press("escape")
        assert not d.bench.groups


async def test_what_ended_as_it_should_is_no_news(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk() as d:
        d.bench.open_group(wanted(server.target, 5, b"ping"))
        await d.until(lambda: d.bench.groups[0].tally.summary().done == 5)
        await d.until_drawn("0 of 5 open ")
        assert not any(session.pressing for session in d.bench.sessions)


async def test_broken_answers_on_connections_that_stand_are_news_and_can_be_listed(serve: Serve) -> None:
    number = itertools.count(1)

    def behave(peer: Peer) -> None:
        peer.read()
        peer.send(b"+PONG\r\n" if next(number) % 2 else b"5:no netstring")
        peer.hold()

    target = serve(behave).target
    async with desk(size=(120, 40)) as d:
        d.bench.open_group(GroupWanted(parse_target(target), 4, "resp"))
        await standing(d, 4)
        for session in d.bench.sessions:
            d.workbench.submit(Send(session.conn, b"PING\r\n"))
        await d.until(lambda: d.bench.groups[0].tally.summary().broken == 2)
        await d.until(lambda: d.bench.groups[0].tally.summary().answer is not None)
        others = [session for session in d.bench.sessions if session is not d.session]
        broken = [session for session in others if session.story.answers[-1].problem]
        assert [session for session in others if session.pressing] == broken
        await d.press("alt+m")
        await d.until_drawn("!   bad framing        2")
        await d.press("down", "down", "down", "enter")
        await d.until_drawn("connections · bad framing of 4")
        await d.until_drawn("! bad framing")


async def test_marked_ones_are_closed_together_and_their_tabs_too(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk() as d:
        d.bench.open_group(wanted(server.target, 5))
        await standing(d, 5)
        await d.press("alt+l", "home", "space", "down", "space")
        await d.until_drawn("◆ 2 marked")
        assert d.bench.sessions.marked == {1, 3}
        assert [session.key for session in d.bench.sessions.marked_ones()] == [1, 3]
        await d.press("f7")
        await d.until_drawn("Close 2 open connections that are marked?")
        await d.press("f7")
        await d.until(lambda: [one.key for one in d.bench.sessions.open()] == [2, 4, 5])
        await d.until_drawn("3 of 5 open")
        await d.press("ctrl+w")
        await d.until(lambda: [one.key for one in d.bench.sessions] == [2, 4, 5])
        assert d.bench.sessions.marked == set()


async def test_all_that_are_shown_are_marked_and_no_more(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk() as d:
        d.bench.open_group(wanted(server.target, 12))
        await standing(d, 12)
        await d.press("alt+l", "2", "/", "ctrl+a")  # the second and the twelfth
        await d.until_drawn("◆ 2 marked")
        assert d.bench.sessions.marked == {2, 12}
        await d.press("escape", "ctrl+a")
        assert len(d.bench.sessions.marked) == 12
        await d.press("ctrl+a")
        assert d.bench.sessions.marked == set()
        await d.press("end", "f8", "y")
        await d.until(lambda: len(d.bench.sessions.open()) == 11)
        assert d.bench.sessions.find(12) not in d.bench.sessions.open(), "with none marked, the one under the cursor"


async def test_a_click_marks(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk(size=(120, 40)) as d:
        d.bench.open_group(wanted(server.target, 4))
        await standing(d, 4)
        await d.until_drawn(" 2 ● 2/4 127")
        row = next(y for y, line in enumerate(d.lines) if " 2 ● 2/4 127" in line)
        left = d.lines[row].index("2 ● 2/4") - 4
        await d.pilot.click(offset=(left, row))
        await d.until_drawn("◆   2 ●")
        await d.pilot.click(offset=(left + 9, row + 1), control=True)
        await d.until_drawn("◆ 2 marked")
        assert d.session.key == 1, "a mark brings nothing into view"
        await d.pilot.click(offset=(left, row))
        assert d.bench.sessions.marked == {3}


async def test_the_palette_closes_what_is_marked(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk() as d:
        d.bench.open_group(wanted(server.target, 3))
        await standing(d, 3)
        await d.press("ctrl+p")
        await d.type("mark all conn")
        await d.until_drawn("Mark all connections, or none")
        await d.press("down", "enter")
        await d.until(lambda: d.bench.sessions.marked == {1, 2, 3})
        await d.press("ctrl+p")
        await d.type("abort all marked")
        await d.until_drawn("Abort all marked connections")
        await d.press("down", "enter")
        await d.until_drawn("Abort 3 open connections that are marked?")
        await d.press("y")
        await d.until(lambda: not d.bench.sessions.open())


async def test_a_group_is_closed_while_it_is_still_being_opened(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk() as d:
        d.bench.open_group(wanted(server.target, 1000, pause=0.05))
        await d.until(lambda: d.bench.groups[0].tally.summary().open >= 2)
        await d.press("alt+m", "f7")
        await d.until_drawn("of this group?")
        await d.press("y")
        await d.until(lambda: d.bench.groups[0].tally.summary().over)
        opened = d.bench.groups[0].opened
        assert opened < 100
        await d.pilot.pause(0.2)
        assert d.bench.groups[0].opened == opened, "none is opened after that"
        await d.press("n")
        await d.until(lambda: isinstance(d.app.screen, ManyConnections))


async def test_tabs_of_a_group_fold_with_their_number(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk(size=(80, 24)) as d:
        d.bench.open_group(wanted(server.target, 60))
        await standing(d, 60)
        await d.press("alt+9")
        await d.until_drawn(" 9 ● 9/60")
        before, after = (
            int("".join(filter(str.isdigit, part))) for part in (d.lines[0].split()[1], d.lines[0].split()[-3])
        )
        shown = d.lines[0].count("/60")
        assert before + shown + after == 60
        assert "‹" in d.lines[0]
        assert "›" in d.lines[0]


@pytest.fixture
def echo() -> Iterator[str]:
    """An echo server in a process of its own: a thousand threads would be the machine's test, not ours."""
    command = [sys.executable, "-m", "tests.benchmarks.manypeers", "echo"]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


async def test_a_thousand_echo_while_the_screen_lives(echo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.ui.desk._PATIENCE", 20.0)
    async with desk(size=(120, 40)) as d:
        d.bench.open_group(wanted(echo, 1000))
        await d.type("typed while they open")
        await d.until_drawn("typed while they open")
        await d.until(lambda: d.bench.groups[0].tally.summary().open == 1000)
        await d.until_drawn("1000 of 1000 open")
        d.bench.open_group(wanted(echo, 1000, b"said by each"))
        await d.until(lambda: d.bench.groups[1].tally.summary().over)
        summary = d.bench.groups[1].tally.summary()
        assert (summary.done, summary.sent, summary.received) == (1000, 12_000, 12_000)
        await d.until_drawn("1000 of 2000 open")
