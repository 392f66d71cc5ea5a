"""What the tcptui> prompt answered, above it: a transcript of which the last answer is in view."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Size

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact
from tcptui.protocol.wording import Tone
from tcptui.ui.widgets.wheeled import Wheeled

_KEPT = 1000
_SHARE = 0.6
"""Of the session's height: the session above stays in view."""
_WHEEL = 3
_PANE_AT_LEAST = 3


class TelnetAnswers(Wheeled):
    """Shows answers until the prompt is left; earlier ones are a page up."""

    def __init__(self) -> None:
        super().__init__(id="answers")
        self.border_title = "tcptui>"
        self._told: deque[tuple[str, Tone | None]] = deque(maxlen=_KEPT)
        self._fresh = 0
        self._top: int | None = None
        self._most = 1  # lines that it may take
        self._room = 1  # lines that it takes

    def tell(self, line: str, answer: Sequence[str], tone: Tone | None = None) -> None:
        """Add a command and its answer, and have them in view. tone: of the answer, None for plain text."""
        before = self._wrapped_count()
        self._told.append((f"tcptui> {line}", "event"))
        self._told.extend((each, tone) for each in answer)
        self._fresh = before
        self._top = None
        self.display = True
        self.refresh(layout=True)
        self.call_after_refresh(self._say_more)

    def page(self, direction: int) -> None:
        """Scroll by a page less one line. direction: -1 up, 1 down."""
        self._scroll(direction * max(1, min(self._most, self._wrapped_count()) - 1))

    def _scroll(self, count: int) -> None:
        total = self._wrapped_count()
        before = self._shown_from(max(0, total - self._room))
        self._room = min(self._most, total)  # whoever looks back gets all the room that there is
        self._top = max(0, min(total - self._room, before + count))
        self._say_more()
        self.refresh(layout=True)

    def _shown_from(self, last: int) -> int:
        """The first line in view: of the last answer its beginning, where it does not fit, else its end."""
        return min(last, self._fresh) if self._top is None else self._top

    def wheel(self, direction: int) -> None:
        """Scroll."""
        self._scroll(direction * _WHEEL)

    def get_content_height(self, container: Size, _viewport: Size, width: int) -> int:
        """What the answers take, as far as the session above keeps its share."""
        others = sum(each.outer_size.height for each in self.siblings if each.display and not _gives_way(each))
        room = container.height - others - self.gutter.height - _PANE_AT_LEAST
        self._most = max(1, min(int(container.height * _SHARE), room))
        total = len(self._lines(width))
        self._room = min(self._most, total - self._fresh if self._top is None else total)
        return self._room

    def _wrapped_count(self) -> int:
        return len(self._lines(self.content_size.width or self.app.size.width))

    def _lines(self, width: int) -> list[Content]:
        return [wrapped for text, tone in self._told for wrapped in _styled(text, tone).wrap(max(1, width))]

    def on_resize(self) -> None:
        """There is room for more lines, or for fewer."""
        self._say_more()

    def _say_more(self) -> None:
        """Where there are more lines, in the border."""
        last = max(0, self._wrapped_count() - self._room)
        begin = self._shown_from(last)
        more = ["PgUp: earlier"] if begin else []
        more += [f"PgDn: {exact(last - begin, 'line')} more"] if begin < last else []
        self.border_subtitle = " · ".join([*more, "Esc: session"])

    def render(self) -> Content:
        """The lines in view."""
        lines = self._lines(self.content_size.width)
        begin = self._shown_from(max(0, len(lines) - self._room))
        return Content("\n").join(lines[begin : begin + self._room])


def _gives_way(widget: DOMNode) -> bool:
    """Whether it takes the room that the others leave: the session, or the start page in its place."""
    height = widget.styles.height
    return height is not None and height.is_fraction


def _styled(text: str, tone: Tone | None) -> Content:
    """A target was typed or came from a file: nothing of it may act on the terminal."""
    shown = visible_text(text)
    return Content.styled(shown, f"$tone-{tone}") if tone else Content(shown)
