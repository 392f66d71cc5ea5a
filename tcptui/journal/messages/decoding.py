"""A connection's recorded bytes read under a framing, from the first one on, in a thread of their own.

What is found goes into a log of its own, in a file without a name: so a framing that is chosen afterwards is looked at
just as the one under which the run was recorded, and nothing that was recorded changes.
"""

from __future__ import annotations

import threading
import time
from typing import Final

from tcptui.journal.layout import DIRECTIONS, HEADER_SIZE, DamagedLogError, Kind, Record
from tcptui.journal.log import Log
from tcptui.journal.writer import Writer
from tcptui.protocol.events import Closed, Direction, Event, HalfClosed, Message, PeerFin, RunStarted
from tcptui.protocol.framing.exchange import Exchange
from tcptui.protocol.framing.table import Framing
from tcptui.protocol.framing.telling import Standing, Telling

_SLICE: Final = 4 << 10
"""Bytes decoded between two looks at the clock: as mere newlines they are 4,096 messages."""
_BLOCK: Final = 256 << 10
"""Bytes read from the log at once."""
_TURN: Final = 0.002
_REST: Final = 0.0005
_LONG_REST: Final = 0.006
"""Seconds of work after which other threads get their turn, and for how long: for longer where no messages wait to be
shown, only what is under way, so that beside a flood it takes a quarter of a core."""
_POLL: Final = 0.05


class Decoding:
    """From `start` to `stop`; it follows the log as it grows.

    became: the framing that `auto` found, else the framing itself; standing: what is under way behind the last
    message, as of the last look; share: how much of the connection has
    been read, 0..1; caught_up: whether that was all there was; found: the messages, None where they aren't kept.
    """

    def __init__(
        self, log: Log, conn: int, framing: Framing, asks: Direction = "out", keep: RunStarted | None = None
    ) -> None:
        """asks: the direction of the requests; keep: of the run, to begin the log of what is found with.

        Raises OSError where that log can't be begun.
        """
        self.standing = Standing()
        self.became = framing.name
        self.share = 0.0
        self.caught_up = False
        self._log = log
        self._conn = conn
        self._telling = Telling(conn, Exchange(framing, asks), asks)
        self._half_closed = False
        self._writer = Writer.scratch(keep) if keep is not None else None
        self.found = self._writer.log() if self._writer is not None else None
        self.problem = ""
        """Why it ended early, one sentence."""
        self._rest_at = 0.0
        self._rest = _REST if keep is not None else _LONG_REST
        self._stop = threading.Event()
        self._wanted = threading.Event()
        self._wanted.set()
        self._thread = threading.Thread(target=self._run, name="tcptui-decoding", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread, wait for it (some milliseconds), and forget what was found."""
        self._stop.set()
        self._wanted.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._writer is not None and self.found is not None:
            self.found.close()
            self._writer.close()

    def rest(self, *, resting: bool) -> None:
        """Read no more until it is wanted again: what nobody looks at shall cost nothing."""
        if resting:
            self._wanted.clear()
        else:
            self._wanted.set()

    def _run(self) -> None:
        record: Record | None = None
        self._rest_at = time.monotonic() + _TURN
        try:
            while self._wanted.wait() and not self._stop.is_set():
                follower = self._log.first_row(self._conn) if record is None else self._log.next(record)
                if follower is None:
                    self._publish()
                    self.share, self.caught_up = 1.0, True
                    self._stop.wait(_POLL)
                    continue
                self._take(follower)
                record = follower
        except OSError as error:
            self.problem = f"what was found can't be kept: {error.strerror or error}"
        except DamagedLogError as error:
            self.problem = str(error)

    def _take(self, record: Record) -> None:
        """The connection's next record."""
        if record.is_data:
            self._bytes(record)
        elif record.kind == Kind.EVENT:
            self._event(self._log.event(record))
        self._pause(record)

    def _event(self, event: Event) -> None:
        """A FIN of either side may end a message, or cut it."""
        match event:
            case PeerFin():
                self._keep(self._telling.peer_fin(event.t))
            case HalfClosed() | Closed(how="fin") if not self._half_closed:
                self._half_closed = True
                self._keep(self._telling.own_fin(event.t))
            case _:
                pass

    def _bytes(self, record: Record) -> None:
        direction = DIRECTIONS[record.direction]
        assert direction is not None, "bytes went one way"
        at, block, base = 0, memoryview(b""), 0
        while at < record.length and not self._stop.is_set():
            skipped = min(record.length - at, self._telling.exchange.skippable(direction))
            if skipped:
                self._keep(self._telling.skip(direction, record.t, skipped))
                at += skipped
                continue
            if not 0 <= at - base < len(block):
                base, block = at, memoryview(self._log.body(record, at, _BLOCK))
            piece = block[at - base : at - base + _SLICE]
            self._keep(self._telling.feed(direction, record.t, piece))
            at += len(piece)
            self._pause(record)

    def _keep(self, found: list[Message]) -> None:
        if self._writer is not None:
            for message in found:
                self._writer.event(message)

    def _pause(self, record: Record) -> None:
        """Let others work, now and then, and show how far it is."""
        if time.monotonic() < self._rest_at:
            return
        self.caught_up = False
        self._publish()
        self.share = min(0.999, (record.pos + HEADER_SIZE) / max(1, self._log.committed))
        self._stop.wait(self._rest)
        self._rest_at = time.monotonic() + _TURN

    def _publish(self) -> None:
        if self._writer is not None:
            self._writer.flush()
        self.standing = self._telling.standing()
        self.became = self._telling.exchange.response.framing
