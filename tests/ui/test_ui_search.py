"""Searching in the pane: what is typed is counted, Enter and n go there, and what can't be looked for is said."""

from __future__ import annotations

import threading

import pytest
from textual.widgets import Input

from tcptui.journal.search.search import State
from tcptui.protocol.endpoint import parse_target
from tcptui.ui.searching import found_words
from tests.conftest import Serve
from tests.servers.listening import Peer
from tests.ui.desk import Desk, desk
from tests.ui.test_ui_pane import held, numbered


async def search(d: Desk, text: str, *keys: str) -> None:
    """Go up to the pane, open the bar, turn it by keys and type."""
    await d.press("escape", "slash")
    await d.until(lambda: d.bench.query("#search-text"))
    await d.press(*keys)
    await d.until(lambda: isinstance(d.app.focused, Input))
    await d.type(text)


async def test_what_is_typed_is_counted_and_enter_goes_from_match_to_match(serve: Serve) -> None:
    async with desk(serve(held(numbered(500))).target) as d:
        await d.until_drawn("line 499␊")
        await search(d, "line 12")
        await d.until_drawn("11 matches")
        assert d.bench.pane.follows
        await d.press("enter")
        await d.until_drawn("1 of 11 · on from the beginning")
        assert any(line.endswith("line 12␊") for line in d.pane())
        assert not d.bench.pane.follows
        await d.press("enter")
        await d.until_drawn("2 of 11")
        assert any(line.endswith("line 120␊") for line in d.pane())
        await d.press("alt+p", "alt+p")
        await d.until_drawn("11 of 11 · on from the end")


async def test_esc_keeps_the_place_and_n_goes_on_in_the_pane(serve: Serve) -> None:
    async with desk(serve(held(numbered(500))).target) as d:
        await d.until_drawn("line 499␊")
        await search(d, "ne 7")
        await d.press("enter")
        await d.until_drawn("1 of 11")
        await d.press("escape")
        await d.until(lambda: not d.bench.query("#search"))
        assert d.bench.pane.has_focus
        await d.press("n")
        await d.until_drawn("2 of 11")
        assert any(line.endswith("line 70␊") for line in d.pane())
        await d.press("N", "N")
        await d.until_drawn("11 of 11 · on from the end")
        await d.press("slash")
        await d.until(lambda: d.bench.query("#search-text"))
        assert d.bench.query_one("#search-text", Input).value == "ne 7"


def marked(d: Desk, text: str) -> list[str]:
    """The stretches of a line of the pane that are highlighted, and how: reversed is the one that one stands on."""
    pane = d.bench.pane
    found = []
    for strip in pane.render_lines(pane.size.region):
        if text in strip.text:
            found += [
                f"{'current' if style.reverse else 'match'} {piece}"
                for piece, style, _ in strip
                if (style and style.underline) or (style and style.reverse and piece.strip())
            ]
    return found


async def test_matches_on_the_screen_are_marked_and_the_current_one_more(serve: Serve) -> None:
    async with desk(serve(held(b"one two one\nthree one\n")).target) as d:
        await d.until_drawn("three one")
        await search(d, "one")
        await d.press("enter")
        await d.until(lambda: marked(d, "two") == ["current one", "match one"])
        await d.press("f5")
        await d.until(lambda: "current 6f 6e 65" in marked(d, "two"))
        await d.press("f5", "f5", "escape", "escape")
        await d.until(lambda: marked(d, "two") == [])
        assert d.bench.pane.has_focus


@pytest.mark.parametrize(
    ("keys", "text", "told"),
    [
        ((), "absent", "not found: case counts (alt+i)"),
        (("alt+i",), "absent", "not found "),
        (("alt+m",), "0d 0d", "not found "),
        (("alt+i",), "HELLO", "2 matches"),
        (("alt+m",), "0d 0a", "2 matches"),
        (("alt+m",), "0d0", "stands alone"),
        (("alt+m", "alt+m"), "^h[el]+o", "1 match"),
        (("alt+m", "alt+m"), "(", "Not a regular expression"),
        (("alt+m", "alt+m"), "x*", "matches the empty string"),
        (("alt+d",), "hello", "1 match"),
        (("alt+d", "alt+d"), "hello", "only in what was sent (alt+d)"),
    ],
)
async def test_the_bar_says_what_it_looks_for_and_what_it_found(
    serve: Serve, keys: tuple[str, ...], text: str, told: str
) -> None:
    async with desk(serve(held(b"hello\r\nHello\r\n")).target) as d:
        await d.until_drawn("Hello")
        await search(d, text, *keys)
        await d.until_drawn(told)


async def test_the_count_goes_on_with_what_arrives(serve: Serve) -> None:
    more = threading.Event()

    def behave(peer: Peer) -> None:
        peer.send(b"a needle\n")
        more.wait(10)
        peer.send(b"another needle\n")
        peer.hold()

    async with desk(serve(behave).target) as d:
        await d.until_drawn("a needle")
        await search(d, "needle")
        await d.until_drawn("1 match")
        more.set()
        await d.until_drawn("2 matches")


async def test_what_was_looked_for_before_comes_back_with_the_arrows(serve: Serve) -> None:
    async with desk(serve(held(b"alpha beta\n")).target) as d:
        await d.until_drawn("alpha")
        await search(d, "alpha")
        await d.press("enter", *["backspace"] * 5)
        await d.type("beta")
        await d.press("enter", "escape", "slash")
        await d.until(lambda: d.bench.query("#search-text"))
        await d.press("up", "up")
        assert d.bench.query_one("#search-text", Input).value == "alpha"
        await d.press("down")
        assert d.bench.query_one("#search-text", Input).value == "beta"


async def test_another_connection_in_view_is_searched_instead(serve: Serve) -> None:
    first, second = serve(held(b"alpha\n")), serve(held(b"alpha alpha\n"))
    async with desk(first.target) as d:
        await d.until_drawn("alpha")
        await search(d, "alpha")
        await d.until_drawn("1 match ")
        d.bench.open(parse_target(second.target))
        await d.until_drawn("2 matches")


async def test_the_mouse_goes_to_matches_and_turns_the_search(serve: Serve) -> None:
    async with desk(serve(held(b"alpha\nbeta\n")).target) as d:
        await d.until_drawn("beta")
        await search(d, "alpha")
        await d.until_drawn("1 match")
        await d.pilot.click("#search-findings", offset=(5, 0))
        await d.until_drawn("1 of 1")
        await d.pilot.click("#search-options", offset=(4, 0))
        await d.until_drawn("alt+m hex")
        await d.until_drawn("no hex digit")
        await d.pilot.click("#search-findings", offset=(8, 0))
        await d.until(lambda: not d.bench.query("#search"))


def test_words_while_it_looks() -> None:
    counting, hunting = State(looked=30, total=120, matches=4), State(looked=30, total=120, hunting=True)
    assert found_words(counting, backward=False)[0] == "4 matches so far · 25 % looked through"
    assert found_words(hunting, backward=False)[0] == "looking … · 25 % looked through"
