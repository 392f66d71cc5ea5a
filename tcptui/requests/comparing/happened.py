"""What happened to the connection in two runs, event by event."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from tcptui.requests.comparing.difference import Difference
from tcptui.requests.comparing.transcript import Incident, Transcript

_CLOSING: Final = frozenset({"closed", "peer-fin"})
_OF_THE_END: Final = frozenset({"closed", "outcome", "acked", "unsent"})


def event_differences(ours: Transcript, theirs: Transcript) -> Iterator[Difference]:
    """What happened on one side only, and what happened on both but otherwise. Times are no difference.

    Whoever closes first sees no FIN of the peer's: where only one side did, neither that nor the closing is compared;
    and where one has no verdict (yet), our closing of the other and what came of it are not.
    """
    left, right = ours.incidents, theirs.incidents
    if not (ours.over and theirs.over):
        left, right = _without(_OF_THE_END, left), _without(_OF_THE_END, right)
    if _closed_first(left) != _closed_first(right):
        left, right = _without(_CLOSING, left), _without(_CLOSING, right)
    matcher = SequenceMatcher(None, [one.name for one in left], [one.name for one in right], autojunk=False)
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(left[a:a_end], right[b:b_end], strict=True):
                if one.detail != other.detail:
                    yield Difference("event", one.name, one.detail, other.detail)
        else:
            yield from (Difference("event", one.name, _words(one), None) for one in left[a:a_end])
            yield from (Difference("event", one.name, None, _words(one)) for one in right[b:b_end])


def _closed_first(happened: tuple[Incident, ...]) -> bool:
    """Whether the conversation ended by our closing before the peer did anything to end it."""
    peers = any(one.name in ("peer-fin", "peer-rst", "network-error") for one in happened)
    return not peers and any(one.name == "closed" and one.ours for one in happened)


def _without(names: frozenset[str], happened: tuple[Incident, ...]) -> tuple[Incident, ...]:
    return tuple(one for one in happened if one.name not in names)


def _words(one: Incident) -> str:
    return one.detail or one.name
