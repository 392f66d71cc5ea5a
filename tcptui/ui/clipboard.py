"""Text to the clipboard: the desktop's where there is one, else by the terminal (OSC 52)."""

from __future__ import annotations

from textual.app import App

TERMINAL_LIMIT = 100_000
"""Bytes of text that terminals are sure to take by OSC 52; many drop more without a word."""

_DESKTOP = "to the clipboard"
_TERMINAL = "by the terminal (OSC 52), if it allows that"


def to_desktop(text: str) -> bool:
    """Whether a clipboard of this machine took the text. It may take a moment: a program is run for it."""
    import pyperclip  # type: ignore[import-untyped]

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError):
        return False
    return True


def fits_terminal(text: str) -> bool:
    """Whether the terminal is sure to take it."""
    return len(text.encode("utf-8", "replace")) <= TERMINAL_LIMIT


def told(app: App[object], text: str, *, took: bool) -> str:
    """Hand the text to the terminal where no clipboard took it; which way it went, in words."""
    if took:
        return _DESKTOP
    app.copy_to_clipboard(text)
    return _TERMINAL
