"""Which connections a list shows, and in which order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal

from tcptui.protocol.frozen import frozen
from tcptui.ui.figures import state_words
from tcptui.ui.sessions import Session

if TYPE_CHECKING:
    from tcptui.ui.groups import Share

Column = Literal["number", "target", "state", "bytes", "newest"]
COLUMNS: tuple[Column, ...] = ("number", "target", "state", "bytes", "newest")

MOVING: frozenset[Column] = frozenset({"state", "bytes", "newest"})
"""Columns whose order may change without a connection coming or going."""

_STATES = "✕◌◎●◐○"
"""Marks of states, those first that one looks for."""


def _pressing(session: Session) -> tuple[bool, int]:
    return not session.pressing, _STATES.find(session.shape[0])


_KEYS: dict[Column, Callable[[Session], Any]] = {
    "target": lambda session: session.story.target,
    "state": _pressing,
    "bytes": lambda session: -(session.story.read + session.story.taken),
    "newest": lambda session: -session.pulse.last_t,
}


@frozen
class Order:
    """How a list is sorted and what it leaves out.

    text: what a shown connection has to contain, in lower case; share: of which group, and standing how, it has to be.
    """

    column: Column = "number"
    backward: bool = False
    text: str = ""
    share: Share | None = None

    @property
    def filters(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.text) or self.share is not None

    def of(self, sessions: Iterable[Session]) -> list[Session]:
        """Those that are shown, in this order; equal ones in the order of their numbers."""
        shown = list(sessions) if self.share is None else [one for one in sessions if self.share.holds(one)]
        if self.text:
            shown = [session for session in shown if self.text in _words(session)]
        key = _KEYS.get(self.column)
        if key is not None:
            shown.sort(key=key)
        return shown[::-1] if self.backward else shown


def _words(session: Session) -> str:
    """What can be found of a connection: its number, target, state, ending and news."""
    story, badge = session.story, session.badge
    ending = story.verdict.outcome if story.verdict else ""
    news = badge.words if badge else ""
    return f"{session.label} {session.title} {state_words(story)[0]} {ending} {news}".lower()
