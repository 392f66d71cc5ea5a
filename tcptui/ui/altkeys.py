"""alt and a character as a key of its own, at once.

A terminal sends ESC and the character (xterm's `metaSendsEscape`). Textual knows a few of those by other names, takes
the digits for the characters that WezTerm on macOS means by them, signs for typed text, and waits a tenth of a second
before it believes the rest.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from tcptui.config.keynames import key_name

_BEGIN_SEQUENCES = frozenset("[]OPX^_\\")
"""What begins a longer sequence behind ESC: CSI, OSC, SS3, DCS, SOS, PM, APC and their end (ECMA-48, 5.3)."""


def tell_alt_keys() -> None:
    """Have Textual's parser know alt with every character that it can be told with, and alt+Backspace."""
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    known = cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
    for code in range(0x21, 0x7F):
        if (character := chr(code)) not in _BEGIN_SEQUENCES:
            known[f"\x1b{character}"] = (SimpleNamespace(value=key_name(f"alt+{character}")),)
    known["\x1b\x7f"] = (SimpleNamespace(value="alt+backspace"),)
