"""Every key of the screen, read from the bindings: `python -m tests.keytable` writes it where it has to be known.

That is `KEYS.md`, and `tcptui/config/keytable.py`, by which keys in a settings file are checked before there
is a screen. A test holds both to the bindings.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

import tcptui.ui
from tcptui.ui.keys import ACTIONS, EDIT_KEYS, INPUT_KEYS, SWITCHES, spoken
from tcptui.ui.screens.workbench import WorkbenchScreen

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "KEYS.md"
TABLE = ROOT / "tcptui" / "config" / "keytable.py"
EVERYWHERE, INPUT = "Everywhere", "In the input line"

HEAD = """\
# Keys

Written by `python -m tests.keytable` from the bindings. F1 shows them in the program, as they are in force where you
are; `[keys]` in the settings gives any of them to something else, by the name in the third column (see README.md).

"""

HEADER = '''\
"""Every key that can be given to something else, by the id of what it does.

Written by `python -m tests.keytable` from the bindings, to which a test holds it: so a settings file is checked in a
millisecond, without the screen that the bindings are a part of.
"""

# ruff: noqa: E501 - a row a key

from __future__ import annotations

from tcptui.protocol.frozen import frozen


@frozen
class KeyRow:
    """What keys do. keys: the default ones, as Textual names them.

    place: where they work; own: whether that is a screen of its own, on which no others do.
    """

    place: str
    own: bool
    keys: tuple[str, ...]
    text: str


KEYS: dict[str, KeyRow] = {
'''
FOOTER = "}  # fmt: skip\n"


class Row(NamedTuple):
    """One thing that keys do. id: "" where the keys can't be given to something else."""

    place: str
    own: bool
    id: str
    keys: tuple[str, ...]
    text: str


def rows() -> list[Row]:
    """All of them: first what works everywhere, then the input line, then the other parts and screens."""
    found = [Row(EVERYWHERE, False, each.id, tuple(each.keys.split(",")), each.text) for each in ACTIONS]
    found += [Row(EVERYWHERE, False, each.id or "", (each.key,), each.tooltip) for each in SWITCHES]
    found += [Row(INPUT, False, "", (key,), text) for key, text in INPUT_KEYS]
    found += [Row(INPUT, False, each.id, each.keys, each.text) for each in EDIT_KEYS]
    for owner in sorted(_owners(), key=lambda each: (issubclass(each, Screen), _title(each))):
        found += _bound(owner)
    return found


def _owners() -> Iterator[type[DOMNode]]:
    """Our widgets and screens that have bindings of their own, but for the workbench's, which are the actions'."""
    for module in pkgutil.walk_packages(tcptui.ui.__path__, "tcptui.ui."):
        for each in vars(importlib.import_module(module.name)).values():
            ours = isinstance(each, type) and issubclass(each, DOMNode) and each.__module__ == module.name
            if ours and vars(each).get("BINDINGS") and each.__name__ not in ("WorkbenchScreen", "TcptuiApp"):
                yield each


def _title(owner: type[DOMNode]) -> str:
    return EVERYWHERE if issubclass(WorkbenchScreen, owner) else owner.BINDING_GROUP_TITLE or owner.__name__


def _bound(owner: type[DOMNode]) -> Iterator[Row]:
    for each in vars(owner)["BINDINGS"]:
        assert isinstance(each, Binding), f"{owner.__name__}: {each!r} is no Binding"
        text = each.tooltip or each.description
        keys = tuple(key.strip() for key in each.key.split(","))
        own = issubclass(owner, Screen) and not issubclass(WorkbenchScreen, owner)
        yield Row(_title(owner), own, each.id or "", keys, text[:1].upper() + text[1:])


def source() -> str:
    """The text of `tcptui/config/keytable.py`."""
    lines = [f"    {_quoted(row.id)}: {_key_row(row)},\n" for row in rows() if row.id]
    return HEADER + "".join(lines) + FOOTER


def _key_row(row: Row) -> str:
    keys = "".join(f"{_quoted(key)}, " for key in row.keys)
    whole = f"KeyRow({_quoted(row.place)}, {row.own}, ({keys.rstrip()}), {_quoted(row.text)})"
    return whole if len(row.keys) == 1 else whole.replace(",)", ")")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def markdown() -> str:
    """The text of `KEYS.md`: a table for each part of the screen."""
    parts: dict[str, list[str]] = {}
    for row in rows():
        if row.id.removeprefix("connection.").isdecimal():
            continue
        keys = " ".join(f"`{spoken(key)}`" for key in row.keys)
        name = f"`{row.id}`" if row.id else ""
        parts.setdefault(row.place, []).append(f"| {keys} | {row.text[:1].upper() + row.text[1:]} | {name} |")
        if row.id == "connection.previous":
            parts[row.place].append("| `alt+1` … `alt+9` | Go to the connection of that number | `connection.1` … |")
    tables = [
        "\n".join([f"## {place}", "", "| key | what it does | its name in `[keys]` |", "|---|---|---|", *lines])
        for place, lines in parts.items()
    ]
    return HEAD + "\n\n".join(tables) + "\n"


if __name__ == "__main__":
    TABLE.write_text(source())
    PAGE.write_text(markdown())
