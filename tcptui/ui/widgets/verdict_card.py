"""The verdict on a connection that has ended: it stands above the input and never takes a key."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tcptui.protocol.glyphs import visible
from tcptui.protocol.verdict import Response, SentBytes, Verdict
from tcptui.ui.units import exact
from tcptui.ui.wording import mark, verdict_tone

_COMPACT_BELOW = 30
"""Rows of the screen below which the card tells the sentence, the numbers and the first advice only."""


class VerdictCard(Widget):
    """The sentence first, then the numbers, then what it usually means, then what to try."""

    verdict: reactive[Verdict | None] = reactive(None, layout=True)

    def __init__(self) -> None:
        super().__init__(id="verdict")
        self.display = False

    def watch_verdict(self, verdict: Verdict | None) -> None:
        """Take the ending's colour and name."""
        if verdict is None:
            return
        tone = verdict_tone(verdict)
        for each in ("good", "event", "warning", "failure", "muted"):
            self.set_class(each == tone, f"-{each}")
        self.border_title = f"{mark(tone)} {verdict.outcome}"
        self.border_subtitle = "F6 hides"

    def render(self) -> Content:
        """The card's text, which wraps at its width."""
        verdict = self.verdict
        if verdict is None:
            return Content("")
        compact = self.app.size.height < _COMPACT_BELOW
        lines = [_styled(verdict.summary, "bold"), Content.assemble((numbers(verdict), "$tone-muted"))]
        if not compact and verdict.meaning:
            lines.append(_styled(verdict.meaning))
        advice = verdict.next[:1] if compact else verdict.next
        lines += [Content.assemble(("→ ", "$tone-event"), _safe(each)) for each in advice]
        return Content("\n").join(lines)


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


def _safe(text: str) -> str:
    return visible(text.encode("utf-8", "surrogateescape"))


def _styled(text: str, style: str = "") -> Content:
    return Content.styled(_safe(text), style)
