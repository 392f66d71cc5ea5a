"""What a hostile peer sends, end to end: through the engine and the record onto the screen, where none of it acts."""

from __future__ import annotations

import unicodedata

import pytest

from tests.conftest import Serve
from tests.servers.listening import Peer
from tests.ui.desk import Desk, desk

PAYLOADS = {
    "osc": (b"\x1b]0;owned\x07\x1b]52;c;aGk=\x1b\\\n", "␛]0;owned␇␛]52;c;aGk=␛\\␊"),
    "csi": (b"\x1b[2J\x1b[H\x1b[31mred\x1b[0m\n", "␛[2J␛[H␛[31mred␛[0m␊"),
    "dcs": (b"\x1bP$q\"p\x1b\\\n", "␛P$q\"p␛\\␊"),
    "c1 raw": (b"\x9b2J\x9d0;x\x9c\x90q\x9c\n", "\\x9b2J\\x9d0;x\\x9c\\x90q\\x9c␊"),
    "c1 utf-8": (b"\xc2\x9b2J\xc2\x9d0;x\n", "‹U+009B›2J‹U+009D›0;x␊"),
    "bidi": ("\u202egnp.exe\u2066x\u2069\u200b\n".encode(), "‹U+202E›gnp.exe‹U+2066›x‹U+2069›‹U+200B›␊"),
    "overwriting": (b"secret\rpublic\x08\x08ab\n", "secret␍public␈␈ab␊"),
    "nul and del": (b"a\x00b\x7f\x0e\x0f\n", "a␀b␡␎␏␊"),
    "invalid utf-8": (b"\xff\xfe\xc3( \xed\xa0\x80\n", "\\xff\\xfe\\xc3( \\xed\\xa0\\x80␊"),
    "markup": (b"[/markup] [link=/x]y[/] [@click=quit]z[/]\n", "[/markup] [link=/x]y[/] [@click=quit]z[/]␊"),
}  # fmt: skip


def assert_harmless(desk: Desk) -> None:
    for line in desk.lines:
        assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")], repr(line)


@pytest.mark.parametrize("name", PAYLOADS)
async def test_a_payload_is_shown_and_does_nothing(serve: Serve, name: str) -> None:
    payload, seen = PAYLOADS[name]

    def behave(peer: Peer) -> None:
        peer.send(payload)
        peer.hold()

    async with desk(serve(behave).target) as d:
        await d.until_drawn(seen)
        assert_harmless(d)
        await d.press("f5")
        await d.until_drawn("session · hex")
        assert_harmless(d)


async def test_an_escape_that_is_split_by_a_row(serve: Serve) -> None:
    def behave(peer: Peer) -> None:
        peer.send(b"x" * 1023 + b"\x1b[31m" + b"y" * 1018 + "€".encode() + b"\n")
        peer.hold()

    async with desk(serve(behave).target) as d:
        await d.until(lambda: d.session.story.read == 2050)
        await d.until_drawn("␊")
        assert_harmless(d)
        assert "␛" in d.drawn


async def test_a_million_characters_without_a_newline(serve: Serve) -> None:
    def behave(peer: Peer) -> None:
        peer.send(b"\x1b" * 1_000_000)
        peer.hold()

    async with desk(serve(behave).target) as d:
        await d.until(lambda: d.session.story.read == 1_000_000)
        await d.until_drawn("␛␛␛␛")
        assert_harmless(d)
        await d.press("pageup", "home")
        await d.until_drawn("connected to")
        assert_harmless(d)


async def test_what_is_typed_can_not_act_either() -> None:
    async with desk() as d:
        await d.type("a\x1b[2J\u202eb")
        await d.until_drawn("a␛[2J‹U+202E›b")
        assert_harmless(d)
