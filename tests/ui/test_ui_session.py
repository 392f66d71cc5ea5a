"""A connection from the first key to the verdict, on real sockets."""

from __future__ import annotations

import pytest

from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.listening import Peer
from tests.ui.desk import desk


async def test_a_hand_typed_get(serve: Serve) -> None:
    server = serve(behaviours.answer_and_keep_open)
    async with desk(server.target) as d:
        await d.until_drawn("connected to")
        await d.press(*"GET", "space", "/", "space", *"HTTP/1.1")
        assert "› GET / HTTP/1.1␍␊" in d.drawn
        await d.press("enter")
        await d.until_drawn("→ GET / HTTP/1.1␍␊")
        await d.type("Host: x")
        await d.press("enter", "enter")
        await d.until_drawn("complete: 200")
        pane = "\n".join(d.pane())
        assert "→ Host: x␍␊" in pane
        assert "← HTTP/1.1 200 OK␍␊" in pane
        assert "← Content-Length: 100␍␊" in pane
        await d.until_drawn("complete answer 200")
        assert "● ESTABLISHED" in d.drawn
        assert d.workbench.log.read(1, "out", 0, 99) == b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def test_a_block_goes_out_whole(serve: Serve) -> None:
    server = serve(behaviours.answer_and_keep_open)
    async with desk(server.target) as d:
        await d.type("GET / HTTP/1.1")
        await d.press("ctrl+j")
        await d.type("Host: x")
        await d.press("ctrl+j")
        assert [line.strip("┃ ")[:20].rstrip() for line in d.lines[-5:-2]] == [
            "› GET / HTTP/1.1␍␊",
            "· Host: x␍␊",
            "· ␍␊",
        ]
        await d.press("enter")
        await d.until_drawn("complete: 200")
        assert d.workbench.log.read(1, "out", 0, 99) == b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
        await d.press("up")
        assert d.bench.prompt.editor.text == "GET / HTTP/1.1\nHost: x\n"


async def test_the_end_of_line_can_be_chosen(serve: Serve) -> None:
    server = serve(behaviours.answer_and_keep_open)
    async with desk(server.target, eol="lf") as d:
        await d.until_drawn("session · text · LF")
        await d.type("a")
        await d.press("enter", "f9", "b", "enter", "f9", "c", "enter", "f9", "d", "enter")
        await d.until(lambda: d.workbench.log.read(1, "out", 0, 99) == b"a\nb\rcd\r\n")
        assert "session · text · CRLF" in d.drawn


async def test_a_reset_and_its_verdict_while_one_types(serve: Serve) -> None:
    server = serve(behaviours.reset_before_answer)
    async with desk(server.target) as d:
        await d.type("GET / HTTP/1.1\n")
        await d.press("enter")
        await d.until(lambda: d.session.over)
        await d.type("still here")
        await d.until_drawn("✕ reset")
        await d.until_drawn("Esc hides")
        assert "› still here" in d.drawn
        assert d.bench.prompt.has_focus
        await d.press("enter")
        assert d.session.editor.text == "still here"
        assert "this connection is over" in d.drawn


async def test_the_verdict_can_be_hidden_and_shown(serve: Serve) -> None:
    server = serve(behaviours.reset_before_answer)
    async with desk(server.target) as d:
        await d.press("x", "enter", "enter")
        await d.until_drawn("Esc hides")
        await d.press("escape")
        assert "Esc hides" not in d.drawn
        assert d.bench.prompt.has_focus
        await d.press("f6")
        await d.until_drawn("Esc hides")


async def test_refused(serve: Serve) -> None:
    async with desk("127.0.0.1:1") as d:
        await d.until_drawn("✕ refused")
        await d.until_drawn("the connection was refused")


async def test_half_closing_is_asked_once(serve: Serve) -> None:
    def until_our_fin(peer: Peer) -> None:
        peer.read_to_end()
        peer.send(b"bye\n")

    async with desk(serve(until_our_fin).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("a", "ctrl+d")
        assert d.app.screen is d.bench, "ctrl+d on a line that is not empty only deletes"
        await d.press("enter", "ctrl+d")
        await d.until_drawn("Close your side of the connection?")
        await d.press("ctrl+d")
        await d.until_drawn("we closed our side")
        await d.until_drawn("← bye␊")


async def test_declining_changes_nothing(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_and_keep_open).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("ctrl+d")
        await d.until_drawn("Close your side of the connection?")
        await d.press("n")
        await d.until(lambda: d.app.screen is d.bench)
        assert d.session.story.half_closed is None


async def test_reconnecting_takes_the_draft_along(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_and_keep_open).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("f7")
        await d.until_drawn("this connection is over")
        await d.type("again")
        await d.press("ctrl+t")
        await d.until(lambda: d.session.conn == 2)
        await d.until_drawn("connected to")
        assert d.session.editor.text == "again"
        await d.press("enter")
        await d.until_drawn("→ again␍␊")


async def test_aborting_sends_a_reset(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_and_keep_open).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("f8")
        await d.until_drawn("we aborted the connection (RST)")


async def test_enter_without_a_connection_connects_or_says_how(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk() as d:
        await d.press("enter")
        await d.until_drawn("The target is empty: write host:port")
        await d.type("GET / HTTP/1.0")
        await d.press("enter")
        await d.until_drawn("This request names no Host: to connect first, write host:port")
        await d.press("ctrl+c")
        await d.until(lambda: not d.bench.prompt.editor.text)
        await d.type(server.target)
        await d.press("enter")
        await d.until_drawn("● ESTABLISHED")
        assert d.session.story.taken == 0


async def test_ctrl_c_clears_then_says_how_to_leave(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.type("one\ntwo")
        await d.press("ctrl+c")
        await d.until(lambda: not d.session.editor.text)
        assert "ctrl+q quits" not in d.drawn
        await d.press("ctrl+c", "ctrl+c")
        await d.until_drawn("ctrl+q quits")
        assert d.drawn.count("ctrl+q quits") == 1
        await d.press("f1", "ctrl+c")
        await d.until(lambda: d.app.screen is d.bench)
        await d.press("a")
        await d.until(lambda: "ctrl+q quits" not in d.drawn)


async def test_ctrl_d_behind_a_text_says_why_it_closes_nothing(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("a", "b", "ctrl+d")
        await d.until_drawn("empty the line first: ^d closes our side")
        await d.press("ctrl+a", "ctrl+d")
        assert d.session.editor.text == "b"
        assert "empty the line first" not in d.drawn


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (200, 60), (40, 14)])
async def test_the_verdict_in_short_whole_and_hidden(serve: Serve, size: tuple[int, int]) -> None:
    async with desk(serve(behaviours.reset_mid_body).target, size=size) as d:
        await d.type("GET / HTTP/1.1\n")
        await d.press("enter")
        await d.until_drawn("Esc hides")
        verdict = d.session.story.verdict
        assert verdict is not None
        last = verdict.next[-1].split()[-1]
        assert verdict.summary not in " ".join(d.pane()), "told once"
        await d.until(lambda: any(line.endswith("── ✕ reset") for line in d.pane()))
        if d.bench.card.cut:
            assert "… F6: all of it" in d.drawn
            await d.press("f6")
            await d.until(lambda: "F6: all" not in d.drawn)
            while "… PgDn: more" in d.drawn:
                await d.press("pagedown")
        else:
            assert size == (200, 60)
        assert last in d.drawn
        assert "›" in d.drawn
        await d.press("f6")
        await d.until(lambda: "Esc hides" not in d.drawn)
        await d.until(lambda: "✕ reset: " in "\n".join(d.pane()))
        await d.press("f6")
        await d.until_drawn("Esc hides")
