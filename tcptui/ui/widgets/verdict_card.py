"""The verdict on a connection that has ended: it stands above the input and never takes a key."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact
from tcptui.protocol.verdict import Response, SentBytes, Verdict
from tcptui.protocol.wording import mark, verdict_tone
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.wheeled import Wheeled

_LOW = 30
"""Rows of the screen below which the short card tells the sentence, the numbers and the first advice only."""

_SHARE = 0.5
"""The part of the pane that the short card takes at most."""

_FURTHER = " … PgDn: more"


class VerdictCard(Wheeled):
    """The sentence first, then the numbers, then what it usually means, then what to try.

    Short, it is cut where the pane would become too small, and says so; whole, it takes the pane and scrolls.
    """

    verdict: reactive[Verdict | None] = reactive(None, layout=True)

    whole: reactive[bool] = reactive(False, layout=True)
    """Whether all of it is to be seen."""

    def __init__(self) -> None:
        super().__init__(id="verdict")
        self.border_subtitle = "Esc hides"
        self.display = False
        self._top = 0
        self._room = 1

    def watch_verdict(self, verdict: Verdict | None) -> None:
        """Take the ending's colour and name."""
        self._top = 0
        if verdict is None:
            return
        tone = verdict_tone(verdict)
        for each in ("good", "event", "warning", "failure", "muted"):
            self.set_class(each == tone, f"-{each}")
        self.border_title = f"{mark(tone)} {verdict.outcome}"

    def watch_whole(self) -> None:
        """Begin at the top."""
        self._top = 0

    @property
    def cut(self) -> bool:
        """Whether there is more of it than the short card shows."""
        text = self._text()
        return _more() in text.plain or len(text.wrap(max(1, self.content_size.width))) > self._room

    def scroll_text(self, count: int) -> bool:
        """Scroll the whole card by lines; False where it has nowhere to go."""
        if not self.whole:
            return False
        last = max(0, len(self._lines(self.content_size.width)) - self._room)
        before, self._top = self._top, max(0, min(last, self._top + count))
        self.refresh()
        return self._top != before

    def page(self) -> int:
        """Lines of one page."""
        return max(1, self._room - 1)

    def get_content_height(self, container: Size, _viewport: Size, width: int) -> int:
        """What the text takes, as far as there is room beside the input. container: without the card's own frame."""
        others = sum(each.outer_size.height for each in self.siblings if each.display and each.id != "pane")
        room = container.height - others - 1
        self._room = max(1, room if self.whole else min(room, int(container.height * _SHARE)))
        return min(len(self._lines(width)), self._room)

    def _lines(self, width: int) -> list[Content]:
        """The text, wrapped."""
        return self._text().wrap(max(1, width))

    def _text(self) -> Content:
        verdict = self.verdict
        if verdict is None:
            return Content("")
        low = self.app.size.height < _LOW and not self.whole
        lines = [_styled(verdict.summary, "bold"), Content.assemble((numbers(verdict), "$tone-muted"))]
        if verdict.meaning and not low:
            lines.append(_styled(verdict.meaning))
        advice = verdict.next[:1] if low else verdict.next
        lines += [Content.assemble(("→ ", "$tone-event"), visible_text(each)) for each in advice]
        if low and (verdict.meaning or len(verdict.next) > 1):
            lines[-1] += Content.styled(_more(), "$tone-event")
        return Content("\n").join(lines)

    def render(self) -> Content:
        """The lines that there is room for, the last one telling where there are more."""
        width = self.content_size.width
        lines = self._lines(width)
        shown = lines[self._top : self._top + self._room]
        below = self._top + len(shown) < len(lines)
        if below and shown:
            more = _FURTHER if self.whole else _more()
            shown[-1] = shown[-1].rstrip().truncate(max(0, width - len(more))) + Content.styled(more, "$tone-event")
        return Content("\n").join(shown)

    async def _on_click(self, event: events.Click) -> None:
        """More of it, then less, as its key does."""
        event.stop()
        await self.run_action("screen.verdict")

    def wheel(self, direction: int) -> None:
        """Scroll."""
        self.scroll_text(direction)


def _more() -> str:
    return f" … {key_of('verdict')}: all of it"


def numbers(verdict: Verdict) -> str:
    """The verdict's figures in one line."""
    parts = [f"stage {verdict.stage}", f"ended by {verdict.ended_by}"]
    if verdict.errno_name:
        parts.append(verdict.errno_name)
    parts += [_sent(verdict.sent), f"received {exact(verdict.received.bytes)}"]
    if verdict.received.unread:
        parts.append(f"{exact(verdict.received.unread)} unread")
    if verdict.response is not None:
        parts += _response(verdict.response)
    return " · ".join(parts)


def _sent(sent: SentBytes) -> str:
    parts = [f"sent {exact(sent.bytes)}"]
    parts.append("acknowledged: not available" if sent.acked is None else f"{sent.acked:,} acknowledged")
    if sent.unacked:
        parts.append(f"{sent.unacked:,} of unknown fate")
    if sent.unsent:
        parts.append(f"{sent.unsent:,} never left")
    return ", ".join(parts)


def _response(response: Response) -> list[str]:
    parts = []
    if response.status is not None:
        parts.append(f"status {response.status}")
    if response.missing:
        parts.append(f"{exact(response.missing)} missing")
    return parts


def _styled(text: str, style: str = "") -> Content:
    return Content.styled(visible_text(text), style)
