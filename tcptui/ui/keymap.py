"""The keys in force: those of the tables, and what `[keys]` in the settings gave to an action instead.

A process has one keyboard, so there is one keymap; `TcptuiApp` sets it before anything is drawn. Bindings are remapped
by Textual itself (`App.set_keymap`, by the binding's id); what is drawn and what the input line does ask here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tcptui.config.keynames import key_name
from tcptui.ui.keys import ACTIONS, EDIT_KEYS, spoken

if TYPE_CHECKING:
    from tcptui.config.settings import Remapped

NO_KEY = "none"
"""The name of a key that no terminal sends: Textual takes an empty list of keys for no wish at all."""

_DEFAULTS: dict[str, tuple[str, ...]] = {
    **{each.id: tuple(each.keys.split(",")) for each in ACTIONS},
    **{each.id: each.keys for each in EDIT_KEYS},
}
_remapped: dict[str, tuple[str, ...]] = {}
_edits: dict[str, str] = {}


def use(remapped: Iterable[Remapped]) -> dict[str, str]:
    """From now on these are the keys; gives them as Textual's keymap takes them."""
    _remapped.clear()
    _remapped.update({each.action: each.keys for each in remapped})
    _edits.clear()
    _edits.update({key: each.method for each in EDIT_KEYS for key in keys_of(each.id)})
    return {action: ",".join(keys) or NO_KEY for action, keys in _remapped.items()}


def keys_of(action: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """The keys of an action, the one to show first. action: the id of a binding, an Action or an EditKey.

    default: the binding's own keys, where the binding is at hand.
    """
    if action in _remapped:
        return _remapped[action]
    if default is not None:
        return default
    if action in _DEFAULTS:
        return _DEFAULTS[action]
    from tcptui.config.keytable import KEYS

    return KEYS[action].keys


def key_of(action: str) -> str:
    """The key to show for an action, as people write it: `^t`, `F5`; "no key" where it has none."""
    keys = keys_of(action)
    return spoken(keys[0]) if keys else "no key"


def key_in(hint: str, x: int, *, letters: bool = False) -> str | None:
    """The key that a hint tells at cell x, as Textual names it; None where it tells none.

    A hint's parts are divided by dots and other signs, and each tells one key: `^t connects again, ^n elsewhere`.
    letters: whether a part may also begin with a letter that is a key.
    """
    begin = 0
    for part in re.split(r"(?<=[;,·]) |(?<=\w:) ", hint):
        begin += cell_len(part) + 1
        if x < begin:
            words = part.split()
            if letters and words and len(words[0]) == 1:
                return key_name(words[0])
            return next((key for word in words if (key := _key_written(word))), None)
    return None


def _key_written(word: str) -> str | None:
    """The key that is told by this word; None for any other word, and for letters."""
    fixed = ("escape", "enter", "ctrl+j", "pageup", "pagedown")
    every = (key for keys in (*_DEFAULTS.values(), *_remapped.values(), fixed) for key in keys)
    return next((key for key in every if len(key) > 1 and spoken(key) == word), None)


def edit_of(key: str) -> str | None:
    """The method of `Editor`, or `older`/`newer`, that a key of the input line calls; None for other keys."""
    return _edits.get(key)


use(())
