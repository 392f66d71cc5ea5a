"""Everything that the screen shows about a connection, explained: texts only, imported when someone asks.

A topic is a word by which a figure, a state or an ending names its lesson: `send-queue`, `state.CLOSE_WAIT`,
`outcome.reset`.
"""

from __future__ import annotations

from tcptui.protocol.teaching.endings import ENDINGS
from tcptui.protocol.teaching.figures import FIGURES
from tcptui.protocol.teaching.lesson import Lesson
from tcptui.protocol.teaching.outcomes import OUTCOMES
from tcptui.protocol.teaching.states import STATES
from tcptui.protocol.teaching.timings import TIMINGS

__all__ = ["LESSONS", "Lesson", "lesson"]

LESSONS: dict[str, Lesson] = {**STATES, **FIGURES, **TIMINGS, **ENDINGS, **OUTCOMES}
"""Every lesson by its topic, in the order in which they are best read."""

_UNKNOWN = Lesson(
    title="unknown",
    what="This version of tcptui has no explanation for it.",
    source="The kernel's or the record's own word, shown as it is.",
    worry="A newer kernel or a newer tcptui may have written it.",
    attempt="Look the word up in tcp(7) or ss(8).",
)


def lesson(topic: str) -> Lesson:
    """The lesson on a topic; for one that is not known, a lesson that says so."""
    return LESSONS.get(topic, _UNKNOWN)
