"""What `status` answers: the sidebar's figures in its words."""

from __future__ import annotations

from tcptui.protocol.units import exact
from tcptui.ui.figures import figures_of, state_words
from tcptui.ui.sessions import Session

_ROWS = (
    ("out", "acked", "send"),
    ("in", "recv"),
    ("rtt", "cwnd", "window", "retrans"),
    ("resolve", "connect", "first", "last"),
    ("clients", "waiting", "room"),
)
"""The figures that stand in one line."""


def status_lines(session: Session) -> list[str]:
    """State, addresses, bytes and queues of a connection."""
    story = session.story
    figures = figures_of(session)
    name, means = state_words(story)
    local = f"{story.local} → " if story.local else ""
    lines = [
        f"{session.shape[0]} {name}: {means}",
        f"connection {session.label}: {local}{story.remote or story.target}",
    ]
    for row in _ROWS:
        shown = [f"{figures[place].label} {figures[place].value}" for place in row if place in figures]
        lines += [" · ".join(shown)] if shown else []
    if not story.is_listener:
        lines.append(f"framing {story.framing}: {exact(story.answers_complete, 'complete answer')}")
    if story.verdict:
        lines.append(f"{story.verdict.outcome}: {story.verdict.summary}")
    return lines
