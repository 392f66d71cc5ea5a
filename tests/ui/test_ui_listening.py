"""Listeners on the screen: begun by a dialog, answered by hand, by a script, and by hand instead of it."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

from tests.ui.desk import Desk, desk


@contextlib.contextmanager
def client(one: Desk) -> Iterator[socket.socket]:
    """Someone who connects to the listener in view."""
    listening = one.session.story.listening
    assert listening is not None
    with socket.create_connection((listening.address.host, listening.address.port), 10) as sock:
        yield sock


async def listen(one: Desk, *keys: str) -> None:
    """Have the dialog listen on a free port. keys: pressed before its Enter."""
    await one.press("ctrl+l", *keys, "enter")
    await one.until(lambda: one.bench.sessions.current is not None and one.session.story.listening is not None)


async def test_answer_by_hand_as_a_server() -> None:
    async with desk() as one:
        await listen(one)
        assert "◎ listen 127.0.0.1:" in one.lines[0]
        with client(one) as peer:
            peer.sendall(b"who is there?\n")
            await one.until(lambda: len(one.bench.sessions) == 2)
            assert one.session.story.is_listener  # what comes takes nobody's view away
            await one.press("ctrl+pagedown")
            await one.until(lambda: any("who is there?" in line for line in one.pane()))
            await one.type("me")
            await one.press("enter")
            await one.until(lambda: any("→ me" in line for line in one.pane()))
            assert peer.recv(100) == b"me\r\n"
            peer.close()
            await one.until(lambda: one.session.story.fin is not None)
        await one.press("f7")
        await one.until(lambda: one.session.story.verdict is not None)
        assert "The client closed its side" in one.session.story.verdict.summary


async def test_a_script_answers_until_the_person_takes_over() -> None:
    async with desk() as one:
        await listen(one, "down")
        with client(one) as peer:
            await one.until(lambda: len(one.bench.sessions) == 2)
            await one.press("ctrl+pagedown")
            peer.sendall(b"to the script")
            assert peer.recv(100) == b"to the script"
            await one.press("alt+a")
            await one.until(lambda: one.session.story.answered_by == "person")
            assert "you answer" in one.drawn
            peer.sendall(b"to the person")
            await one.until(lambda: any("to the person" in line for line in one.pane()))
            await one.type("it is me")
            await one.press("enter")
            assert peer.recv(100) == b"it is me\r\n"
            await one.press("alt+a")
            await one.until(lambda: one.session.story.answered_by == "script")
            peer.sendall(b"again")
            assert peer.recv(100) == b"again"


async def test_messages_are_told_apart_as_wanted() -> None:
    async with desk() as one:
        await one.press("ctrl+l", "tab")
        await one.type("length:u8")
        await one.press("enter")
        await one.until(lambda: one.bench.sessions.current is not None and one.session.story.listening is not None)
        with client(one) as peer:
            peer.sendall(b"\3abc")
            await one.until(lambda: len(one.bench.sessions) == 2)
            await one.press("ctrl+pagedown")
            await one.until_drawn("abc")
            assert one.session.story.framing == "length:u8"
            await one.press("ctrl+pageup", "f7")
            await one.until(lambda: one.session.over)
            await one.press("ctrl+t")
            await one.until(lambda: len(one.bench.sessions) == 3 and one.session.story.listening is not None)
            assert one.session.story.framing == "length:u8"


async def test_a_request_is_told_as_one() -> None:
    async with desk() as one:
        await listen(one)
        with client(one) as peer:
            peer.sendall(b"GET / HTTP/1.0\r\n\r\n")
            await one.until(lambda: len(one.bench.sessions) == 2)
            await one.press("ctrl+pagedown")
            await one.until_drawn("a whole request: 18 bytes")
            await one.until_drawn("whole request")


async def test_a_framing_that_is_not_known_is_told() -> None:
    async with desk() as one:
        await one.press("ctrl+l", "tab")
        await one.type("nothing")
        await one.press("enter")
        await one.until_drawn("'nothing' is no framing")
        await one.press("escape")
        assert not len(one.bench.sessions)


async def test_where_to_listen_is_told_when_it_is_not_understood() -> None:
    async with desk() as one:
        await one.press("ctrl+l")
        await one.type("80x")
        await one.press("enter")
        await one.until(lambda: "is nowhere to listen" in one.drawn)
        await one.press("escape")
        await one.until(lambda: "Where to?" in one.drawn)
        assert not len(one.bench.sessions)


async def test_a_port_in_use_has_a_verdict() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with desk() as one:
            await one.press("ctrl+l")
            await one.type(str(taken.getsockname()[1]))
            await one.press("enter")
            await one.until(lambda: one.bench.card.display)
            assert "already in use" in one.drawn


async def test_a_listener_that_stopped_listens_again() -> None:
    async with desk() as one:
        await listen(one)
        first = one.session
        await one.press("f7")
        await one.until(lambda: first.over)
        await one.press("ctrl+t")
        await one.until(lambda: one.session is not first and one.session.story.listening is not None)
        assert one.session.story.listening.address == first.story.listening.address


async def test_what_is_typed_on_a_listener_stays() -> None:
    async with desk() as one:
        await listen(one)
        await one.type("to nobody")
        await one.press("enter")
        assert one.session.editor.text == "to nobody"
        await one.until_drawn("nothing was sent: a listener has no peer")


async def test_on_a_low_screen_who_answers_stays_in_sight() -> None:
    async with desk(size=(50, 12)) as d:
        await d.press("ctrl+l")
        await d.until_drawn("a free port")
        for chosen in ("echo:", "http:", "app:", "you, by hand"):
            await d.press("down")
            await d.until(lambda chosen=chosen: f"● {chosen}" in d.drawn)
        await d.press("up")
        await d.until_drawn("● app:")
        await d.type("77")
        await d.until(lambda: "▊  77 " in d.drawn)
