"""What was said on a connection before, as a request that says it again: at the times of then, or answer by answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tcptui.protocol.framing.table import parse_framing
from tcptui.requests.conditions import Amount, Condition, Happened, Messages
from tcptui.requests.exact import step_for
from tcptui.requests.model import CloseStep, Pause, SavedRequest, Step, Wait
from tcptui.requests.turns import Ended, Turn

APART: Final = 2_000_000
"""Nanoseconds: what the kernel took within this time of what it took before was mostly one send of ours."""

_USUAL: Final = 5.0
_PATIENCE: Final = 2.0
"""What came within these seconds is waited for as long as any step; for what took longer, so many times as long."""


def retold(
    turns: Sequence[Turn | Ended], stood: int, name: str, target: str, framing: str, *, by_answers: bool
) -> SavedRequest:
    """The request. turns: with what we sent apart by its times; stood: when the connection did, ns; framing: as it was.

    by_answers: before each send as many messages are waited for as had come then, or, where the framing finds none, as
    many bytes; otherwise each send comes as long after the one before as it did, and all that came is waited for at
    the end. Either way the ending is waited for where the peer made it.
    """
    teller = _Teller(turns, stood, framing)
    steps = teller.by_answers() if by_answers else teller.by_times()
    return SavedRequest(name, target, tuple(steps), framing=framing)


class _Teller:
    """Tells one conversation again."""

    def __init__(self, turns: Sequence[Turn | Ended], stood: int, framing: str) -> None:
        self._turns = turns[: _behind_our_closing(turns)]
        self._stood = stood
        self._messages = _messages(self._turns, framing)
        self._count = 0
        self._since = self._until = stood

    def by_answers(self) -> Iterator[Step]:
        """What came is waited for before what we did next."""
        for at, turn in enumerate(self._turns):
            if _came(turn):
                self._comes(at, turn)
            else:
                yield from self._waits(turn.t)
                yield self._does(at, turn)
        yield from self._waits(self._until)

    def by_times(self) -> Iterator[Step]:
        """All waiting comes behind the last thing that we did, but for a closing, which would cut off what comes."""
        ours = [at for at, turn in enumerate(self._turns) if turn.direction == "out"]
        last = ours[-1] if ours else -1
        before = self._stood
        for at, turn in enumerate(self._turns):
            if _came(turn):
                self._comes(at, turn)
            elif turn.direction == "out":
                does = self._does(at, turn)
                if isinstance(does, CloseStep) and does.how != "half":
                    yield from self._waits(turn.t)
                if turn.t > before:
                    yield Pause(round((turn.t - before) / 1e9, 6))
                yield does
                before = turn.t
            elif at > last:
                yield from self._waits(turn.t)
                yield self._does(at, turn)
        yield from self._waits(self._until)

    def _comes(self, at: int, turn: Turn | Ended) -> None:
        assert isinstance(turn, Turn), "an end is not something that came"
        self._count += self._messages[at] if self._messages else len(turn.data)
        self._until = turn.until

    def _waits(self, now: int) -> Iterator[Step]:
        """The step that waits for what came since the last one, where there is anything."""
        if self._count:
            what: Condition = Messages(self._count) if self._messages else Amount(self._count)
            yield Wait(what, _within(self._until - self._since))
        self._count, self._since = 0, now

    def _does(self, at: int, turn: Turn | Ended) -> Step:
        match turn:
            case Turn():
                return step_for(turn.data)
            case Ended(direction="out", how="rst"):
                return CloseStep("rst")
            case Ended(direction="out"):
                return CloseStep("half" if at + 1 < len(self._turns) else "fin")
            case Ended():
                return Wait(Happened("peer-fin" if turn.how == "fin" else "peer-rst"), _within(turn.t - self._since))


def _came(turn: Turn | Ended) -> bool:
    return isinstance(turn, Turn) and turn.direction == "in"


def _behind_our_closing(turns: Sequence[Turn | Ended]) -> int:
    """How many turns there are up to our RST: behind it nothing can be waited for."""
    aborted = (at for at, one in enumerate(turns) if isinstance(one, Ended) and one[1:] == ("out", "rst"))
    return next(aborted, len(turns) - 1) + 1


def _messages(turns: Sequence[Turn | Ended], framing: str) -> dict[int, int]:
    """How many whole messages ended in each turn of the peer's; nothing at all where the framing found none."""
    dialogue = parse_framing(framing).dialogue()
    found: dict[int, int] = {}
    for at, turn in enumerate(turns):
        match turn:
            case Turn(direction="out", data=data):
                dialogue.sent(data)
            case Turn(data=data):
                whole = [one for one in dialogue.received(data) if one.found.complete and one.found.final]
                found[at] = len(whole) if dialogue.response.framing != "none" else 0
            case Ended(direction="out", how="fin"):
                dialogue.own_fin()
            case Ended():
                pass
    return found if any(found.values()) else {}


def _within(nanoseconds: int) -> float | None:
    seconds = nanoseconds / 1e9
    return None if seconds <= _USUAL else round(_PATIENCE * seconds, 6)
