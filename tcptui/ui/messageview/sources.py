"""Which connections' messages are being read, and under which framings they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from tcptui.protocol.framing.table import Framing, FramingError, parse_framing
from tcptui.ui.messageview.source import MessageSource

if TYPE_CHECKING:
    from tcptui.ui.sessions import Session

_KEPT = 4
"""Connections whose messages stay read while others are in view."""


class Sources:
    """One for each connection that was looked at lately. problem: why the one that was asked for last can't be read,
    one sentence, else empty."""

    def __init__(self) -> None:
        self.problem = ""
        self._kept: OrderedDict[int, MessageSource] = OrderedDict()
        self._chosen: dict[int, Framing] = {}

    def of(self, session: Session) -> MessageSource | None:
        """A connection's messages; None where they can't be read."""
        self.problem = ""
        found = self._kept.get(session.key)
        if found is None or found.session is not session:
            self._drop(session.key)
            found = self._begin(session)
        if found is not None:
            self._kept[session.key] = found
            self._kept.move_to_end(session.key)
        while len(self._kept) > _KEPT:
            self._drop(next(iter(self._kept)))
        return found

    def look_at(self, source: MessageSource | None) -> None:
        """Read for this one only; None: for none, while other views are in front."""
        for one in self._kept.values():
            one.rest(resting=one is not source)

    def _begin(self, session: Session) -> MessageSource | None:
        chosen = self._chosen.get(session.key)
        try:
            framing = chosen or parse_framing(session.story.framing or "none")
            return MessageSource(session, framing, again=chosen is not None)
        except (FramingError, OSError) as error:
            self.problem = f"The messages can't be read: {error}"
            return None

    def choose(self, session: Session, framing: Framing) -> None:
        """Look at a connection under this framing from now on; under its own, as it was recorded."""
        self._drop(session.key)
        if framing.name == session.story.framing:
            self._chosen.pop(session.key, None)
        else:
            self._chosen[session.key] = framing

    def framing_of(self, session: Session) -> str:
        """The name of the framing under which a connection is looked at."""
        chosen = self._chosen.get(session.key)
        return chosen.name if chosen is not None else session.story.framing or "none"

    def words(self, session: Session) -> str:
        """That framing, what `auto` found, and whether the bytes are read again for it."""
        name = self.framing_of(session)
        source = self._kept.get(session.key)
        told = name if source is None or source.became == name else f"{name}: {source.became}"
        return f"{told}, read again" if session.key in self._chosen else told

    def forget(self, session: Session) -> None:
        """A session's tab was closed."""
        self._drop(session.key)
        self._chosen.pop(session.key, None)

    def stop(self) -> None:
        """Read no more."""
        for key in list(self._kept):
            self._drop(key)

    def _drop(self, key: int) -> None:
        source = self._kept.pop(key, None)
        if source is not None:
            source.stop()
