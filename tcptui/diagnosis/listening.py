"""The rules for a listener that listened: it has no peer, so that only its end can be told."""

from __future__ import annotations

from tcptui.diagnosis import words
from tcptui.diagnosis.case import Case, Finding


def closed(case: Case) -> Finding:
    """It took connections until it was told to stop."""
    assert case.story.listening is not None
    where, arrived = case.story.listening.address, case.story.arrived
    took = f"accepted {words.count(arrived, 'connection')}" if arrived else "nobody connected"
    meaning = (
        "Connections that it accepted go on without it." if arrived else "Nothing is wrong with it that we know of."
    )
    return Finding("closed", f"It listened on {where} for {words.seconds(case.lasted)} and {took}.", meaning)


RULES = (closed,)
"""In the order in which they are asked; the last one always answers."""
