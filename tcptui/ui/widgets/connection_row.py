"""One connection in one line: number, mark of the state, target, and what is to be known first."""

from __future__ import annotations

from tcptui.protocol.glyphs import visible
from tcptui.protocol.units import size
from tcptui.ui.fitting import filled
from tcptui.ui.sessions import Session
from tcptui.ui.widgets.board import Pieces

_BYTES = 9
"""Cells for the bytes both ways; where the line is short they stand in the place of the news."""

_WIDE = 44


def connection_row(session: Session, width: int, *, here: bool) -> Pieces:
    """The line, `width` cells wide. here: it is the one in view, or under the cursor."""
    mark, tone = session.shape
    story = session.story
    moved = size(story.read + story.taken)
    news, news_tone = _news(session)
    if not news and width < _WIDE:
        news, news_tone = moved, "muted"
    right = f"{moved:>{_BYTES}}" if width >= _WIDE else ""
    room = max(1, width - 8 - len(news) - len(right))
    name = filled(visible(session.title.encode("utf-8", "surrogateescape")), room)
    if here:
        return ((f"{session.label:>4} {mark} {name} {news}{right}", "reverse "),)
    return (
        (f"{session.label:>4} ", ""),
        (mark, tone),
        (f" {name} ", ""),
        (news, news_tone),
        (right, "muted"),
    )


def _news(session: Session) -> tuple[str, str]:
    """What is new since it was looked at, else how it ended, else nothing."""
    badge, verdict = session.badge, session.story.verdict
    if badge is not None:
        return f"{badge.mark} {badge.words}", f"bold {badge.tone}" if badge.pressing else badge.tone
    return (verdict.outcome, "muted") if verdict else ("", "")
