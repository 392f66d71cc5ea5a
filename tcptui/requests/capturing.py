"""What was said on a connection as the steps that say it again: what we sent to the byte, and waits for what came."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tcptui.protocol.framing.found import Found
from tcptui.protocol.framing.table import parse_framing
from tcptui.requests.conditions import Amount, Condition, End, Happened, HasBytes, Messages
from tcptui.requests.exact import step_for
from tcptui.requests.model import CloseStep, Expect, Pause, SendText, Step, Wait
from tcptui.requests.proposing import proposals
from tcptui.requests.replaying.heard import Stretch
from tcptui.requests.secrets.spotting import Spotter
from tcptui.requests.turns import Ended, Turn

APART: Final = 10_000_000
"""Nanoseconds of silence that are a pause."""

_TAIL: Final = 16
"""Bytes of an answer's end that are waited for where no framing tells where it ends."""

_SEEN: Final = 4096
"""Bytes of its end that tell whether a credential is in them."""

_LOOKED_AT: Final = 5000
"""Answers of which it is told what could be expected of them: more than anybody looks through."""

_LAST_LINE = re.compile(rb"[^\n]*\n?\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """One step that can be taken or left.

    taken: whether it is, where nobody says otherwise; answer: of something that could be expected, the number of the
    message that it is about, from 1: what is expected of one message becomes one step; guessed: it waits for bytes of
    which nobody knows whether they stay the same; secrets: values in what it sends that are known to be credentials.
    """

    step: Step
    taken: bool = True
    answer: int = 0
    guessed: bool = False
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Captured:
    """All that could become steps, in order. framing: what `auto` found, else the one that was given."""

    framing: str
    parts: tuple[Part, ...]

    @property
    def taken(self) -> frozenset[int]:
        """The indexes of the parts that are taken where nobody says otherwise."""
        return frozenset(index for index, part in enumerate(self.parts) if part.taken)

    def steps(self, taken: Collection[int] | None = None) -> tuple[Step, ...]:
        """The steps of the parts of these indexes; what is expected of the one message waited for is waited for."""
        chosen = self.taken if taken is None else taken
        found: list[Step] = []
        answer = 0
        for index, part in enumerate(self.parts):
            if index not in chosen:
                continue
            last = found[-1] if found else None
            if part.answer and part.answer == answer and isinstance(last, Expect) and isinstance(part.step, Expect):
                found[-1] = replace(last, conditions=last.conditions + part.step.conditions)
            elif part.answer and last == Wait(Messages(1)):
                found[-1] = part.step
            else:
                found.append(part.step)
            answer = part.answer
        return tuple(found)


def capture(
    turns: Sequence[Turn | Ended],
    framing: str,
    *,
    pauses: bool = False,
    expectations: bool = False,
    at: Callable[[int], object] = int,
) -> Captured:
    """What to do so that all of it is said once more.

    framing: by which answers are told apart; pauses: keep them as they were; expectations: add what could be expected;
    at: told the index of each turn that is looked at; what it raises ends the work.
    """
    capturer = _Capturer(turns, framing, pauses=pauses, expectations=expectations)
    parts: list[Part] = []
    for index in range(len(turns)):
        at(index)
        parts += capturer.parts(index)
    return Captured(capturer.framing, tuple(parts))


class _Capturer:
    def __init__(self, turns: Sequence[Turn | Ended], framing: str, *, pauses: bool, expectations: bool) -> None:
        self._turns = turns
        self._exchange = parse_framing(framing).dialogue()
        self._pauses = pauses
        self._expectations = expectations
        self._came = bytearray()
        self._base = 0  # the offset of the first byte in `_came`
        self._answers = 0

    @property
    def framing(self) -> str:
        """What the framing turned out to be."""
        return self._exchange.response.framing

    def parts(self, at: int) -> Iterator[Part]:
        """The parts of one turn."""
        turn = self._turns[at]
        if self._pauses and at and turn.direction == "out":
            before = self._turns[at - 1]
            silence = turn.t - (before.until if isinstance(before, Turn) else before.t)
            if silence >= APART:
                yield Part(Pause(round(silence / 1e9, 3)))
        match turn:
            case Turn(direction="out", data=data, secrets=secrets):
                self._exchange.sent(data)
                yield Part(step_for(data), secrets=secrets)
            case Turn(data=data):
                yield from self._came_in(at, data)
            case Ended():
                yield from self._ended(at, turn)

    def _came_in(self, at: int, data: bytes) -> Iterator[Part]:
        self._came += data
        whole = [seen.found for seen in self._exchange.received(data) if seen.found.complete and seen.found.final]
        if whole and self.framing != "none":
            yield Part(Wait(Messages(len(whole))))
            for found in whole:
                yield from self._about(found)
            self._forget(whole[-1].end)
            return
        after = self._turns[at + 1] if at + 1 < len(self._turns) else None
        # Where the peer's end is what comes next, that is waited for, whatever its last bytes are.
        if not (isinstance(after, Ended) and after.direction == "in"):
            tail = _tail(data)
            yield Part(Wait(_has(tail) if tail else Amount(len(data))), guessed=True)
        if self.framing == "none":
            yield from self._about_bytes(data)

    def _ended(self, at: int, ended: Ended) -> Iterator[Part]:
        yield from (Part(step) for step in _ending(self._turns, at))
        if ended.direction == "out":
            if ended.how == "fin":
                self._exchange.own_fin()
            return
        if ended.how == "fin":
            for seen in self._exchange.peer_fin():
                if seen.direction == "in" and seen.found.complete and seen.found.final:
                    yield from self._about(seen.found)
        if self._expectations:
            yield self._expected(Happened("peer-fin" if ended.how == "fin" else "peer-rst"))

    # What could be expected -----------------------------------------------------------------------------------------

    def _about(self, found: Found) -> Iterator[Part]:
        begin = max(0, found.start - self._base)
        data = bytes(self._came[begin : found.end - self._base]) if self._expectations else b""
        yield from self._proposed(Stretch(found.start, found.end, data, self.framing, found))

    def _about_bytes(self, data: bytes) -> Iterator[Part]:
        yield from self._proposed(Stretch(0, len(data), data, "none"))

    def _proposed(self, stretch: Stretch) -> Iterator[Part]:
        if self._expectations and self._answers < _LOOKED_AT:
            self._answers += 1
            for condition in proposals(stretch):
                yield Part(Expect((condition,)), taken=False, answer=self._answers)

    def _expected(self, condition: Condition) -> Part:
        self._answers += 1
        return Part(Expect((condition,)), taken=False, answer=self._answers)

    def _forget(self, offset: int) -> None:
        del self._came[: offset - self._base]
        self._base = offset


def _has(data: bytes) -> HasBytes:
    """Written as people can read it, where they can."""
    return HasBytes(data, "bytes" if isinstance(step_for(data), SendText) else "hex")


def _tail(data: bytes) -> bytes:
    """The last bytes of an answer, of its last line only: what stands there seldom differs from time to time.

    Nothing of a credential is in it; b"" where nothing else would be.
    """
    line = _LAST_LINE.search(data, max(0, len(data) - _TAIL))
    found = (line[0] if line is not None else b"") or data[-_TAIL:]
    text = data[-_SEEN:].decode("latin-1")
    begin = len(text) - len(found)
    secret = max((spot.end for spot in Spotter().spots(text) if spot.end > begin), default=begin)
    return found[secret - begin :]


def _ending(turns: Sequence[Turn | Ended], at: int) -> list[Step]:
    before, ended = turns[:at], turns[at]
    ends = [number for number, one in enumerate(before) if isinstance(one, Ended) and one.direction == "out"]
    goes_on = any(isinstance(one, Turn) for one in turns[at + 1 :])
    match ended:
        case Ended(direction="out", how="fin"):
            return [CloseStep("half" if goes_on else "fin")]
        case Ended(direction="out", how="rst"):
            return [] if ends else [CloseStep("rst")]
        case _:
            closed = bool(ends) and not any(isinstance(one, Turn) for one in before[ends[0] :])
            reset = any(isinstance(one, Ended) and one.how == "rst" for one in before)
            return [] if closed or reset else [Wait(End())]
