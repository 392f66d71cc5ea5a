"""Sizes, themes, help, palette: everything shown is reachable, and nothing that is shown does nothing."""

from __future__ import annotations

import pytest

from tcptui.ui.keys import ACTIONS
from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import desk


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (200, 60), (40, 12)])
async def test_no_line_is_wider_than_the_screen(serve: Serve, size: tuple[int, int]) -> None:
    async with desk(serve(behaviours.reset_mid_body).target, size=size) as d:
        await d.type("GET / HTTP/1.1\n")
        await d.press("enter")
        await d.until(lambda: d.bench.card.display)
        await d.until_drawn("reset")
        await d.until_drawn("›")  # the frame with the card alone may come first
        assert len(d.lines) == size[1]


async def test_a_narrow_screen_has_a_status_line_and_an_overlay(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, size=(80, 24)) as d:
        await d.until_drawn("● ESTABLISHED  out      0 B")
        assert "SYN to" not in d.drawn
        await d.press("alt+s")
        await d.until_drawn("SYN to")
        assert d.bench.events.has_focus
        await d.press("escape")
        await d.until(lambda: "SYN to" not in d.drawn)
        assert d.bench.prompt.has_focus


async def test_the_sidebar_tells_the_figures(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.type("hello")
        await d.press("enter")
        await d.until_drawn("out          7 B   acked        7 B")
        await d.until_drawn("in           7 B   Recv-Q       0 B")
        await d.until_drawn("both sides may talk")
        assert "first byte after" in d.drawn


async def test_figures_that_a_unix_socket_has_not_are_not_available(serve: Serve) -> None:
    async with desk(serve(behaviours.echo, "unix").target) as d:
        await d.until_drawn("● OPEN")
        assert "kernel figures not available" in d.drawn


async def test_every_key_of_the_bar_is_bound() -> None:
    async with desk(size=(140, 40)) as d:
        bound = {*d.app.active_bindings, *d.bench.active_bindings}
        for action in ACTIONS:
            assert action.keys in bound, action.id


async def test_the_palette_runs_an_action(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.press("ctrl+p")
        await d.type("as hex, or as messages")
        await d.until_drawn("Show the bytes as text, as hex, or as messages")
        await d.pilot.pause(0.2)
        await d.press("enter")
        await d.until_drawn("session · hex")


@pytest.mark.parametrize("theme", ["tcptui", "tcptui-light", "textual-dark", "textual-light", "nord", "ansi-dark"])
async def test_every_meaning_has_a_colour_in_every_theme(serve: Serve, theme: str) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        d.app.theme = theme
        await d.until_drawn("● ESTABLISHED")
        assert {name for name in d.app.theme_variables if name.startswith("tone-")} == {
            "tone-out", "tone-in", "tone-event", "tone-good", "tone-warning", "tone-failure", "tone-muted", "tone-line",
        }  # fmt: skip


@pytest.mark.parametrize("width", [80, 120])
async def test_the_bar_shows_the_keys_that_matter(serve: Serve, width: int) -> None:
    async with desk(serve(behaviours.echo).target, size=(width, 36)) as d:
        await d.until_drawn("● ESTABLISHED")
        for key in ("F1 help", "F2 compose", "F5 view", "^d half-close", "F7 close", "F8 abort", "^q quit"):
            assert key in d.lines[-1]
        assert "F6" not in d.lines[-1]
        await d.press("f7")
        await d.until(lambda: d.session.story.verdict)
        await d.until(lambda: "F7" not in d.lines[-1])
        for key in ("F1 help", "F6 verdict", "^n new", "^t again", "F9 eol", "^q quit"):
            assert key in d.lines[-1]
