"""F1 and the tables of keys: all that is shown is bound, and does something that exists."""

from __future__ import annotations

import inspect
import re

from textual.binding import Binding
from textual.widgets import Input

from tcptui.config.keytable import KEYS
from tcptui.ui.app import TcptuiApp
from tcptui.ui.editor import Editor
from tcptui.ui.keyrows import key_groups
from tcptui.ui.keys import ACTIONS, BAR, EDIT_KEYS, PANE_ACTIONS
from tcptui.ui.screens.help import Help
from tcptui.ui.screens.workbench import WorkbenchScreen
from tcptui.ui.widgets.key_bar import KeyBar
from tests import keytable
from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import desk

REWRITE = "python -m tests.keytable rewrites it"


def test_the_table_of_keys_is_that_of_the_bindings() -> None:
    assert keytable.source() == keytable.TABLE.read_text(), REWRITE


def test_the_page_of_keys_tells_the_bindings() -> None:
    assert keytable.markdown() == keytable.PAGE.read_text(), REWRITE


def test_every_binding_does_something_that_exists() -> None:
    for owner in keytable._owners():
        for binding in vars(owner)["BINDINGS"]:
            assert isinstance(binding, Binding)
            target, _, name = binding.action.partition("(")[0].rpartition(".")
            owners = {"app": [TcptuiApp], "screen": [WorkbenchScreen]}.get(target, [owner, TcptuiApp])
            assert any(hasattr(each, f"action_{name}") for each in owners), f"{owner.__name__}: {binding.action}"


def test_every_action_exists_and_takes_its_arguments() -> None:
    for action in (*ACTIONS, *PANE_ACTIONS):
        name, arguments = re.fullmatch(r"(?:app\.)?(\w+)(?:\((.*)\))?", action.action).groups()  # type: ignore[union-attr]
        method = getattr(TcptuiApp if action.action.startswith("app.") else WorkbenchScreen, f"action_{name}")
        given = eval(f"({arguments},)") if arguments else ()
        inspect.signature(method).bind(None, *given)


def test_every_key_of_the_input_line_edits() -> None:
    for each in EDIT_KEYS:
        assert each.method in ("older", "newer") or hasattr(Editor, each.method)


def test_names_are_unique_and_the_bar_knows_them() -> None:
    names = [row.id for row in keytable.rows() if row.id]
    assert len(names) == len(set(names)) == len(KEYS)
    assert {name for bar in BAR.values() for name in bar} <= {each.id for each in ACTIONS if each.label}


async def test_help_tells_the_keys_of_every_part(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, size=(120, 60)) as d:
        groups = key_groups(d.bench)
        assert groups[0].title == "In the input line"
        assert groups[0].here
        everywhere = groups[1]
        assert [row.id for row in everywhere.rows][: len(ACTIONS)] == [each.id for each in ACTIONS]
        told = {row.id for group in groups for row in group.rows}
        assert {"pane.up", "pane.view", "events.up", "connections.up", "input.home", "quit"} <= told
        await d.press("f1")
        await d.until_drawn("In the input line (the keys go there now)")
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.bench)
        await d.press("escape", "f1")
        await d.until_drawn("In the pane (Esc goes there) (the keys go there now)")


async def test_typing_narrows_the_help() -> None:
    async with desk(size=(120, 36)) as d:
        await d.press("f1")
        await d.until(lambda: isinstance(d.app.screen, Help))
        await d.type("f7")
        await d.until_drawn("Close the connection (FIN)")
        await d.until(lambda: "In the input line" not in d.drawn)
        d.app.screen.query_one(Input).value = "no such thing"
        await d.until_drawn("No key does that.")
        await d.press("f1")
        await d.until(lambda: d.app.screen is d.bench)


async def test_help_on_a_question_tells_its_keys(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("ctrl+d")
        await d.until_drawn("Close your side of the connection?")
        await d.press("f1")
        await d.until_drawn("Everywhere on this screen")
        await d.until_drawn("Leave tcptui")
        assert "Close the connection (FIN)" not in d.drawn


async def test_the_key_bar_says_what_a_key_does() -> None:
    async with desk(size=(120, 36)) as d:
        bar = d.bench.query_one(KeyBar)
        await d.pilot.hover(bar, offset=(2, 0))
        await d.until(lambda: str(bar.tooltip) == "Show all keys")
        await d.pilot.hover(bar, offset=(d.lines[-1].index("listen"), 0))
        await d.until(lambda: str(bar.tooltip).startswith("Take connections on a port"))
