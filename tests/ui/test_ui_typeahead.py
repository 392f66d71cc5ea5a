"""Keys that a terminal hands over all at once go where the keys before them led."""

from __future__ import annotations

import time

import pytest
from textual import events

from tcptui.ui.composing import ComposeActions
from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.listening import Peer
from tests.ui.desk import Desk, desk

NAMES = {
    "\r": "enter",
    "\x1b": "escape",
    "/": "slash",
    ":": "colon",
    ".": "full_stop",
    "\x0e": "ctrl+n",
    "\x01": "ctrl+a",
    "\x0b": "ctrl+k",
}


def burst(d: Desk, keys: str) -> None:
    """All keys before any of them is looked at."""
    for key in keys:
        d.app.post_message(events.Key(NAMES.get(key, key), key))


async def test_what_is_typed_for_a_dialog_is_not_sent_to_the_peer(serve: Serve) -> None:
    heard: list[bytes] = []

    def listening(peer: Peer) -> None:
        heard.append(peer.read())

    other = serve(behaviours.echo)
    async with desk(serve(listening).target) as d:
        await d.until_drawn("● ESTABLISHED")
        burst(d, f"\x0e{other.target}\r")
        await d.until(lambda: len(d.bench.sessions) == 2)
        await d.until_drawn(f"2 ● {other.target}")
        burst(d, "x\r")
        await d.until_drawn("← x␍␊")
    assert heard in ([], [b""])


async def test_a_search_typed_in_one_go(serve: Serve) -> None:
    def telling(peer: Peer) -> None:
        peer.send(b"the bytes of it, and bytes")
        peer.hold()

    async with desk(serve(telling).target) as d:
        await d.until_drawn("the bytes of it")
        burst(d, "\x1b")
        await d.until(lambda: d.app.focused is d.bench.pane)
        burst(d, "/bytes\r")
        await d.until_drawn("1 of 2")
        assert d.bench.pane.time_mode == "start"


async def test_keys_after_one_that_opens_nothing(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        d.app.post_message(events.Key("f5", None))
        d.app.post_message(events.Key("f24", None))
        burst(d, "hello\r")
        await d.until(lambda: d.session.story.read == 7)
        assert d.bench.pane.view == "hex"


async def test_keys_behind_one_that_holds_the_screen_up_go_to_what_it_opens(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = ComposeActions.action_compose

    def slowly(self: ComposeActions) -> None:
        time.sleep(0.8)  # as the first import does on a slow machine
        opening(self)

    monkeypatch.setattr(ComposeActions, "action_compose", slowly)
    async with desk(serve(behaviours.read_all).target) as d:
        await d.until_drawn("● ESTABLISHED")
        d.app.post_message(events.Key("f2", None))
        burst(d, "\x01\x0bline")
        await d.until_drawn("composer · line")
        assert not d.bench.prompt.editor.text
