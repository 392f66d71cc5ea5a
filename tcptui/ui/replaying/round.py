"""One replay on the screen: its connections, how far each is, and what can be done to all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tcptui.protocol.commands import Attach, Command
from tcptui.protocol.frozen import frozen
from tcptui.requests.model import Step
from tcptui.requests.plan import Plan
from tcptui.requests.reading import Read
from tcptui.requests.replaying.replay import Replay
from tcptui.requests.replaying.word import Word
from tcptui.ui.replaying.wanted import Source, Wanted


@frozen
class Count:
    """How many connections of a replay did all steps, failed one, are under way, and were stopped or cut off."""

    done: int
    failed: int
    under_way: int
    left: int


@dataclass(slots=True, eq=False)
class Round:
    """source, wanted: what and how, to do it again; read: the request as it was then; asked: connections in all.

    replays: by the number of the connection.
    """

    source: Source
    wanted: Wanted
    read: Read
    asked: int = 1
    replays: dict[int, Replay] = field(default_factory=dict)
    stopped: bool = False
    hidden: bool = False
    _under_way: set[int] = field(default_factory=set)
    _done: int = 0
    _failed: int = 0
    first_failed: int | None = None
    """The connection of the lowest number on which a step was not met."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """What each of its connections does."""
        return self.read.request.steps

    def begin(self, conn: int, plan: Plan, timeout: float) -> Replay:
        """The script of another connection."""
        wanted = self.wanted
        joining = wanted.where == "current"
        together = next(iter(self.replays), conn) if wanted.where == "many" else 0
        replay = Replay(
            conn, plan, timeout, joining=joining, pace=wanted.pace, stepwise=wanted.stepwise, together=together
        )
        self.replays[conn] = replay
        self._under_way.add(conn)
        return replay

    def _look(self) -> None:
        """Count those that are over by now: each once, for there may be thousands, looked at many times a second."""
        for conn in [conn for conn in self._under_way if self.replays[conn].over]:
            self._under_way.discard(conn)
            report = self.replays[conn].report
            self._done += report.all_done
            if report.failed:
                self._failed += 1
                self.first_failed = conn if self.first_failed is None else min(conn, self.first_failed)

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        self._look()
        return not self._under_way and len(self.replays) == self.asked

    @property
    def held(self) -> bool:
        """Whether a step waits for a key, on any of the connections."""
        return self.wanted.stepwise and any(self.replays[conn].at.held for conn in self._under_way)

    def count(self) -> Count:
        """How its connections stand."""
        self._look()
        under_way = len(self._under_way) + self.asked - len(self.replays)
        return Count(self._done, self._failed, under_way, self.asked - self._done - self._failed - under_way)

    def go_on(self) -> Iterator[Command]:
        """The commands that have every step done which is held back."""
        for conn in self._under_way:
            if self.replays[conn].at.held:
                yield Attach(conn, Word(conn, self.replays[conn].go_on))

    def stop(self) -> Iterator[Command]:
        """The commands after which no further step is done."""
        self.stopped = True
        for conn in self._under_way:
            yield Attach(conn, Word(conn, self.replays[conn].stop))
