"""What the keys do on a screen and in its parts, read from the bindings themselves, with the keys in force."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from tcptui.ui.keymap import keys_of
from tcptui.ui.keys import ACTIONS, EDIT_KEYS, INPUT_KEYS, Action
from tcptui.ui.widgets.prompt import Prompt


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One thing that keys do. id: its name in `[keys]`, or ""; action: what it runs on `node`, "" in the input line."""

    keys: tuple[str, ...]
    text: str
    id: str
    action: str = ""
    node: DOMNode | None = None


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """The keys of one place. here: whether the keys go there now."""

    title: str
    rows: tuple[KeyRow, ...]
    here: bool = False


def key_groups(screen: Screen[object]) -> list[KeyGroup]:
    """The parts of this screen with the keys that work in each: that with the focus, what works in all, the others."""
    parts = []
    for node in screen.walk_children(Widget):
        rows = tuple(_input_rows() if isinstance(node, Prompt) else _folded(_own_rows(node)))
        if rows and (node.focusable or node.has_focus_within):
            parts.append(KeyGroup(_title(node), rows, node.has_focus_within))
    whole = KeyGroup("Everywhere on this screen", (*_action_rows(screen), *_folded(_own_rows(screen))))
    return [*(part for part in parts if part.here), whole, *(part for part in parts if not part.here)]


def _action_rows(screen: Screen[object]) -> Iterator[KeyRow]:
    """The actions that work on this screen: all of them on the workbench, on questions those that come first."""
    bound: dict[str | None, DOMNode] = {binding.id: screen for _, binding in screen._bindings}
    bound |= {binding.id: screen.app for _, binding in screen.app._bindings if binding.priority or not screen.is_modal}
    for each in ACTIONS:
        if each.id in bound:
            yield _row(each, bound[each.id])


def _row(action: Action, node: DOMNode) -> KeyRow:
    return KeyRow(keys_of(action.id), action.text, action.id, action.action, node)


def _input_rows() -> Iterator[KeyRow]:
    for key, text in INPUT_KEYS:
        yield KeyRow((key,), _sentence(text), "")
    for each in EDIT_KEYS:
        yield KeyRow(keys_of(each.id), _sentence(each.text), each.id)


def _own_rows(node: DOMNode) -> Iterator[KeyRow]:
    """A node's bindings that are ours, in the order of its classes' tables, each action once."""
    told = {action.id for action in ACTIONS}
    for owner in type(node).__mro__:
        if not owner.__module__.startswith("tcptui."):
            continue
        for each in vars(owner).get("BINDINGS", ()):
            text = each.tooltip or each.description if isinstance(each, Binding) else ""
            if not text or each.id in told:
                continue
            told |= {each.id} - {None}
            keys = tuple(key.strip() for key in each.key.split(","))
            yield KeyRow(keys_of(each.id or "", keys), _sentence(text), each.id or "", each.action, node)


def _folded(rows: Iterable[KeyRow]) -> Iterator[KeyRow]:
    """Rows that differ by a number only, as those of alt+1 to alt+9, are told in one."""
    for _, same in itertools.groupby(rows, lambda row: re.sub(r"\d+", "1", f"{row.id} {row.text} {row.action}")):
        first, *others = same
        if len(others) < 2:
            yield from (first, *others)
        else:
            keys = (*first.keys, "…", *others[-1].keys)
            yield replace(first, keys=keys, text=re.sub(r" 1$", " of that number", first.text))


def _title(node: Widget) -> str:
    if isinstance(node, Prompt):
        return "In the input line"
    return node.BINDING_GROUP_TITLE or str(node.border_title or type(node).__name__)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
