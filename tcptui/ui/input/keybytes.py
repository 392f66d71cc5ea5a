"""Keys as the bytes that a terminal sends for them: as xterm does (ctlseqs.txt, "PC-Style Function Keys")."""

from __future__ import annotations

_ESC = b"\x1b"
_PLAIN = {
    "tab": b"\t", "shift+tab": b"\x1b[Z", "backspace": b"\x7f", "escape": _ESC, "space": b" ",
    "ctrl+@": b"\0", "ctrl+space": b"\0", "ctrl+backslash": b"\x1c", "ctrl+right_square_bracket": b"\x1d",
    "ctrl+circumflex_accent": b"\x1e", "ctrl+underscore": b"\x1f", "ctrl+left_square_bracket": _ESC,
}  # fmt: skip
_LETTERED = {"up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H"}
"""ESC [ letter, with modifiers ESC [ 1 ; n letter."""
_FIRST_FOUR = {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
"""ESC O letter, with modifiers ESC [ 1 ; n letter."""
_NUMBERED = {
    "insert": 2, "delete": 3, "pageup": 5, "pagedown": 6, "f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20,
    "f10": 21, "f11": 23, "f12": 24,
}  # fmt: skip
"""ESC [ number ~, with modifiers ESC [ number ; n ~."""
_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}


def key_bytes(key: str, character: str | None, encoding: str, enter: bytes) -> bytes:
    """What goes to the wire for a key, by Textual's name for it; empty for a key that has no bytes.

    character: what it types; enter: the bytes of Enter. Raises UnicodeEncodeError for a character that the encoding
    does not have.
    """
    if key in ("enter", "ctrl+j"):
        return enter if key == "enter" else b"\n"
    if key in _PLAIN:
        return _PLAIN[key]
    *modifiers, name = key.split("+")
    if set(modifiers) <= set(_MODIFIERS):
        function = _function_key(name, sum(_MODIFIERS[each] for each in modifiers))
        if function:
            return function
    if modifiers in (["ctrl"], ["alt", "ctrl"]) and len(name) == 1 and name.isascii() and name.isalpha():
        return (_ESC if "alt" in modifiers else b"") + bytes((ord(name.upper()) & 0x1F,))
    typed = character or _alt_character(modifiers, name)
    return (_ESC if typed and "alt" in modifiers else b"") + typed.encode(encoding, "surrogateescape")


def _alt_character(modifiers: list[str], name: str) -> str:
    """What a key types of which the terminal told alt and a character together."""
    if "alt" not in modifiers or "ctrl" in modifiers:
        return ""
    from textual.keys import key_to_character

    character = key_to_character(name) or ""
    return character.upper() if "shift" in modifiers else character


def _function_key(name: str, modifiers: int) -> bytes:
    """A key that types nothing. modifiers: xterm's sum of them."""
    if name in _LETTERED or name in _FIRST_FOUR:
        letter = _LETTERED.get(name) or _FIRST_FOUR[name]
        if modifiers:
            return f"\x1b[1;{modifiers + 1}{letter}".encode()
        return f"\x1b{'[' if name in _LETTERED else 'O'}{letter}".encode()
    if name in _NUMBERED:
        return f"\x1b[{_NUMBERED[name]}{f';{modifiers + 1}' if modifiers else ''}~".encode()
    return b""
