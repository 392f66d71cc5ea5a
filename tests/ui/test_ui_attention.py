"""Badges: the gravest thing since a connection was looked at."""

from __future__ import annotations

import pytest

from tcptui.diagnosis.story import Story
from tcptui.protocol import events as ev
from tcptui.ui.attention import Attention, Badge

ADDRESS = ev.Address("ipv4", "127.0.0.1", 80)


def _figures(*, window: int = 1, again: int = 0) -> ev.KernelSample:
    raw = bytearray(232)
    raw[0] = 1
    raw[100:104] = again.to_bytes(4, "little")
    raw[228:232] = window.to_bytes(4, "little")
    return ev.KernelSample(1, 5, bytes(raw), 0)


def _after(*events: ev.Event, looked_at: int = 0) -> Badge | None:
    """The badge after these events, the connection having been looked at after so many of them."""
    story, attention = Story(1), Attention()
    for number, event in enumerate((ev.Connected(1, 1, ADDRESS, ADDRESS, 1, 0.1), *events)):
        story.on(event)
        attention.on(event, story)
        if number <= looked_at:
            attention.seen(story)
    return attention.badge


@pytest.mark.parametrize(
    ("event", "mark", "words"),
    [
        (ev.PeerFin(1, 5, 0), "!", "FIN"),
        (ev.PeerRst(1, 5, 104, "ECONNRESET", "recv"), "!", "reset"),
        (ev.Message(1, 5, "in", 1, 0, 4, "message", False, False, 0, problem="It breaks."), "!", "bad framing"),
        (ev.NetworkError(1, 5, 113, "EHOSTUNREACH", "no route", True), "!", "EHOSTUNREACH"),
        (_figures(window=0), "!", "zero window"),
        (_figures(again=3), "!", "3 retrans"),
        (ev.Arrived(1, 5, 2, ADDRESS), "•", "1 client"),
    ],
)
def test_what_happened_is_said_in_a_word(event: ev.Event, mark: str, words: str) -> None:
    badge = _after(event)
    assert badge is not None
    assert (badge.mark, badge.words) == (mark, words)


def test_nothing_happened() -> None:
    assert _after(_figures()) is None


def test_looking_clears_it() -> None:
    assert _after(ev.PeerFin(1, 5, 0), looked_at=1) is None
    assert _after(_figures(again=3), looked_at=1) is None
    more = _after(_figures(again=3), _figures(again=5), looked_at=1)
    assert more is not None
    assert more.words == "2 retrans", "counted from what was seen"


def test_the_gravest_stands() -> None:
    badge = _after(ev.PeerRst(1, 5, 104, "ECONNRESET", "recv"), ev.PeerFin(1, 6, 0))
    assert badge is not None
    assert badge.words == "reset"


def test_bytes_are_mere_news() -> None:
    attention = Attention()
    attention.moved(1200)
    attention.moved(300)
    assert attention.badge == Badge("•", "event", "+1.5 kB")
    attention.seen(Story(1))
    assert attention.badge is None
