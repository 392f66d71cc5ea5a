"""Secrets on the screen: hidden in every view, shown by one key for one connection, and told where they are copied."""

from __future__ import annotations

import gzip

import pytest
from textual.pilot import Pilot

from tcptui.protocol.commands import Note, Send
from tcptui.protocol.events import Concealed
from tcptui.ui import clipboard
from tests.conftest import Serve
from tests.servers.listening import Peer
from tests.ui.desk import Desk, desk
from tests.ui.panes import alone
from tests.ui.recorded import record
from tests.ui.test_ui_messages import answering, shown, turn
from tests.ui.test_ui_past_runs import open_newest

ASK = b"GET /?key=k3ys HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t0ken\r\n\r\n"
KEY = (ASK.index(b"k3ys"), ASK.index(b"k3ys") + 4)
BODY = gzip.compress(b'{"key":"k3ys!","a":1}', mtime=0)
ANSWER = (
    b"HTTP/1.1 200 OK\r\nSet-Cookie: sid=c00kie\r\nContent-Type: application/json\r\n"
    b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BODY)
) + BODY
SECRETS = ("k3ys", "t0ken", "c00kie")


async def ask(d: Desk) -> None:
    """Send the request, its key told as a secret, and wait for the answer."""
    d.workbench.submit(Send(d.session.conn, ASK, (KEY,)))
    await d.until(lambda: d.session.story.read >= len(ANSWER), "the answer")


def hidden(text: str) -> bool:
    return not any(secret in text for secret in SECRETS)


async def to_pane(d: Desk) -> None:
    await d.press("escape")
    await d.until(lambda: d.bench.front.has_focus, "the keys in the pane")


async def click_title(pilot: Pilot[None], d: Desk, word: str) -> None:
    row = next(y for y, line in enumerate(d.lines) if "━ session" in line or "─ session" in line)
    await pilot.click(offset=(d.lines[row].index(word) + 1, row))


async def test_a_key_shows_what_is_hidden_and_hides_it_again(serve: Serve) -> None:
    async with desk(serve(answering(ANSWER)).target) as d:
        await ask(d)
        await d.until_drawn("secrets hidden")
        assert hidden(d.drawn)
        assert "GET /?key=•••• HTTP/1.1␍␊" in d.drawn
        assert "Authorization: ••••••••••••␍␊" in d.drawn
        await to_pane(d)
        await d.until_drawn("u show secrets")
        await d.press("u")
        await d.until_drawn("u hide secrets")
        assert "secrets shown" in d.drawn
        assert all(secret in d.drawn for secret in SECRETS)
        await d.press("h")
        await d.until_drawn("42 65 61 72 65 72 20  74")
        await d.press("u")
        await d.until_drawn("secrets hidden")
        assert "42 65 61 72" not in d.drawn
        assert "•• •• ••" in d.drawn


async def test_nothing_is_said_where_nothing_is_hidden(serve: Serve) -> None:
    async with desk(serve(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")).target) as d:
        d.workbench.submit(Send(d.session.conn, b"GET / HTTP/1.1\r\nX: \xe2\x80\xa2\r\n\r\n"))
        await d.until_drawn("200 OK")
        await to_pane(d)
        await d.until_drawn("v select")
        assert "secrets" not in d.drawn
        assert "•" in d.drawn


async def test_a_click_on_the_word_in_the_title_does_it_too(serve: Serve) -> None:
    async with desk(serve(answering(ANSWER)).target) as d:
        await ask(d)
        await d.until_drawn("secrets hidden")
        await click_title(d.pilot, d, "secrets hidden")
        await d.until_drawn("Bearer t0ken")
        await click_title(d.pilot, d, "secrets shown")
        await d.until_drawn("secrets hidden")


async def test_each_connection_has_its_own_and_a_setting_says_how_it_begins(serve: Serve) -> None:
    server = serve(answering(ANSWER))
    async with desk(server.target, show_secrets=True) as d:
        await ask(d)
        await d.until_drawn("Bearer t0ken")
        await to_pane(d)
        await d.press("u")
        await d.until_drawn("secrets hidden")
        await d.press("ctrl+t")
        await d.until(lambda: d.session.conn == 2 and d.session.story.phase == "open")
        await d.until_drawn("secrets shown")
        await d.press("alt+1")
        await d.until_drawn("secrets hidden")


async def test_what_is_told_late_is_hidden_in_what_was_drawn_already(serve: Serve) -> None:
    def greet(peer: Peer) -> None:
        peer.send(b"your ticket is 4711\r\n")
        peer.hold()

    async with desk(serve(greet).target) as d:
        await d.until_drawn("your ticket is 4711␍␊")
        d.workbench.submit(Note(d.session.conn, Concealed(d.session.conn, 0, "in", 15, 19)))
        await d.until_drawn("your ticket is ••••␍␊")
        assert "4711" not in d.drawn


async def test_the_messages_hide_them_in_every_form(serve: Serve) -> None:
    async with desk(serve(answering(ANSWER)).target) as d:
        await ask(d)
        await turn(d, "→", "←")
        await d.until_drawn("secrets hidden")
        assert any("GET /?key=•••• HTTP/1.1" in line for line in shown(d))
        await d.press("home", "enter")
        await d.until_drawn("Authorization         ••••••••••••")
        await d.press("end", "enter")
        await d.until_drawn("JSON set out")
        for _ in range(3):
            assert hidden("\n".join(shown(d)))
            assert "•••" in "\n".join(shown(d))
            await d.press("r")
        assert "u show secrets" in d.drawn
        await d.press("u")
        await d.until_drawn("sid=c00kie")
        assert "Bearer t0ken" in d.drawn
        assert "GET /?key=k3ys" in d.drawn


async def test_copies_are_exact_and_say_that_secrets_are_in_them(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    monkeypatch.setattr(clipboard, "to_desktop", lambda text: not taken.append(text))
    async with desk(serve(answering(ANSWER)).target) as d:
        await ask(d)
        await to_pane(d)
        await d.press("v", "home", "y")
        await d.until_drawn("Copy what is selected as")
        await d.press("e")
        await d.until_drawn("secrets included")
        assert "Bearer t0ken" in taken[-1]
        await turn(d, "→")
        await d.press("home", "y", "t")
        await d.until(lambda: len(taken) == 2)
        assert taken[-1] == ASK.decode().replace("\r\n", "\n")
        await d.until_drawn(f"copied {len(ASK)} bytes as text, secrets included, to the clipboard")


async def test_a_recording_hides_what_its_record_tells(serve: Serve) -> None:
    record(serve(answering(ANSWER)).target, said=ASK, secrets=(KEY,))
    async with desk() as d:
        await open_newest(d)
        await d.until_drawn("GET /?key=•••• HTTP/1.1␍␊")
        assert hidden(d.drawn)


async def test_the_events_view_tells_that_there_is_a_secret_and_not_which(serve: Serve) -> None:
    server = serve(lambda peer: (peer.send(b"Token: c00kie\r\n"), peer.hold()))
    async with desk(server.target, framing="line") as d:
        d.workbench.submit(Send(d.session.conn, b"AUTH k3ys\r\n", ((5, 9),)))
        await d.until_drawn("Token: ••••••")
        await d.press("f4")
        await d.until_drawn("4 bytes sent, from byte 5 on, are a secret: they are hidden")
        await d.press("end")
        for _ in range(4):
            await d.press("right")
        await d.until_drawn("a whole message")
        assert hidden(d.drawn)
        assert "AUTH ****" in d.drawn
        assert "Token: ******" in d.drawn


async def test_what_is_told_meanwhile_moves_nothing() -> None:
    async with alone(*((1, "in", b"%03d " % n + b"x" * 100 + b"\n") for n in range(30))) as a:
        await a.press("up", "up", "up")
        await a.more((1, "in", b"new\n"))
        before = a.lines()
        assert "1 new" in before[-1]
        a.pane.secrets = 1
        await a.pilot.pause()
        assert a.lines()[:-1] == before[:-1]
        assert "1 new" in a.lines()[-1]


async def test_the_word_for_what_is_hidden_does_not_blink_while_it_flows_by() -> None:
    async with alone((1, "in", b"Token: a\n")) as a:
        assert a.pane.hides
        await a.more(*((1, "in", b"%d\n" % n) for n in range(30)))
        assert "•" not in "".join(a.lines())
        assert a.pane.hides
        await a.press("up")
        assert a.lines()
        assert not a.pane.hides
        await a.press("home")
        assert a.lines()[0].endswith("Token: •␊")
        assert a.pane.hides
