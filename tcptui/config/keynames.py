"""Keys as people write them in a file, and as the terminal can send them.

A terminal sends no keys but characters and escape sequences (xterm's `ctlseqs`, ECMA-48), so many that a keyboard has
never arrive: ctrl+i is a tab, ctrl+m Enter, ctrl+h a backspace, and ctrl+shift+letter the same as ctrl+letter.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_NAMES = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "page-up": "pageup",
    "page-down": "pagedown", "del": "delete", "ins": "insert", "bksp": "backspace",
    "↑": "up", "↓": "down", "←": "left", "→": "right",
}  # fmt: skip
_MOVING = frozenset(
    ["up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete"]
    + [f"f{number}" for number in range(1, 25)]
)
_PLAIN = _MOVING | {"escape", "enter", "tab", "space", "backspace"}
_ORDER = ("alt", "ctrl", "shift")
_MODIFIERS = {"ctrl": "ctrl", "control": "ctrl", "c": "ctrl", "alt": "alt", "meta": "alt", "m": "alt", "shift": "shift"}
_SAME_AS = {"i": "tab", "m": "enter", "h": "backspace", "[": "escape", "left_square_bracket": "escape"}
_CTRL_SIGNS = frozenset("]\\^_")
_BEGINS_A_SEQUENCE = frozenset("[]OPX^_\\")
_REPLACED = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip


class KeyNameError(ValueError):
    """No key, or none that a terminal sends; the message is a sentence."""


@functools.cache
def sign(name: str) -> str:
    """The ASCII sign that goes by a long name such as `question_mark`; "" for every other name."""
    signs = (chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())
    return next((each for each in signs if _long(each) == name), "")


def key_name(written: str) -> str:
    """The key as Textual names it: `ctrl+f5`, `alt+comma`, `question_mark`. Raises KeyNameError."""
    modifiers, name = _parts(written)
    ctrl, alt, shift = ("ctrl" in modifiers, "alt" in modifiers, "shift" in modifiers)
    if len(name) == 1 and name.isascii() and name.isalpha() and shift and not ctrl:
        name, shift = name.upper(), False  # a terminal sends the capital, and nothing of the key that made it one
    if ctrl:
        _check_ctrl(written, name, alt, shift)
    elif alt:
        _check_alt(written, name)
    elif shift and name not in _MOVING | {"tab"}:
        raise KeyNameError(f"{written!r}: terminals don't tell shift there; write the character that it makes.")
    if alt and len(name) == 1 and name.isupper():
        name, shift = name.lower(), True
    return "+".join([*(each for each in _ORDER if {"alt": alt, "ctrl": ctrl, "shift": shift}[each]), _long(name)])


def text_key(key: str) -> bool:
    """Whether the key types something (or Enter, Tab, Backspace, which text needs as well). key: Textual's name."""
    return "+" not in key and (key not in _MOVING | {"escape"})


def _parts(written: str) -> tuple[set[str], str]:
    """Modifiers and the key itself: a character as it is, another key by its name."""
    rest, modifiers = written.strip(), set()
    if len(rest) > 1 and rest[0] == "^":
        rest = f"ctrl+{rest[1:]}"
    while found := re.match(r"(\w+)[+-](?=.)", rest):
        modifier = _MODIFIERS.get(found[1].lower())
        if modifier is None:
            break
        modifiers.add(modifier)
        rest = rest[found.end() :]
    if len(rest) == 1 and rest.isprintable():
        if "ctrl" in modifiers:
            rest = rest.lower()
        return modifiers, rest
    name = _NAMES.get(rest.lower(), rest.lower())
    if name in _PLAIN:
        return modifiers, name
    character = sign(name)
    if not character:
        raise KeyNameError(f"{written!r} is no key: write it as f5, ctrl+x, alt+e, pageup, space or one character.")
    return modifiers, character


def _check_ctrl(written: str, name: str, alt: bool, shift: bool) -> None:
    if alt:
        raise KeyNameError(f"{written!r}: terminals don't send ctrl and alt together in one way; leave one out.")
    if name in _MOVING:
        return
    if same := _SAME_AS.get(name):
        raise KeyNameError(f"{written!r}: terminals send it as {same}, so it can't be told from that key.")
    if shift or not (name in _CTRL_SIGNS or (name.isascii() and name.isalpha() and len(name) == 1)):
        raise KeyNameError(f"{written!r}: terminals don't send it; ctrl goes with the letters, ] \\ ^ _ and F keys.")


def _check_alt(written: str, name: str) -> None:
    if name in _MOVING | {"backspace"}:
        return
    if name in _BEGINS_A_SEQUENCE:
        raise KeyNameError(f"{written!r}: terminals begin other keys with it; alt goes with the other characters.")
    if not (len(name) == 1 and name.isascii()):
        raise KeyNameError(f"{written!r}: terminals send it as {name} alone; alt goes with characters and F keys.")


def _long(name: str) -> str:
    """A sign's long name, as Textual makes it from Unicode's; anything else as it is."""
    if len(name) != 1 or name.isalnum():
        return name
    long = unicodedata.name(name, name).lower().replace("-", "_").replace(" ", "_")
    return _REPLACED.get(long, long)
