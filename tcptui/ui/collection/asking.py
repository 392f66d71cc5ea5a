"""Questions about a request: its name, and the group that it is moved to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from textual.screen import Screen

from tcptui.ui.collection.library import Item
from tcptui.ui.collection.places import OWN, PROJECT, places, read_group
from tcptui.ui.screens.entry import Entry

_SIGNS: Final = {PROJECT: ".", OWN: "~"}


def ask_name(screen: Screen[Any], title: str, does: str, name: str, answered: Callable[[str | None], None]) -> None:
    """Ask for a request's name. does: what Enter does, in a word; name: what stands in the line at first."""
    forms = "what people call it; its file is called after it"
    screen.app.push_screen(Entry(title, forms, does, _read_name, name), answered)


def _read_name(text: str) -> str:
    if not text.strip():
        raise ValueError("Write a name: the request is found by it.")
    if not text.isprintable():
        raise ValueError("The name has characters that can't be seen.")
    return text.strip()


def ask_group(screen: Screen[Any], item: Item, answered: Callable[[Path | None], None]) -> None:
    """Ask for the group that a request is moved to; gives its folder."""
    forms = f"a group of {_whose(item)}, as api/users; ./api: of {PROJECT} collection; ~/api: of {OWN}"
    text = "/".join(filter(None, (_SIGNS[item.place.whose], item.entry.group)))

    def read(text: str) -> Path:
        return _read_folder(text, item)

    screen.app.push_screen(Entry("Move the request to a group", forms, "move it", read, text), answered)


def _whose(item: Item) -> str:
    return f"{item.place.whose} collection"


def _read_folder(text: str, item: Item) -> Path:
    """The group's folder. Raises ValueError."""
    sign, slash, rest = text.strip().partition("/")
    for place in places():
        if sign == _SIGNS[place.whose]:
            return place.folder / read_group(rest)
    return item.place.folder / read_group(f"{sign}{slash}{rest}")
