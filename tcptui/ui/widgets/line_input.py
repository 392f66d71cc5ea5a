"""A line that is typed; what stands in it may come from a file or a clipboard, and never acts on the terminal."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input

_DELETE = 0x7F


class LineInput(Input):
    """Draws what can't be seen as one glyph each; the value stays as it is."""

    @property
    def _value(self) -> Text:
        """What is drawn of it, for Textual."""
        return Text("".join(map(_drawn, self.value)), no_wrap=True, overflow="ignore", end="")


def _drawn(character: str) -> str:
    """A character, or Unicode's control picture of it, or a dot."""
    code = ord(character)
    if character.isprintable():
        return character
    return chr(0x2400 + code) if code < ord(" ") else "\u2421" if code == _DELETE else "·"
