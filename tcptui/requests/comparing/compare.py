"""Two runs of a conversation beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice, zip_longest

from tcptui.protocol.units import exact
from tcptui.requests.comparing.content import message_differences
from tcptui.requests.comparing.difference import ALTOGETHER, MOST, Comparison, Difference, Pair
from tcptui.requests.comparing.happened import event_differences
from tcptui.requests.comparing.pairing import paired
from tcptui.requests.comparing.rules import Rule, judged
from tcptui.requests.comparing.secrets import Secrets
from tcptui.requests.comparing.transcript import Transcript, Utterance


def _unheard(share: float) -> None:
    """Nobody wants to know how far it is."""


def compare(
    left: Transcript, right: Transcript, rules: Iterable[Rule] = (), told: Callable[[float], object] = _unheard
) -> Comparison:
    """Pair the messages of both sides and tell what differs, in them and in what happened. Times are no difference.

    rules: what may differ; such a difference is told with the rule that allows it; told: how much is done, 0..1, after
    each pair: what it raises ends the comparing. Secrets are told by their numbers, to the rules as well.
    """
    known = tuple(rules)
    by_turns = chain.from_iterable(zip_longest(left.utterances, right.utterances))
    secrets = Secrets(one for one in by_turns if one is not None)
    left, right = _without(left, secrets), _without(right, secrets)
    pairs = []
    most = max(1, len(left.utterances), len(right.utterances))
    couples, by_place = paired(left, right)
    left_to_tell = ALTOGETHER
    for one, other in couples:
        limit = min(MOST, max(1, left_to_tell))
        found = list(islice(_differences(left.framing, right.framing, one, other, secrets), limit + 1))
        left_to_tell -= min(limit, len(found))
        pairs.append(Pair(one, other, judged(found[:limit], known), len(found) > limit))
        told(min(1.0, len(pairs) / most))
    return Comparison(tuple(pairs), judged(event_differences(left, right), known), by_place, secrets)


def rejudged(comparison: Comparison, rules: Iterable[Rule]) -> Comparison:
    """The same comparison under other rules."""
    known = tuple(rules)
    pairs = tuple(replace(pair, differences=judged(pair.differences, known)) for pair in comparison.pairs)
    return replace(comparison, pairs=pairs, events=judged(comparison.events, known))


def _without(side: Transcript, secrets: Secrets) -> Transcript:
    """The side, no first line of which tells a secret."""
    shown = (replace(one, text=secrets.of(one).first_line(one.text)) for one in side.utterances)
    return replace(side, utterances=tuple(shown)) if secrets.any else side


def _differences(
    left_framing: str, right_framing: str, left: Utterance | None, right: Utterance | None, secrets: Secrets
) -> Iterator[Difference]:
    if left is not None and right is not None:
        yield from message_differences(left_framing, right_framing, left, right, secrets.of(left, right))
    else:
        yield Difference("message", "", _words(left), _words(right))


def _words(one: Utterance | None) -> str | None:
    return None if one is None else (one.text or exact(one.size))
