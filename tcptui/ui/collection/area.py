"""Where a file's text is edited."""

from __future__ import annotations

import re
from typing import Final

from rich.text import Text
from textual import events
from textual.widgets import TextArea

from tcptui.ui.themes import tone_style
from tcptui.ui.typeahead import TakesText

_OURS: Final = ("f6", "f7")
"""Keys that Textual's text area has, and the workbench, too."""

_COLOURS: Final = (
    (re.compile(r"^\s*\[.*\]\s*$"), "bold event"),
    (re.compile(r"^\s*[A-Za-z0-9_.-]+\s*(?==)"), "out"),
    (re.compile(r"\{\{[^}\n]*\}\}"), "bold warning"),
    (re.compile(r"^\s*#.*$"), "muted"),
)
"""What of a line has a colour of its own; no more than helps to find one's way, as nothing is parsed for it."""


class TomlArea(TextArea, TakesText):
    """A text area with the file's own words in colour; no control character gets in."""

    BINDING_GROUP_TITLE = "In the text of a request"

    def __init__(self, text: str) -> None:
        super().__init__(
            text, id="edit-text", soft_wrap=True, tab_behavior="indent", show_line_numbers=True,
            highlight_cursor_line=False,
        )  # fmt: skip
        self.cursor_blink = False
        for key in _OURS:
            self._bindings.key_to_bindings.pop(key, None)

    def get_line(self, line_index: int) -> Text:
        """A line to be drawn."""
        line = super().get_line(line_index)
        for pattern, tone in _COLOURS:
            for match in pattern.finditer(line.plain):
                line.stylize(tone_style(self, tone), *match.span())
        return line

    async def _on_paste(self, event: events.Paste) -> None:
        """Line ends become new lines; what can't be seen is left out."""
        event.stop()
        event.prevent_default()
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        start, end = sorted(self.selection)
        self._replace_via_keyboard("".join(one for one in text if one in "\n\t" or one.isprintable()), start, end)
