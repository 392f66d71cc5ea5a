"""One replay on the screen: its connections, how far each is, and what can be done to all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tcptui.protocol.commands import Attach, Command
from tcptui.protocol.frozen import frozen
from tcptui.requests.model import Step
from tcptui.requests.plan import Plan
from tcptui.requests.reading import Read
from tcptui.requests.replay import Replay
from tcptui.requests.word import Word
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

    @property
    def steps(self) -> tuple[Step, ...]:
        """What each of its connections does."""
        return self.read.request.steps

    def begin(self, conn: int, plan: Plan, timeout: float) -> Replay:
        """The script of another connection."""
        wanted = self.wanted
        joining = wanted.where == "current"
        replay = Replay(conn, plan, timeout, joining=joining, pace=wanted.pace, stepwise=wanted.stepwise)
        self.replays[conn] = replay
        return replay

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        every = list(self.replays.values())
        return len(every) == self.asked and all(one.report.over for one in every)

    @property
    def held(self) -> bool:
        """Whether a step waits for a key, on any of the connections."""
        return any(one.at.held and not one.report.over for one in self.replays.values())

    def count(self) -> Count:
        """How its connections stand."""
        reports = [one.report for one in self.replays.values()]
        done = sum(one.all_done and one.over for one in reports)
        failed = sum(one.failed > 0 for one in reports)
        under_way = sum(not one.over and not one.failed for one in reports)
        under_way += self.asked - len(reports)
        return Count(done, failed, under_way, self.asked - done - failed - under_way)

    def go_on(self) -> Iterator[Command]:
        """The commands that have every step done which is held back."""
        for conn, replay in self.replays.items():
            if replay.at.held:
                yield Attach(conn, Word(conn, replay.go_on))

    def stop(self) -> Iterator[Command]:
        """The commands after which no further step is done."""
        self.stopped = True
        for conn, replay in self.replays.items():
            if not replay.report.over:
                yield Attach(conn, Word(conn, replay.stop))
