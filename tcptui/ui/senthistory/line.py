"""One thing that was sent, as the history shows and finds it."""

from __future__ import annotations

from typing import Final

import msgspec

from tcptui.journal.entries import ending
from tcptui.journal.sententry import SentEntry
from tcptui.protocol.wording import Tone

_ORDERLY: Final = ("complete", "closed")
_REFUSED: Final = "4"
"""The first digit of statuses from which on they tell of a failure (RFC 9110, section 15)."""


class SentLine(msgspec.Struct, frozen=True, gc=False):
    """text: its first line, masked, maybe with lone surrogates; end: what came of it; words: what it is found by, in
    lower case."""

    entry: SentEntry
    text: str
    end: str
    words: str

    @property
    def key(self) -> tuple[str, int]:
        """What no other has."""
        return self.entry.run, self.entry.pos

    @property
    def tone(self) -> Tone:
        """How good or bad what came of it is."""
        entry = self.entry
        bad = entry.last and entry.outcome is not None and entry.outcome not in _ORDERLY
        return "warning" if bad or any(one >= _REFUSED for one in entry.statuses.split()) else "muted"


def sent_line(entry: SentEntry, text: str, *, live: bool) -> SentLine:
    """The line of an entry. text: its first line; live: whether its run is still being recorded."""
    end = _end(entry, live=live)
    return SentLine(entry, text, end, f"{entry.target} {text} {end} {entry.run}".lower())


def _end(entry: SentEntry, *, live: bool) -> str:
    """The statuses of its answers, or whether anything came; of the last one how the connection ended, if not well.

    Where more was sent before anything came, no answer was missed: a request may be sent line by line.
    """
    said = entry.statuses or ("answered" if entry.heard else "")
    if not entry.last:
        return said or "more followed"
    if entry.outcome is None or entry.outcome in _ORDERLY:
        return said or ending(entry.outcome, live=live)
    return f"{entry.statuses} {entry.outcome}".lstrip()
