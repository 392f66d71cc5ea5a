"""What is shown can be clicked: words of the frame, keys that hints tell, answers, the card."""

from __future__ import annotations

import pytest

from tcptui.ui.keymap import key_in
from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import Desk, desk


async def click(d: Desk, text: str, within: int = 0) -> None:
    """Click where this text is drawn."""
    for y, line in enumerate(d.lines):
        if text in line:
            await d.pilot.click(offset=(line.index(text) + within, y))
            return
    raise AssertionError(f"{text!r} is not drawn:\n{d.drawn}")


@pytest.mark.parametrize(
    ("hint", "word", "key"),
    [
        ("this connection is over: ^t connects again, ^n elsewhere", "connects", "ctrl+t"),
        ("this connection is over: ^t connects again, ^n elsewhere", "elsewhere", "ctrl+n"),
        ("this connection is over: ^t connects again, ^n elsewhere", "over", None),
        ("^] command · ^j block · Esc to scroll", "command", "ctrl+right_square_bracket"),
        ("^] command · ^j block · Esc to scroll", "scroll", "escape"),
        ("F7 stops listening", "stops", "f7"),
        ("a port is no key", "port", None),
        ("", "", None),
    ],
)
def test_a_hint_tells_a_key_at_each_place(hint: str, word: str, key: str | None) -> None:
    assert key_in(hint, hint.index(word)) == key


async def test_words_of_the_title_turn_what_they_tell(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await click(d, "· text ·", 3)
        await d.until_drawn("session · hex")
        await click(d, "CRLF")
        await d.until_drawn("· LF ")
        await click(d, "session ·")
        assert d.bench.pane.view == "hex"


async def test_keys_in_the_frame_and_in_a_notice_work_by_mouse(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await click(d, "Esc to scroll")
        await d.until(lambda: d.bench.pane.has_focus)
        await d.press("i", "f7")
        await d.until_drawn("connects again")
        await click(d, "connects again")
        await d.until(lambda: len(d.bench.sessions) == 2 or not d.session.over)


async def test_a_question_is_answered_by_mouse(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("ctrl+d")
        await d.until_drawn("Close your side of the connection?")
        await click(d, "n no", 2)
        await d.until(lambda: d.app.screen is d.bench)
        assert d.session.story.half_closed is None
        await d.press("ctrl+d")
        await d.until_drawn("Close your side of the connection?")
        await click(d, "y yes", 2)
        await d.until(lambda: d.session.story.half_closed is not None)


async def test_the_card_is_turned_by_mouse(serve: Serve) -> None:
    async with desk(serve(behaviours.reset_mid_body).target) as d:
        await d.type("GET / HTTP/1.1\n")
        await d.press("enter")
        await d.until(lambda: d.bench.card.display)
        before = d.session.card
        await d.pilot.click(d.bench.card, offset=(5, 2))
        await d.until(lambda: d.session.card != before)
