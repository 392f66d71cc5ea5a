"""Keys given to something else: they work, the old ones don't, and whatever tells keys tells the new ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.widgets import Input

from tcptui.config.keynames import key_name
from tcptui.config.settings import Remapped
from tcptui.ui import keymap
from tcptui.ui.screens.help import Help
from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import Desk, desk


def given(**keys: str) -> tuple[Remapped, ...]:
    """`view="f12"`, with _ for the dot in an action's name."""
    return tuple(
        Remapped(action.replace("_", "."), tuple(map(key_name, written.split())), "tcptui.toml:1")
        for action, written in keys.items()
    )


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """The process's keymap as the next test expects it."""
    yield
    keymap.use(())


async def test_an_action_has_its_new_keys_only(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, keys=given(view="f12 alt+v", help="")) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("f5")
        await d.pilot.pause()
        assert d.bench.pane.view == "text"
        await d.press("f12")
        await d.until_drawn("· hex")
        await d.press("alt+v")
        await d.until_drawn("· messages")
        await d.press("alt+v")
        await d.until_drawn("· text")
        await d.press("f1")
        await d.pilot.pause()
        assert d.app.screen is d.bench


async def test_two_change_places(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, keys=given(view="f1", help="f5")) as d:
        await d.press("f1")
        await d.until_drawn("· hex")
        await d.press("f5")
        await d.until(lambda: isinstance(d.app.screen, Help))


async def test_keys_of_the_pane_and_of_the_application(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, keys=given(pane_view="x", quit="ctrl+x", palette="f12")) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("escape", "h")
        await d.pilot.pause()
        assert d.bench.pane.view == "text"
        await d.press("x")
        await d.until_drawn("· hex")
        await d.press("f12")
        await d.until_drawn("Search for commands")
        await d.press("escape", "ctrl+x")
        await d.until_drawn("Leave with 1 open connection?")


async def test_keys_of_the_input_line() -> None:
    async with desk(keys=given(input_home="ctrl+x", input_kill_word_left="")) as d:
        assert keymap.edit_of("ctrl+a") is None
        await d.type("one two")
        await d.press("ctrl+x", "ctrl+w", "3")
        await d.until(lambda: d.bench.prompt.editor.text == "3one two")


async def test_everything_tells_the_keys_in_force(serve: Serve) -> None:
    keys = given(connection_again="ctrl+x", connection_new="f12", connection_close="", quit="f10", verdict="f11")
    async with desk(serve(behaviours.reset_mid_body).target, keys=keys, size=(140, 36)) as d:
        await d.type("GET / HTTP/1.1\n")
        await d.press("enter")
        await d.until_drawn("this connection is over: ^x connects again, F12 elsewhere")
        await d.until_drawn("^x again")
        assert "F12 new" in d.lines[-1]
        assert "F10 quit" in d.lines[-1]
        assert "F11 verdict" in d.lines[-1]
        await d.press("ctrl+c")
        await d.until_drawn("f10 quits")
        await d.press("f1")
        await narrowed(d, "connection.")
        assert told(d, "connection.again").startswith("^x ")
        assert told(d, "connection.close").startswith("no key ")
        await d.press("escape", "ctrl+p")
        await d.type("connect again")
        await d.until_drawn("Connect again to the same target")
        await d.until_drawn("^x")


async def narrowed(d: Desk, text: str) -> None:
    """Type into the help and wait for it."""
    await d.until(lambda: isinstance(d.app.screen, Help))
    await d.type(text)
    await d.until(lambda: d.app.screen.query_one(Input).value == text)
    await d.pilot.pause()


def told(d: Desk, name: str) -> str:
    """The help's line on an action, from its keys on."""
    where = d.app.screen.query_one("#help").content_region
    (line,) = (line[where.x : where.right].strip() for line in d.lines if f" {name} " in line)
    return line


async def test_what_can_not_be_done_now_says_why() -> None:
    async with desk() as d:
        await d.press("ctrl+p")
        await d.type("close the connection (fin)")
        await d.until_drawn("not now: no connection in view is open")


async def test_a_theme_is_chosen_in_the_palette() -> None:
    async with desk() as d:
        await d.press("ctrl+p")
        await d.type("theme: tcptui-dusk")
        await d.until_drawn("the colours; kept")
        await d.pilot.pause(0.1)
        await d.press("enter")
        await d.until(lambda: d.app.theme == "tcptui-dusk")


async def test_the_palette_of_another_screen_has_its_keys(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("f4")
        await d.until(lambda: d.app.screen is not d.bench)
        await d.press("ctrl+p")
        await d.until_drawn("Show all keys   F1")
        await d.type("leave the filter")
        await d.until_drawn("Leave the filter, or the view")
        await d.pilot.pause(0.1)
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.bench)
