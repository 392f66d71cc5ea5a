"""What happened to the connection in two runs, event by event."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from tcptui.requests.comparing.difference import Difference
from tcptui.requests.comparing.transcript import Incident


def event_differences(left: tuple[Incident, ...], right: tuple[Incident, ...]) -> Iterator[Difference]:
    """What happened on one side only, and what happened on both but otherwise. Times are no difference."""
    matcher = SequenceMatcher(None, [one.name for one in left], [one.name for one in right], autojunk=False)
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(left[a:a_end], right[b:b_end], strict=True):
                if one.detail != other.detail:
                    yield Difference("event", one.name, one.detail, other.detail)
        else:
            yield from (Difference("event", one.name, _words(one), None) for one in left[a:a_end])
            yield from (Difference("event", one.name, None, _words(one)) for one in right[b:b_end])


def _words(one: Incident) -> str:
    return one.detail or one.name
