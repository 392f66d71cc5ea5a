"""How `wait`, `expect` and `capture` look at what came: from where, and when it is known that it won't come.

Steps look at what came since a step last sent something after a look: so in `send, expect, send, expect` each `expect`
has its own answer, whenever it came, and two in a row look at the same one. `wait` goes on behind what the `wait`
before it found. Among several messages the first that fits counts, and none before one that fitted already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tcptui.protocol.events import Closed
from tcptui.protocol.units import exact
from tcptui.protocol.wording import sentence
from tcptui.requests import conditions as cond
from tcptui.requests import model
from tcptui.requests.describing import expected_words, source_words
from tcptui.requests.filling import Filling
from tcptui.requests.replaying.heard import Heard, Stretch
from tcptui.requests.replaying.judging import Look, captured, meets
from tcptui.requests.replaying.shortfall import Unmet, absent, beginning, together, unmet


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step went. failure: None where it is met; size: bytes that it sent."""

    failure: Unmet | None = None
    size: int | None = None

    @classmethod
    def failed(cls, expected: str, got: str) -> Outcome:
        """A step that is not met."""
        return cls(Unmet(expected, got))


DONE = Outcome()


class Watching:
    """One replay's looks at what its connection has heard."""

    def __init__(self, heard: Heard, filling: Filling) -> None:
        self._heard = heard
        self._filling = filling
        self._hide = filling.values.mask
        self.mark = 0
        """The offset in what came from which steps look."""
        self.closed = False
        """A step has closed the connection: nothing more is looked for."""
        self._fitted = 0  # where the last stretch that met an `expect` begins
        self._waited = 0  # behind what a `wait` found
        self._looked = 0  # behind all that a step was met by
        self._filled: tuple[cond.Condition, ...] | None = None
        self._sources: list[cond.Source] | None = None
        # Of the step at hand: behind the messages that it has looked at, how many it took, the last one.
        self._tried = 0
        self._counted = 0
        self._met = False
        self._nearest: Look | None = None

    def begin(self) -> None:
        """Another step is at hand."""
        self._filled = self._sources = None
        self._tried = self._counted = 0
        self._met = False
        self._nearest = None

    def sent(self) -> None:
        """A step has sent something: what was looked at before belongs to what was sent before."""
        self.mark = max(self.mark, self._looked, self._waited)
        self._fitted = self._waited = self.mark
        self._heard.forget(self.mark)

    def ending(self) -> str:
        """How the connection ended, for people; while it has not, it was we who closed it."""
        event = self._heard.ended
        if event is None:
            return "we closed the connection"
        told = None if isinstance(event, Closed) else sentence(event)
        return "the connection is closed" if told is None else told[0]

    # -- wait

    def wait(self, what: cond.Condition, late: bool) -> Outcome | None:
        """None while it may still come. late: the time is up."""
        (condition,) = self._conditions((what,))
        if self._came(condition):
            return DONE
        if not late and self._may_come(condition):
            return None
        some = f"{exact(self._counted, 'message')}; " if self._counted else ""
        return Outcome.failed(expected_words(condition, self._hide), f"{some}{self._instead()}")

    def lacking(self, what: str, late: bool) -> Outcome | None:
        """Of an answer that has not come: None while it may still come. what: its words."""
        may_come = self._heard.ended is None and self._heard.problem is None
        return None if may_come and not late else Outcome.failed(what, self._instead())

    def _came(self, condition: cond.Condition) -> bool:
        match condition:
            case cond.Happened(event):
                return self._happened(event)
            case cond.End():
                return self._heard.ended is not None or self.closed
            case cond.Messages(count):
                return self._counts(count)
            case cond.Amount(count):
                return self._amounts(count)
            case _:
                return self._pattern_came(condition)

    def _counts(self, wanted: int) -> bool:
        """Take one message after the other, as far as they came, up to the last one that is wanted."""
        for found in self._heard.whole(max(self._waited, self._tried)):
            self._tried = found.end
            self._counted += 1
            if self._counted == wanted:
                self._waited = found.end
                return True
        return False

    def _amounts(self, wanted: int) -> bool:
        enough = self._heard.end - self._waited >= wanted
        self._waited += wanted if enough else 0
        return enough

    def _pattern_came(self, condition: cond.Condition) -> bool:
        data = self._heard.since(self._waited)
        begin = self._heard.end - len(data)
        look = Look(Stretch(begin, begin + len(data), data, "none"))
        if not meets(condition, look):
            return False
        self._waited = begin + look.found_end
        return True

    def _may_come(self, condition: cond.Condition) -> bool:
        match condition:
            case cond.Happened() | cond.End():
                return not self._heard.dead and not self.closed
            case cond.Messages():
                return self._heard.ended is None and self._heard.problem is None and not self.closed
            case _:
                return self._heard.ended is None and not self.closed

    def _happened(self, event: cond.EventName) -> bool:
        return event in self._heard.happened

    # -- expect

    def expect(self, step: model.Expect, late: bool) -> Outcome | None:
        """None while it may still be met. late: the time is up."""
        conditions = self._conditions(step.conditions)
        data = [one for one in conditions if not isinstance(one, cond.Happened)]
        missing = [one for one in conditions if isinstance(one, cond.Happened) and not self._happened(one.event)]
        met = self._meets(data)
        if met and not missing:
            return DONE
        hopeless = (not met and not self._more_may_come()) or (missing and (self._heard.dead or self.closed))
        if not late and not hopeless:
            return None
        failures = [
            *([] if met else self._lacking(data)),
            *(Unmet(expected_words(one, self._hide), self._instead()) for one in missing),
        ]
        return Outcome(together(failures))

    def _lacking(self, conditions: Sequence[cond.Condition]) -> list[Unmet]:
        """What the last stretch does not meet; where there was none, nothing is met."""
        if self._nearest is None:
            return [Unmet(expected_words(one, self._hide), self._instead()) for one in conditions]
        return [failure for one in conditions if (failure := unmet(one, self._nearest, self._hide)) is not None]

    def _meets(self, conditions: Sequence[cond.Condition]) -> bool:
        """Whether one stretch meets them all."""
        if self._met or not conditions:
            return True
        for stretch in self._stretches():
            look = Look(stretch)
            if all(meets(one, look) for one in conditions):
                self._fits(stretch, look)
                self._met = True
                break
            self._nearest = look
        return self._met

    def _stretches(self) -> Iterator[Stretch]:
        """What the step has not looked at yet: each message once, or all bytes again."""
        for stretch in self._heard.stretches(max(self._fitted, self._tried)):
            if stretch.found is not None:
                self._tried = stretch.end
            yield stretch

    def _fits(self, stretch: Stretch, look: Look) -> None:
        if stretch.found is not None:
            self._fitted = stretch.start
        end = stretch.end if stretch.found is not None else stretch.start + look.found_end
        self._looked = max(self._looked, end)

    def _more_may_come(self) -> bool:
        """Whether another look can find more: not after the end, and not behind an answer that is the only one owed."""
        if self._heard.ended is not None or self._heard.problem is not None or self.closed:
            return False
        answered = self._heard.framing == "http" and bool(self._heard.whole(self._fitted))
        return not answered or self._heard.owed

    # -- capture

    def capture(self, step: model.Capture, late: bool) -> Outcome | None:
        """Put the values into the variables, all of them out of one stretch; None while they may still come."""
        sources = self._places(step)
        for stretch in self._stretches():
            look = self._nearest = Look(stretch)
            values = [captured(source, look) for source in sources]
            if None not in values:
                self._keep(step, values)
                self._fits(stretch, look)
                return DONE
        if not late and self._more_may_come():
            return None
        return Outcome(self._not_there(step))

    def _places(self, step: model.Capture) -> list[cond.Source]:
        """Where its values are looked for, with variables filled in, once a step as with conditions."""
        if self._sources is None:
            self._sources = [self._source(take.source) for take in step.takes]
        return self._sources

    def _source(self, source: cond.Source) -> cond.Source:
        if isinstance(source, cond.FromRegex):
            return replace(source, pattern=self._filling.pattern(source.pattern))
        return source

    def _keep(self, step: model.Capture, values: list[str | None]) -> None:
        for take, value in zip(step.takes, values, strict=True):
            self._filling.values.captured(take.name, value or "", secret=take.secret)

    def _not_there(self, step: model.Capture) -> Unmet:
        """The first value that the last stretch does not have."""
        look = self._nearest
        places = zip(step.takes, self._places(step), strict=True)
        take = next(take for take, source in places if look is None or captured(source, look) is None)
        expected = f"{take.name} from {source_words(take.source, self._hide)}"
        return Unmet(expected, self._instead() if look is None else absent(take.source, look, self._hide))

    # -- words

    def _conditions(self, conditions: tuple[cond.Condition, ...]) -> tuple[cond.Condition, ...]:
        """With variables filled in, once a step: `{{random()}}` in one is the same at each look."""
        if self._filled is None:
            self._filled = tuple(self._filling.condition(one) for one in conditions)
        return self._filled

    def _instead(self) -> str:
        """What there is where nothing fits: what came, and why no more comes."""
        data = self._heard.since(self.mark)
        came = "nothing came"
        if data:
            whole = not self._heard.framed or self._heard.problem is not None or self._heard.whole(self.mark)
            how = "came" if whole else "came and make no whole message"
            came = f"{exact(len(data))} {how}: {beginning(data, self._hide)}"
        if (problem := self._heard.problem) is not None:
            return f"{came}; {problem[:1].lower()}{problem[1:].rstrip('.')}"
        return f"{came}; {self.ending()}" if self._heard.ended is not None else came
