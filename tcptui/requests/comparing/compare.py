"""Two runs of a conversation beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from tcptui.protocol.units import exact
from tcptui.requests.comparing.content import message_differences
from tcptui.requests.comparing.difference import Comparison, Difference, Pair
from tcptui.requests.comparing.happened import event_differences
from tcptui.requests.comparing.pairing import paired
from tcptui.requests.comparing.rules import Rule, judged
from tcptui.requests.comparing.transcript import Transcript, Utterance

MOST = 1000
"""Differences of one pair that are told: nobody reads on, and two large files may differ in every line."""


def compare(left: Transcript, right: Transcript, rules: Iterable[Rule] = ()) -> Comparison:
    """Pair the messages of both sides and tell what differs, in them and in what happened. Times are no difference.

    rules: what may differ; such a difference is told with the rule that allows it.
    """
    known = tuple(rules)
    pairs = tuple(
        Pair(one, other, judged(islice(_differences(left.framing, one, other), MOST), known))
        for one, other in paired(left, right)
    )
    return Comparison(pairs, judged(event_differences(left.incidents, right.incidents), known))


def _differences(framing: str, left: Utterance | None, right: Utterance | None) -> Iterator[Difference]:
    if left is not None and right is not None:
        yield from message_differences(framing, left, right)
    else:
        yield Difference("message", "", _words(left), _words(right))


def _words(one: Utterance | None) -> str | None:
    return None if one is None else (one.text or exact(one.size))
