"""The lines of the list of connections: number, mark of the state, target, and what is to be known first."""

from __future__ import annotations

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import size
from tcptui.ui.fitting import filled
from tcptui.ui.ordering import COLUMNS, Column, Order
from tcptui.ui.sessions import Session
from tcptui.ui.widgets.board import Pieces

_BYTES = 9
"""Cells for the bytes both ways; where the line is short they stand in the place of the news."""

_WIDE = 44

MARK = "◆"
"""Before a connection that is marked."""


def connection_row(session: Session, width: int, *, here: bool, marked: bool = False) -> Pieces:
    """The line, `width` cells wide. here: it is the one in view, or under the cursor."""
    mark, tone = session.shape
    story = session.story
    moved = size(story.read + story.taken)
    news, news_tone = _news(session)
    if not news and width < _WIDE:
        news, news_tone = moved, "muted"
    right = f"{moved:>{_BYTES}}" if width >= _WIDE else ""
    room = max(1, width - 9 - len(news) - len(right))
    name = filled(visible_text(session.title), room)
    chosen = MARK if marked else " "
    if here:
        return ((f"{chosen}{session.label:>4} {mark} {name} {news}{right}", "reverse "),)
    return (
        (chosen, "bold event"),
        (f"{session.label:>4} ", ""),
        (mark, tone),
        (f" {name} ", ""),
        (news, news_tone),
        (right, "muted"),
    )


def head(order: Order) -> Pieces:
    """The line of the columns, the one that is sorted by with an arrow."""
    arrow = "▲" if order.backward else "▼"
    pieces: list[tuple[str, str]] = []
    for column in COLUMNS:
        chosen = column == order.column
        name = " #" if column == "number" else column
        pieces.append((f"{name}{arrow if chosen else ' '} ", "bold event" if chosen else "muted"))
    return tuple(pieces)


def column_at(order: Order, x: int) -> Column | None:
    """The column that is told at cell x of that line."""
    for column, (text, _) in zip(COLUMNS, head(order), strict=True):
        x -= len(text)
        if x < 0:
            return column
    return None


def _news(session: Session) -> tuple[str, str]:
    """What is new since it was looked at, else how it ended, else nothing."""
    badge, verdict = session.badge, session.story.verdict
    if badge is not None:
        return f"{badge.mark} {badge.words}", f"bold {badge.tone}" if badge.pressing else badge.tone
    return (verdict.outcome, "muted") if verdict else ("", "")
